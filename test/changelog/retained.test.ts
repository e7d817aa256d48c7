import { expect, test } from "vitest";
import { RetainedEntries } from "../../src/changelog/retained.ts";
import type { LogEntry } from "../../src/ports.ts";

function entry(number: number): LogEntry {
  return { position: `${number}-0`, source: "s", term: 1, at: new Date(number), changes: [] };
}

test("what is too old is trimmed, and nobody resumes from before it", () => {
  const retained = new RetainedEntries({ maxAgeMs: 10, maxBytes: Infinity });
  for (let i = 1; i <= 3000; i += 1) retained.push(entry(i));

  expect(retained.floor).toBe("2989-0");
  expect(retained.after("2998-0").map(({ position }) => position)).toEqual(["2999-0", "3000-0"]);
  expect([...retained.newestFirst()]).toHaveLength(11);
  retained.trim(new Date(9000));
  expect(retained.floor).toBe("3000-0");
  expect(retained.after("0-0")).toEqual([]);
});

test("what takes too many bytes is trimmed, and what was skipped raises the floor", () => {
  const retained = new RetainedEntries({ maxAgeMs: Infinity, maxBytes: 100 });
  for (let i = 1; i <= 5; i += 1) retained.push(entry(i));

  expect(retained.after("0-0").map(({ position }) => position)).toEqual(["3-0", "4-0", "5-0"]);
  retained.skip("6-0");
  expect(retained.floor).toBe("6-0");
});
