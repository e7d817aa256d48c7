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

test("what is trimmed or pushed while somebody walks back is not told, and nothing else is missed", () => {
  const retained = new RetainedEntries({ maxAgeMs: Infinity, maxBytes: Infinity });
  for (let i = 1; i <= 100; i += 1) retained.push(entry(i));
  const walk = retained.newestFirst();
  const told = [walk.next().value?.position];
  const aged = new RetainedEntries({ maxAgeMs: 59, maxBytes: Infinity });
  for (let i = 1; i <= 100; i += 1) aged.push(entry(i));
  const agedWalk = aged.newestFirst();
  const agedTold = [agedWalk.next().value?.position];
  for (let i = 101; i <= 140; i += 1) {
    retained.push(entry(i));
    aged.push(entry(i));
  }
  told.push(...[...walk].map(({ position }) => position));
  agedTold.push(...[...agedWalk].map(({ position }) => position));

  const from = (newest: number, oldest: number) =>
    Array.from({ length: newest - oldest + 1 }, (_, i) => `${newest - i}-0`);
  expect(told).toEqual(from(100, 1));
  expect(agedTold).toEqual(from(100, 81));
  aged.trim(new Date(9000));
  expect([...agedWalk]).toEqual([]);
});

test("a walk back may begin at a position that is held, lies in a hole, or is out of what is kept", () => {
  const retained = new RetainedEntries({ maxAgeMs: 40, maxBytes: Infinity });
  for (let i = 10; i <= 100; i += 10) retained.push(entry(i));
  const told = (upTo: string) => [...retained.newestFirst(upTo)].map(({ position }) => position);

  expect(told("80-0")).toEqual(["80-0", "70-0", "60-0"]);
  expect(told("85-0")).toEqual(["80-0", "70-0", "60-0"]);
  expect(told("999-0")).toEqual(["100-0", "90-0", "80-0", "70-0", "60-0"]);
  expect(told("50-0")).toEqual([]);
});
