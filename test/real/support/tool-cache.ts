import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** The folder, outside the work tree, in which what was built or fetched once is kept. */
function cacheFolder(): string {
  const { MESHGRAPH_CACHE, XDG_CACHE_HOME } = process.env;
  return join(MESHGRAPH_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), ".cache"), "meshgraph"), "tools");
}

/**
 * Gives the cached folder of that name, made by `fill` when it is not there yet. `fill` works in a folder of its own, which takes its name
 * only when it is complete: a build that was broken off is never taken for a finished one, and two at once do not disturb each other.
 */
export async function cached(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${randomUUID()}`;
  await mkdir(draft, { recursive: true });
  const begun = Date.now();
  const seconds = (): number => Math.round((Date.now() - begun) / 1000);
  const ticking = setInterval(() => say(`${name}: still at it after ${seconds()} s`), 30_000);
  say(`${name}: not in ${dirname(folder)} yet, making it`);
  try {
    await fill(draft);
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    clearInterval(ticking);
    await rm(draft, { recursive: true, force: true });
  }
  say(`${name}: ready after ${seconds()} s`);
  return folder;
}

/** A line of progress for the person who waits. */
export function say(line: string): void {
  process.stderr.write(`[tools] ${line}\n`);
}
