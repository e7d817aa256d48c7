import type { CronFields, CronSchedule } from "./cron.ts";

/** Whether one of a schedule's windows is open, from when it has been so, and until when it stays so. */
export interface CronWindow {
  readonly open: boolean;
  /** Null when that is more than five years ago, or not fixed. */
  readonly since: Date | null;
  /** Null when that is more than five years ahead, or not fixed. */
  readonly until: Date | null;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAY_MINUTES = 1440;

/** How far a hit is looked for. Source: robfig/cron v3 spec.go (Next): "no time is found within five years". */
const HORIZON_YEARS = 5;
const HORIZON_DAYS = 366 * HORIZON_YEARS;

/**
 * The window at a time, where each hit opens one that lasts so many milliseconds; windows that touch are one. Source: karpenter
 * pkg/apis/v1/nodepool.go (Budget.IsActive): the first hit after (now - duration) is not after now. That hit is the zero time when there
 * is none within five years, so that a schedule that never comes, such as February 30, is always open.
 */
export function windowAt(schedule: CronSchedule, durationMs: number, now: Date): CronWindow {
  const at = now.getTime();
  if ("everyMs" in schedule) return { open: opensEvery(schedule.everyMs, durationMs, at), since: null, until: null };
  const hit = nextHit(schedule, at - durationMs);
  if (hit === null) return { open: true, since: null, until: null };
  if (hit <= at)
    return { open: true, since: startOfRun(schedule, hit, durationMs), until: endOfRun(schedule, hit, durationMs) };
  const last = lastHit(schedule, at);
  const next = nextHit(schedule, at);
  const isWindow = durationMs > 0;
  return {
    open: false,
    since: last === null || !isWindow ? null : new Date(last + durationMs),
    until: next === null || !isWindow ? null : new Date(next),
  };
}

/** The first hit after a time, both in milliseconds since 1970; null when none comes until the end of the fifth year after. */
export function nextHit(schedule: CronFields, after: number): number | null {
  const from = Math.floor(after / SECOND_MS) * SECOND_MS + SECOND_MS;
  const first = Math.ceil(from / MINUTE_MS);
  const lastDay = Date.UTC(new Date(from).getUTCFullYear() + HORIZON_YEARS, 11, 31) / DAY_MS;
  for (let day = Math.floor(first / DAY_MINUTES); day <= lastDay; day += 1) {
    if (!matchesDay(schedule, day)) continue;
    const minute = schedule.minutes.find((candidate) => day * DAY_MINUTES + candidate >= first);
    if (minute !== undefined) return timeOf(day, minute);
  }
  return null;
}

/** The last hit that is not after a time; null when there was none in five years. */
export function lastHit(schedule: CronFields, until: number): number | null {
  const last = Math.floor(until / MINUTE_MS);
  const today = Math.floor(last / DAY_MINUTES);
  for (let day = today; day >= today - HORIZON_DAYS; day -= 1) {
    if (!matchesDay(schedule, day)) continue;
    const minute = schedule.minutes.findLast((candidate) => day * DAY_MINUTES + candidate <= last);
    if (minute !== undefined) return timeOf(day, minute);
  }
  return null;
}

/** `@every` is counted from the beginning of the window, cut to whole seconds, so that it is open always or nearly always, or never. */
function opensEvery(everyMs: number, durationMs: number, at: number): boolean {
  const from = at - durationMs;
  return from + everyMs - (from - Math.floor(from / SECOND_MS) * SECOND_MS) <= at;
}

/** When the windows that touch, from this hit on, come to an end. */
function endOfRun(schedule: CronFields, hit: number, durationMs: number): Date | null {
  const { minutes } = schedule;
  const first = minutes[0] ?? 0;
  const last = minutes.at(-1) ?? 0;
  const today = Math.floor(hit / DAY_MS);
  const parts = partings(minutes, durationMs);
  const parting = parts.find((minute) => timeOf(today, minute) >= hit);
  if (parting !== undefined) return new Date(timeOf(today, parting) + durationMs);
  let previous = timeOf(today, last);
  for (let day = today + 1; day <= today + HORIZON_DAYS; day += 1) {
    if (!matchesDay(schedule, day)) continue;
    if (timeOf(day, first) > previous + durationMs) return new Date(previous + durationMs);
    if (parts[0] !== undefined) return new Date(timeOf(day, parts[0]) + durationMs);
    if (isDaily(schedule)) return null;
    previous = timeOf(day, last);
  }
  return null;
}

/** When the windows that touch, up to this hit, began. */
function startOfRun(schedule: CronFields, hit: number, durationMs: number): Date | null {
  const { minutes } = schedule;
  const first = minutes[0] ?? 0;
  const last = minutes.at(-1) ?? 0;
  const today = Math.floor(hit / DAY_MS);
  const parts = partings(minutes, durationMs);
  const parting = parts.findLast((minute) => timeOf(today, minute) < hit);
  if (parting !== undefined) return new Date(timeOf(today, following(minutes, parting)));
  let next = timeOf(today, first);
  for (let day = today - 1; day >= today - HORIZON_DAYS; day -= 1) {
    if (!matchesDay(schedule, day)) continue;
    const before = parts.at(-1);
    if (timeOf(day, last) + durationMs < next) return new Date(next);
    if (before !== undefined) return new Date(timeOf(day, following(minutes, before)));
    if (isDaily(schedule)) return null;
    next = timeOf(day, first);
  }
  return null;
}

/** The minutes of a day whose window ends before the next of that day opens. */
function partings(minutes: readonly number[], durationMs: number): readonly number[] {
  return minutes.filter((minute, index) => {
    const next = minutes[index + 1];
    return next !== undefined && (next - minute) * MINUTE_MS > durationMs;
  });
}

function following(minutes: readonly number[], minute: number): number {
  return minutes[minutes.indexOf(minute) + 1] ?? minute;
}

function isDaily({ daysOfMonth, months, daysOfWeek }: CronFields): boolean {
  return daysOfMonth.size === 31 && months.size === 12 && daysOfWeek.size === 7;
}

function timeOf(day: number, minute: number): number {
  return day * DAY_MS + minute * MINUTE_MS;
}

function matchesDay({ daysOfMonth, months, daysOfWeek, eitherDay }: CronFields, day: number): boolean {
  const date = new Date(day * DAY_MS);
  if (!months.has(date.getUTCMonth() + 1)) return false;
  const ofMonth = daysOfMonth.has(date.getUTCDate());
  const ofWeek = daysOfWeek.has(date.getUTCDay());
  return eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
}
