import * as fc from "fast-check";
import { expect, test } from "vitest";
import { InternPool } from "../../src/lib/intern.ts";

const word = fc.oneof(fc.stringMatching(/^[ab]{0,2}$/), fc.constantFrom("__proto__", "constructor"));
const pairs = fc.uniqueArray(fc.tuple(word, word), { selector: ([name]) => name, maxLength: 3 });

test("equal maps are one frozen copy, others are none of each other", () => {
  fc.assert(
    fc.property(fc.array(pairs, { maxLength: 20 }), (all) => {
      const pool = new InternPool();
      const copies = new Map<string, unknown>();
      for (const entries of all) {
        const map = Object.fromEntries(entries);
        const copy = pool.map(map);
        const key = JSON.stringify(Object.entries(map));

        expect(Object.entries(copy)).toEqual(Object.entries(map));
        expect(Object.isFrozen(copy)).toBe(true);
        expect(copy).toBe(copies.get(key) ?? copy);
        copies.set(key, copy);
      }
      expect(new Set(copies.values()).size).toBe(copies.size);
    }),
  );
});

test("a map that is changed later is not the copy", () => {
  const pool = new InternPool();
  const mine = { app: "shop" };
  const copy = pool.map(mine);
  mine.app = "bank";

  expect(copy).toEqual({ app: "shop" });
  expect(pool.map(mine)).toEqual({ app: "bank" });
});

test("a text is given as it is, however many went before", () => {
  const pool = new InternPool(2);
  fc.assert(
    fc.property(word, (text) => {
      expect(pool.string(text)).toBe(text);
    }),
  );
});

test("what is asked for again and again stays, what is not is let go", () => {
  const pool = new InternPool(2);
  const hot = pool.map({ hot: "1" });
  const rare = pool.map({ rare: "1" });
  for (let i = 0; i < 10; i += 1) {
    pool.map({ other: String(i) });
    expect(pool.map({ hot: "1" })).toBe(hot);
  }

  expect(pool.map({ rare: "1" })).toEqual(rare);
  expect(pool.map({ rare: "1" })).not.toBe(rare);
});
