import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SortedMap } from "../../src/lib/sorted-map.ts";

/** Few enough to meet again, and in another order by code unit than by alphabet or by code point. */
const key = fc.oneof(fc.stringMatching(/^[abZ-]{0,3}$/), fc.constantFrom("é", "\u{1F600}", "\uFFFD"));
const steps = fc.array(fc.record({ key, act: fc.constantFrom("create", "create", "delete") }), { maxLength: 60 });

test("a sorted map holds what a map holds, and is walked both ways from any key, which need not be in it", () => {
  fc.assert(
    fc.property(steps, key, (all, start) => {
      const map = new SortedMap<number>();
      const model = new Map<string, number>();
      const created: (readonly [given: number, expected: number | undefined])[] = [];
      for (const [number, step] of all.entries()) {
        if (step.act === "delete") {
          map.delete(step.key);
          model.delete(step.key);
        } else {
          if (!model.has(step.key)) model.set(step.key, number);
          created.push([map.getOrCreate(step.key, () => number), model.get(step.key)]);
        }
      }
      const sorted = [...model.keys()].toSorted().map((name) => [name, model.get(name)] as const);

      expect(created.map(([given]) => given)).toEqual(created.map(([, expected]) => expected));
      expect(map.size).toBe(model.size);
      expect(map.get(start)).toBe(model.get(start));
      expect([...map.from()]).toEqual(sorted);
      expect([...map.back()]).toEqual(sorted.toReversed());
      expect([...map.from(start)]).toEqual(sorted.filter(([name]) => name >= start));
      expect([...map.back(start)]).toEqual(sorted.filter(([name]) => name <= start).toReversed());
    }),
  );
});

test("a value is made once, when its key is first asked for", () => {
  const map = new SortedMap<object>();
  const first = map.getOrCreate("a", () => ({}));

  expect(map.getOrCreate("a", () => expect.fail("it was made again"))).toBe(first);
});
