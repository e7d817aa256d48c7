import { expect, test } from "vitest";
import { parseDuration } from "../../src/lib/duration.ts";

test.each([
  ["30s", 30_000],
  ["5m", 300_000],
  ["1h30m", 5_400_000],
  ["250ms", 250],
  ["2d", 172_800_000],
  ["1d2h3m4s5ms", 93_784_005],
  ["0s", 0],
])("%s is %d ms", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(["", "30", "s", "30 s", "1.5h", "-1s", "1m1h", "1s1s", "30S", "PT30S", "1h "])(
  "%j is no duration",
  (text) => {
    expect(parseDuration(text)).toBeNull();
  },
);
