import { parseGoDuration } from "./cron-duration.ts";

/**
 * Cron schedules in UTC, as Karpenter reads a budget's. Source: karpenter pkg/apis/v1/nodepool.go (Budget.IsActive), robfig/cron v3
 * parser.go (ParseStandard) and spec.go (Next). It is a parser of our own, since the libraries differ where it matters: here 7 is no
 * Sunday, there are neither L, W nor #, a time zone is refused, a step above 1 makes a star count as a restriction of days, and what
 * never comes within five years counts as having come.
 */
export type CronSchedule = CronFields | CronInterval;

export interface CronFields {
  /** Minutes since midnight, ascending: the same on each day that matches. */
  readonly minutes: readonly number[];
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** Sunday is 0. */
  readonly daysOfWeek: ReadonlySet<number>;
  /** When both restrict the days, one of them is enough. */
  readonly eitherDay: boolean;
}

/** `@every`: counted from whenever one looks. */
export interface CronInterval {
  readonly everyMs: number;
}

interface Bounds {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

interface Field {
  readonly values: ReadonlySet<number>;
  readonly hasStar: boolean;
}

const FIELDS: readonly Bounds[] = [
  { name: "minute", min: 0, max: 59, names: [] },
  { name: "hour", min: 0, max: 23, names: [] },
  { name: "day of the month", min: 1, max: 31, names: [] },
  {
    name: "month",
    min: 1,
    max: 12,
    names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  },
  { name: "day of the week", min: 0, max: 6, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
];

const DESCRIPTORS: ReadonlyMap<string, string> = new Map([
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
  ["@monthly", "0 0 1 * *"],
  ["@weekly", "0 0 * * 0"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@hourly", "0 * * * *"],
]);

const EVERY = "@every ";
const SECOND_MS = 1000;
const MAX_LENGTH = 1000;

/** Go's integers end there. */
const MAX_NUMBER = 2 ** 63;

/** What Go takes as white space. */
const WHITE_SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** Reads a schedule; a sentence that says what is wrong with one that is none. */
export function parseCron(text: string): CronSchedule | string {
  if (text.length > MAX_LENGTH) return `a schedule of ${text.length} characters is too long`;
  const words = text.split(WHITE_SPACE).filter((word) => word !== "");
  if (words[0]?.startsWith("@") === true) return ofDescriptor(text, words);
  if (words.length !== FIELDS.length)
    return `"${text}" has ${words.length} fields instead of 5: minute, hour, day of the month, month, day of the week`;
  const fields: Field[] = [];
  for (const [index, bounds] of FIELDS.entries()) {
    const field = fieldOf(words[index] ?? "", bounds);
    if (field === null)
      return `"${words[index]}" is no ${bounds.name}: it goes from ${bounds.min} to ${bounds.max}, with lists, ranges and steps`;
    fields.push(field);
  }
  return scheduleOf(fields);
}

/** White space around a descriptor is cut off; within one, it counts. */
function ofDescriptor(text: string, words: readonly string[]): CronSchedule | string {
  const from = text.indexOf("@");
  const last = words.at(-1) ?? "";
  const descriptor = text.slice(from, text.lastIndexOf(last) + last.length);
  const fields = DESCRIPTORS.get(descriptor);
  if (fields !== undefined) return parseCron(fields);
  const ms = descriptor.startsWith(EVERY) ? parseGoDuration(descriptor.slice(EVERY.length)) : null;
  if (ms === null) return `"${descriptor}" is none of ${[...DESCRIPTORS.keys()].join(" ")} and @every with a duration`;
  return { everyMs: Math.max(SECOND_MS, Math.floor(ms / SECOND_MS) * SECOND_MS) };
}

function scheduleOf([minute, hour, dayOfMonth, month, dayOfWeek]: readonly Field[]): CronFields {
  const minutes = [...(hour?.values ?? [])].flatMap((of) => [...(minute?.values ?? [])].map((at) => of * 60 + at));
  return {
    minutes: minutes.toSorted((a, b) => a - b),
    daysOfMonth: dayOfMonth?.values ?? new Set(),
    months: month?.values ?? new Set(),
    daysOfWeek: dayOfWeek?.values ?? new Set(),
    eitherDay: dayOfMonth?.hasStar !== true && dayOfWeek?.hasStar !== true,
  };
}

/** A list of ranges; nothing between two commas is nothing, so that `,` is a field without values. */
function fieldOf(text: string, bounds: Bounds): Field | null {
  const values = new Set<number>();
  let hasStar = false;
  for (const part of text.split(",").filter((item) => item !== "")) {
    const range = rangeOf(part, bounds);
    if (range === null) return null;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
    hasStar ||= range.isStar;
  }
  return { values, hasStar };
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly isStar: boolean;
}

/** `5`, `1-5`, `1-5/2`, `*`, `?`; `5/2` goes on to the end. What follows the star's hyphen is not looked at. */
function rangeOf(text: string, { min, max, names }: Bounds): Range | null {
  const [range = "", stepText, ...more] = text.split("/");
  const [low = "", high, ...beyond] = range.split("-");
  const isStar = low === "*" || low === "?";
  const from = isStar ? min : valueOf(low, names, min);
  const step = stepText === undefined ? 1 : numberOf(stepText);
  if (from === null || step === null || step === 0 || more.length > 0) return null;
  let to = isStar ? max : from;
  if (!isStar && high !== undefined) {
    const end = valueOf(high, names, min);
    if (end === null || beyond.length > 0) return null;
    to = end;
  }
  if (high === undefined && stepText !== undefined) to = max;
  if (from < min || to > max || from > to) return null;
  return { from, to, step, isStar: isStar && step === 1 };
}

function valueOf(text: string, names: readonly string[], min: number): number | null {
  const name = names.indexOf(text.toLowerCase());
  return name < 0 ? numberOf(text) : name + min;
}

function numberOf(text: string): number | null {
  return /^\+?\d+$/.test(text) && Number(text) < MAX_NUMBER ? Number(text) : null;
}
