import * as fc from "fast-check";
import { expect, test } from "vitest";
import { START, comparePositions } from "../../src/lib/position.ts";

/** Some of them larger than a number holds exactly. */
const number = fc.oneof(fc.bigInt(0n, 12n), fc.bigInt(2n ** 53n - 3n, 2n ** 53n + 3n), fc.bigInt(0n, 2n ** 64n - 1n));
const position = fc.tuple(number, number);
const write = ([major, minor]: readonly [bigint, bigint]): string => `${major}-${minor}`;
const sign = (a: bigint, b: bigint): number => Number(a > b) - Number(a < b);

test.each([
  ["9-9", "10-0"],
  ["1-9", "1-10"],
  ["2-0", "10-0"],
  ["1-1", "2-0"],
  ["9007199254740992-0", "9007199254740993-0"],
])("%s is before %s", (a, b) => {
  expect(comparePositions(a, b)).toBeLessThan(0);
  expect(comparePositions(b, a)).toBeGreaterThan(0);
});

test("positions are in the order of their first numbers, then of their second ones", () => {
  fc.assert(
    fc.property(position, position, (a, b) => {
      const order = sign(a[0], b[0]) || sign(a[1], b[1]);
      expect(Math.sign(comparePositions(write(a), write(b)))).toBe(order);
    }),
  );
});

test("nothing is before the start", () => {
  fc.assert(
    fc.property(position, (any) => {
      expect(comparePositions(START, write(any))).toBeLessThanOrEqual(0);
    }),
  );
  expect(comparePositions(START, START)).toBe(0);
});
