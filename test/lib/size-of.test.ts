import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sizeOf } from "../../src/lib/size-of.ts";

const value = fc.jsonValue({ maxDepth: 3 });

test("what holds something takes more than what it holds, and each part adds what it takes by itself", () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 10 }), value, value, (items, a, b) => {
      expect(sizeOf(items)).toBeGreaterThan(items.reduce<number>((sum, item) => sum + sizeOf(item) + 1, 0));
      expect(sizeOf({ a, b }) - sizeOf({ a })).toBe(sizeOf({ b }) - sizeOf({}));
    }),
  );
});

test("a longer text takes as many bytes more as it has letters more", () => {
  expect(sizeOf({ text: "x".repeat(1000) }) - sizeOf({ text: "" })).toBe(1000);
});

test("what is shared counts each time", () => {
  const shared = { labels: ["a", "b"] };

  expect(sizeOf([shared, shared])).toBe(sizeOf([structuredClone(shared), structuredClone(shared)]));
});

test("what a getter of a class makes is not counted, and not made", () => {
  class Named {
    readonly name = "a";
    get id(): string {
      return expect.fail("it was made");
    }
  }

  expect(sizeOf(new Named())).toBe(sizeOf({ name: "a" }));
});

test("what is absent takes little, and breaks nothing", () => {
  expect(sizeOf({ a: null, b: undefined })).toBe(sizeOf({ a: 0, b: false }));
  expect(sizeOf(null)).toBeLessThan(sizeOf({}));
});
