import { accessSync, constants, statSync } from "node:fs";
import { isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";
import { BYTE_SIZE_PATTERN, parseByteSize } from "../lib/byte-size.ts";
import { DURATION_PATTERN, parseDuration } from "../lib/duration.ts";

/** Node's timers count in 32 bits: a longer delay would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** A duration such as `1h30m`; in the result milliseconds. */
export function duration({ min = 1, max = LONGEST_TIMER }: { min?: number; max?: number } = {}) {
  return z
    .string({ error: "expected a duration such as 30s, 5m or 1h30m" })
    .regex(DURATION_PATTERN, { error: "expected a duration such as 30s, 5m or 1h30m" })
    .transform((text) => parseDuration(text) ?? 0)
    .refine((ms) => ms >= min, { error: `expected at least ${min} ms` })
    .refine((ms) => ms <= max, { error: `expected at most ${Math.floor(max / 86_400_000)} days` });
}

/** A size such as `256MiB`; in the result bytes. */
export function byteSize({ min = 1, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {}) {
  return z
    .string({ error: "expected a size such as 256kB or 16MiB" })
    .regex(BYTE_SIZE_PATTERN, { error: "expected a size such as 256kB or 16MiB" })
    .transform((text) => parseByteSize(text) ?? 0)
    .refine((bytes) => bytes >= min, { error: `expected at least ${min} bytes` })
    .refine((bytes) => bytes <= max, { error: `expected at most ${max} bytes` });
}

/** How many of something: a whole number. */
export function count({ min = 1, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {}) {
  return z
    .int({ error: "expected a whole number" })
    .min(min, { error: `expected at least ${min}` })
    .max(max, { error: `expected at most ${max}` });
}

/** The path of a file or folder, relative to `base`; in the result absolute. It may come to be there later. */
export function path(base: string) {
  return z
    .string()
    .min(1, { error: "expected a path" })
    .refine((text) => !text.startsWith("~"), { error: "`~` means nothing here: write ${HOME}/..." })
    .transform((text) => resolve(base, text));
}

/** The path of a file that is read once at the start, so it must be there. */
export function readableFile(base: string) {
  return path(base).refine(isReadable, {
    error: ({ input }) => `there is no such file, or it cannot be read: ${String(input)}`,
  });
}

/** An address to listen on. Nobody can be authenticated yet, so it must be one that only this machine reaches. */
export function loopbackHost() {
  return z.string().refine(isLoopback, {
    error: "the loopback mode listens on loopback only: 127.0.0.1, ::1 or localhost",
  });
}

/** Whether an address to listen on is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return !statSync(file).isDirectory();
  } catch {
    return false;
  }
}
