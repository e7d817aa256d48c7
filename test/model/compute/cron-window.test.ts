import * as fc from "fast-check";
import { expect, test } from "vitest";
import { lastHit, nextHit, windowAt } from "../../../src/model/compute/cron-window.ts";
import type { CronFields, CronSchedule } from "../../../src/model/compute/cron.ts";
import { parseCron } from "../../../src/model/compute/cron.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function schedule(text: string): CronSchedule {
  const read = parseCron(text);
  if (typeof read === "string") throw new Error(read);
  return read;
}

const iso = (date: Date | null): string | null => date?.toISOString().replace(":00.000Z", "") ?? null;

test.each([
  ["0 9 * * mon-fri", 8 * HOUR, "2026-11-23T09:00:00Z", true, "2026-11-23T09:00", "2026-11-23T17:00"],
  ["0 9 * * mon-fri", 8 * HOUR, "2026-11-23T16:59:59.999Z", true, "2026-11-23T09:00", "2026-11-23T17:00"],
  ["0 9 * * mon-fri", 8 * HOUR, "2026-11-23T17:00:00Z", false, "2026-11-23T17:00", "2026-11-24T09:00"],
  ["0 9 * * mon-fri", 8 * HOUR, "2026-11-23T08:59:59.999Z", false, "2026-11-20T17:00", "2026-11-23T09:00"],
  ["0 9 * * mon-fri", DAY, "2026-11-25T12:00:00Z", true, "2026-11-23T09:00", "2026-11-28T09:00"],
  ["*/10 * * * *", 10 * MINUTE, "2026-11-25T12:00:00Z", true, null, null],
  ["*/10 8-9 * * *", 10 * MINUTE, "2026-11-25T09:07:00Z", true, "2026-11-25T08:00", "2026-11-25T10:00"],
  ["*/10 8-9 * * *", 9 * MINUTE, "2026-11-25T09:09:30Z", false, "2026-11-25T09:09", "2026-11-25T09:10"],
  ["0 0 1 1 *", DAY, "2026-11-25T12:00:00Z", false, "2026-01-02T00:00", "2027-01-01T00:00"],
  ["0 0 29 2 *", HOUR, "2026-11-25T12:00:00Z", false, "2024-02-29T01:00", "2028-02-29T00:00"],
  ["* * * 1-10 *", MINUTE, "2026-05-05T05:05:05Z", true, "2026-01-01T00:00", "2026-11-01T00:00"],
])("%s for %d ms, seen at %s: open %s", (text, duration, now, open, since, until) => {
  const window = windowAt(schedule(text), duration, new Date(now));

  expect([window.open, iso(window.since), iso(window.until)]).toEqual([open, since, until]);
});

test.each([
  ["a schedule that never comes is always open", "0 0 30 2 *", HOUR, true],
  ["a field without values is always open", ", * * * *", HOUR, true],
  ["a duration of nothing is never open", "* * * * *", 0, false],
  ["a negative duration is never open", "* * * * *", -HOUR, false],
  ["an interval within the duration is open", "@every 1h", HOUR, true],
  ["an interval beyond the duration is not", "@every 61m", HOUR, false],
])("%s, and nothing changes that", (_, text, duration, open) => {
  const window = windowAt(schedule(text), duration, new Date("2026-11-23T12:00:00Z"));

  expect(window).toEqual({ open, since: null, until: null });
});

test("February 29 counts as having come while the next is more than five years away", () => {
  const leap = schedule("0 0 29 2 *");

  expect(windowAt(leap, HOUR, new Date("2097-06-01T00:00:00Z")).open).toBe(true);
  expect(windowAt(leap, HOUR, new Date("2099-06-01T00:00:00Z")).open).toBe(false);
});

const START = Date.UTC(2026, 10, 1);
const DAYS = 40;

/** In minutes: what is open before that is not known by looking from START on. */
const MAX_DURATION = 3000;

/** Whether a minute is one of a schedule's, by its definition. */
function isHit({ minutes, daysOfMonth, months, daysOfWeek, eitherDay }: CronFields, ms: number): boolean {
  const date = new Date(ms);
  const [ofMonth, ofWeek] = [daysOfMonth.has(date.getUTCDate()), daysOfWeek.has(date.getUTCDay())];
  return (
    months.has(date.getUTCMonth() + 1) &&
    (eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek) &&
    minutes.includes(date.getUTCHours() * 60 + date.getUTCMinutes())
  );
}

const subset = (min: number, max: number): fc.Arbitrary<string> =>
  fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 }).map((values) => values.join(","));
const orAll = (values: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof(fc.constant("*"), values);
const anyFields = fc
  .tuple(subset(0, 59), orAll(subset(0, 23)), orAll(subset(1, 31)), orAll(subset(0, 6)))
  .map(([minute, hour, day, weekday]) => schedule(`${minute} ${hour} ${day} * ${weekday}`) as CronFields);

test("a window is what the schedule's hits within its duration say, minute by minute", () => {
  const within = fc.integer({ min: 12 * 1440, max: (DAYS - 12) * 1440 });
  const duration = fc.integer({ min: 1, max: MAX_DURATION });
  fc.assert(
    fc.property(anyFields, duration, within, fc.integer({ min: 0, max: MINUTE - 1 }), (fields, minutes, at, rest) => {
      const open: boolean[] = [];
      let left = 0;
      for (let minute = 0; minute < DAYS * 1440; minute += 1) {
        left = isHit(fields, START + minute * MINUTE) ? minutes : left - 1;
        open.push(left > 0);
      }
      const edge = (from: number, step: -1 | 1): number => {
        let minute = from;
        while (minute >= 0 && minute < open.length && open[minute] === open[at]) minute += step;
        return minute;
      };

      const window = windowAt(fields, minutes * MINUTE, new Date(START + at * MINUTE + rest));

      expect(window.open).toBe(open[at]);
      const from = START + MAX_DURATION * MINUTE;
      expect(Math.max(window.since?.getTime() ?? 0, from)).toBe(Math.max(START + (edge(at, -1) + 1) * MINUTE, from));
      expect(Math.min(window.until?.getTime() ?? Infinity, START + DAYS * DAY)).toBe(START + edge(at, 1) * MINUTE);
    }),
    { numRuns: 60 },
  );
});

test("the next and the last hit leave none between them", () => {
  fc.assert(
    fc.property(anyFields, fc.integer({ min: 0, max: 30 * DAY }), (fields, offset) => {
      const at = START + offset;
      const last = lastHit(fields, at) ?? Number.NaN;
      const next = nextHit(fields, at) ?? Number.NaN;

      expect(last).toBeLessThanOrEqual(at);
      expect(next).toBeGreaterThan(at);
      expect(nextHit(fields, last)).toBe(next);
      expect(isHit(fields, last) && isHit(fields, next)).toBe(true);
    }),
  );
});
