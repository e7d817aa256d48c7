import { expect, test } from "vitest";
import { parseGoDuration, parseNillableDuration } from "../../../src/model/compute/cron-duration.ts";

test.each([
  ["0", 0],
  ["-0", 0],
  ["720h", 2_592_000_000],
  ["720h0m0s", 2_592_000_000],
  ["1h30m", 5_400_000],
  ["30m1h", 5_400_000],
  ["90s", 90_000],
  ["1.5h", 5_400_000],
  [".5s", 500],
  ["1.s", 1000],
  ["-5m", -300_000],
  ["+5m", 300_000],
  ["250ms", 250],
  ["1000us", 1],
  ["1000µs", 1],
  ["1000μs", 1],
  ["1000000ns", 1],
])("%s lasts %d ms", (text, ms) => {
  expect(parseGoDuration(text)).toBe(ms);
});

test.each(["", "5", "1d", "h", ".s", "1..5s", "1h ", " 1h", "1H", "1m2", "1e3s", "Never", "2562048h", "1h".repeat(99)])(
  "%j is no duration",
  (text) => {
    expect(parseGoDuration(text)).toBeNull();
  },
);

test("Never has no end, and nonsense is not Never", () => {
  expect(parseNillableDuration("Never")).toBe("Never");
  expect(parseNillableDuration("30s")).toBe(30_000);
  expect(parseNillableDuration("never")).toBeNull();
});
