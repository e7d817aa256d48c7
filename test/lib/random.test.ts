import { expect, test } from "vitest";
import { createRandom } from "../../src/lib/random.ts";

const draw = (seed: number) => {
  const random = createRandom(seed);
  return Array.from({ length: 50 }, () => random.next());
};

test("the same seed repeats the same numbers", () => {
  expect(draw(7)).toEqual(draw(7));
});

test("another seed gives other numbers", () => {
  expect(draw(7)).not.toEqual(draw(8));
});

test("numbers lie from 0 up to 1 and spread over that range", () => {
  const numbers = draw(1);

  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(Math.max(...numbers) - Math.min(...numbers)).toBeGreaterThan(0.5);
});

test("a pick is one of the items, and a text is of its alphabet", () => {
  const random = createRandom(3);

  expect(["a", "b"]).toContain(random.pick(["a", "b"]));
  expect(random.text(12, "xyz")).toMatch(/^[xyz]{12}$/);
});

test("picking from nothing is refused", () => {
  expect(() => createRandom(1).pick([])).toThrow("nothing to pick from");
});
