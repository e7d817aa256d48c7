import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isPartial } from "../../src/model/partial.ts";
import { freshnessAt, nextSilence } from "../../src/model/source-phase.ts";
import { source, watch } from "../support/entities.ts";

const noon = new Date("2026-11-23T12:00:00Z");
const secondsAgo = (seconds: number) => new Date(noon.getTime() - seconds * 1000);
const pods = (lastEventAt: Date | null, fields = {}) => watch("eu-1", "Pod", { lastEventAt, ...fields });

test.each([
  ["LIVE", 75, "LIVE"],
  ["LIVE", 75.001, "STALE"],
  ["DOWN", 500, "DOWN"],
  ["STARTING", 500, "STARTING"],
] as const)("a source that is %s and last spoke %d s ago is %s", (phase, seconds, now) => {
  expect(freshnessAt({ phase }, [pods(secondsAgo(seconds))], noon).phase).toBe(now);
});

test("a source is as fresh as the most silent of its watches", () => {
  const watches = [pods(secondsAgo(5)), pods(secondsAgo(50)), pods(null)];

  expect(freshnessAt({ phase: "LIVE" }, watches, noon)).toEqual({
    phase: "LIVE",
    lastEventAt: secondsAgo(50),
    stalenessSeconds: 50,
  });
});

test.each(["ABSENT", "FORBIDDEN", "STOPPED"] as const)("a watch that is %s makes nothing stale", (phase) => {
  expect(freshnessAt({ phase: "LIVE" }, [pods(secondsAgo(500), { phase })], noon).phase).toBe("LIVE");
});

test("a source that was never heard has no staleness", () => {
  expect(freshnessAt({ phase: "STARTING" }, [], noon)).toEqual({
    phase: "STARTING",
    lastEventAt: null,
    stalenessSeconds: null,
  });
});

test("what is said of freshness holds until the next silence, and not after it", () => {
  const ages = fc.array(fc.integer({ min: -10_000, max: 200_000 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(ages, (milliseconds) => {
      const watches = milliseconds.map((age) => pods(new Date(noon.getTime() - age)));
      const phase = (time: number) => freshnessAt({ phase: "LIVE" }, watches, new Date(time)).phase;
      const horizon = nextSilence(watches, noon).getTime();
      expect(horizon).toBeGreaterThan(noon.getTime());
      expect(phase(horizon - 1)).toBe(phase(noon.getTime()));
      expect(phase(horizon)).toBe("STALE");
    }),
  );
});

test.each([
  ["everything was heard", [source("eu-1")], [pods(secondsAgo(10))], false],
  ["there is no source", [], [], false],
  ["no watch of the type is there yet", [source("eu-1")], [], true],
  ["the watch is of another cluster", [source("us-1")], [pods(secondsAgo(10))], true],
  ["no list was whole yet", [source("eu-1")], [pods(secondsAgo(10), { listed: false })], true],
  ["the watch fell silent", [source("eu-1")], [pods(secondsAgo(76))], true],
  ["the watch failed", [source("eu-1")], [pods(secondsAgo(10), { phase: "WAITING" })], true],
  ["it may not be read", [source("eu-1")], [pods(secondsAgo(10), { phase: "FORBIDDEN" })], true],
  ["the source is down", [source("eu-1", { phase: "DOWN" })], [pods(secondsAgo(10))], true],
  ["the cluster does not serve it", [source("eu-1")], [pods(null, { phase: "ABSENT", listed: false })], false],
] as const)("when %s, partial is %#", (_, sources, watches, partial) => {
  expect(isPartial(sources, watches, noon)).toBe(partial);
});
