import { expect, test } from "vitest";
import { parseByteSize } from "../../src/lib/byte-size.ts";

test.each([
  ["256kB", 256_000],
  ["256 kB", 256_000],
  ["16MB", 16_000_000],
  ["256MiB", 268_435_456],
  ["1.5KiB", 1536],
  ["1GB", 1_000_000_000],
  ["12B", 12],
])("%s is %d bytes", (text, bytes) => {
  expect(parseByteSize(text)).toBe(bytes);
});

test.each(["", "256", "kB", "256k", "256KB", "-1B", "1e3B", "1  kB", "1TB"])("%j is no size", (text) => {
  expect(parseByteSize(text)).toBeNull();
});
