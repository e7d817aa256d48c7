import fc from "fast-check";
import { expect, test } from "vitest";
import { Backoff } from "../../../connectors/kubernetes/backoff.ts";
import { agree, isBelievable } from "../../../connectors/kubernetes/belief.ts";
import { LineSplitter } from "../../../connectors/kubernetes/line-splitter.ts";
import { compareResourceVersions } from "../../../connectors/kubernetes/resource-version.ts";
import { servesTheSame } from "../../../connectors/kubernetes/same-served.ts";
import { sourcePhase } from "../../../connectors/kubernetes/source-phase.ts";
import { SourceError } from "../../../schema/source-error.ts";
import { TestClock } from "../../support/test-clock.ts";

test("lines are the same however the bytes are cut", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "binary" }).map((text) => text.replaceAll("\n", ""))),
      fc.array(fc.nat(200)),
      (lines, cuts) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
        const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b), bytes.length];
        const splitter = new LineSplitter();

        const found = places.slice(1).flatMap((end, index) => [...splitter.push(bytes.subarray(places[index], end))]);
        splitter.end();

        expect(found).toEqual(lines.filter((line) => line !== "").map((line) => Buffer.from(line).toString()));
      },
    ),
  );
});

test("resourceVersions are compared as the whole numbers that they are", () => {
  const version = fc.bigInt({ min: 1n, max: 10n ** 30n });
  fc.assert(
    fc.property(version, version, (a, b) => {
      const order = compareResourceVersions(String(a), String(b));
      expect(Math.sign(order)).toBe(a < b ? -1 : a > b ? 1 : 0);
    }),
  );
});

test.each([
  [0, 0, true],
  [5, 0, false],
  [1, 0, false],
  [20, 1, true],
  [42, 21, true],
  [42, 20, false],
  [1000, 499, false],
  [1000, 500, true],
  [10, 20, true],
])("of %i held, a list of %i is believed at once: %s", (held, listed, believed) => {
  expect(isBelievable(held, listed)).toBe(believed);
});

test("two lists agree when they have nine of ten in common", () => {
  const uids = (from: number, to: number): Set<string> =>
    new Set(Array.from({ length: to - from }, (_, n) => `${from + n}`));

  expect(agree(uids(0, 10), uids(1, 10))).toBe(true);
  expect(agree(uids(0, 10), uids(5, 15))).toBe(false);
  expect(agree(uids(0, 0), uids(0, 0))).toBe(true);
  expect(agree(uids(0, 0), uids(0, 3))).toBe(false);
});

test("the back-off doubles to 30 s and begins anew after two minutes of health", async () => {
  const clock = new TestClock();
  const backoff = new Backoff(clock);

  const waits = Array.from({ length: 7 }, () => backoff.next());
  await clock.advance(30_000 + 120_001);

  expect(waits).toEqual([1200, 2400, 4800, 9600, 19_200, 30_000, 30_000]);
  expect(backoff.next()).toBe(1200);
});

test("two states serve the same when all but the resourceVersion is alike", () => {
  const state = { name: "a", resourceVersion: "1", labels: { app: "x" }, at: new Date(5), ports: [{ number: 1 }] };

  expect(servesTheSame(state, { ...structuredClone(state), resourceVersion: "2" })).toBe(true);
  expect(servesTheSame(state, { ...state, labels: { app: "y" } })).toBe(false);
  expect(servesTheSame(state, { ...state, labels: {} })).toBe(false);
  expect(servesTheSame(state, { ...state, at: new Date(6) })).toBe(false);
  expect(servesTheSame(state, { ...state, ports: [{ number: 1 }, { number: 2 }] })).toBe(false);
});

const failure = (code: string): SourceError => Object.assign(new SourceError(), { code });
const watching = { watch: { phase: "WATCHING", error: null, listed: true }, silence: 0, overQuota: false } as const;
const absent = { watch: { phase: "ABSENT", error: null, listed: false }, silence: 1e6, overQuota: false } as const;
const waiting = (code: string, silence: number, listed = true, overQuota = false) =>
  ({ watch: { phase: "WAITING", error: failure(code), listed }, silence, overQuota }) as const;
const forbidden = (listed: boolean) =>
  ({ watch: { phase: "FORBIDDEN", error: failure("FORBIDDEN"), listed }, silence: 1e6, overQuota: false }) as const;

test.each([
  ["LIVE", [watching, absent]],
  ["LIVE", [absent]],
  ["LIVE", [watching, waiting("UPSTREAM_ERROR", 10_000)]],
  ["STALE", [watching, waiting("UPSTREAM_ERROR", 80_000)]],
  ["STALE", [watching, waiting("QUOTA_EXCEEDED", 0, false, true)]],
  ["DOWN", [absent, waiting("CONNECTION_FAILED", 0, true, true)]],
  ["DOWN", [absent, waiting("CONNECTION_FAILED", 0), waiting("FROZEN", 0)]],
  ["FORBIDDEN", [waiting("UNAUTHENTICATED", 0), forbidden(false)]],
  ["LIVE", [watching, forbidden(false)]],
  ["STALE", [watching, forbidden(true)]],
])("a source is %s by its watches (%#)", (phase, watches) => {
  expect(sourcePhase(watches).phase).toBe(phase);
});
