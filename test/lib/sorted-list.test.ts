import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SortedList } from "../../src/lib/sorted-list.ts";

test("a sorted list is a sorted set, walked both ways from any key, over many chunks", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(3000), fc.boolean()), { minLength: 800, maxLength: 3000, size: "max" }),
      fc.nat(3000),
      (steps, key) => {
        const list = new SortedList<number, number>((a, b) => a - b);
        const model = new Set<number>();
        for (const [item, isPut] of steps) {
          if (isPut) {
            list.put(item);
            model.add(item);
          } else {
            list.remove(item);
            model.delete(item);
          }
        }
        const sorted = [...model].toSorted((a, b) => a - b);

        expect(list.size).toBe(sorted.length);
        expect(list.get(key)).toBe(model.has(key) ? key : undefined);
        expect([...list.after()]).toEqual(sorted);
        expect([...list.after(key)]).toEqual(sorted.filter((item) => item > key));
        expect([...list.before(key)]).toEqual(sorted.filter((item) => item < key).toReversed());
      },
    ),
    { numRuns: 20 },
  );
});
