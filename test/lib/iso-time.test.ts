import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isoTime } from "../../src/lib/iso-time.ts";

test("every time is written as Date writes it", () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (date) => {
      expect(isoTime(date.getTime())).toBe(date.toISOString());
    }),
    { numRuns: 5000 },
  );
});

test.each([0, -1, 999, 8.64e15, -8.64e15, Date.UTC(2026, 11, 31, 23, 59, 59, 999), Date.UTC(2024, 1, 29)])(
  "%d milliseconds are written as Date writes them",
  (ms) => {
    expect(isoTime(ms)).toBe(new Date(ms).toISOString());
  },
);

test.each([Number.NaN, Infinity, 1e17])("%d is no time", (ms) => {
  expect(() => isoTime(ms)).toThrow(RangeError);
});
