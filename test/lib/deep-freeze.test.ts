import { expect, test } from "vitest";
import { deepFreeze } from "../../src/lib/deep-freeze.ts";

test("plain data is frozen at every depth", () => {
  const data = deepFreeze({ a: [{ b: 1 }], c: null });

  expect([data, data.a, data.a[0]].every(Object.isFrozen)).toBe(true);
});
