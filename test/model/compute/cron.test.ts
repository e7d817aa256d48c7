import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { CronFields } from "../../../src/model/compute/cron.ts";
import { parseCron } from "../../../src/model/compute/cron.ts";

function fields(text: string): CronFields {
  const schedule = parseCron(text);
  if (typeof schedule === "string" || "everyMs" in schedule) throw new Error(`${text} has no fields`);
  return schedule;
}

const sorted = (values: ReadonlySet<number>): readonly number[] => [...values].toSorted((a, b) => a - b);

test.each([
  ["5 9 * * *", [545]],
  ["0,30 1-2 * * *", [60, 90, 120, 150]],
  ["0 */8 * * *", [0, 480, 960]],
  ["50/5 0 * * *", [50, 55]],
  ["10-20/5 0 * * *", [10, 15, 20]],
  ["+7 00 * * *", [7]],
  ["3,,4 0 * * *", [3, 4]],
  ["30,0 2,1 * * *", [60, 90, 120, 150]],
  [", 0 * * *", []],
  ["*/60 3 * * *", [180]],
])("%s comes at these minutes of a day", (text, minutes) => {
  expect(fields(text).minutes).toEqual(minutes);
});

test.each([
  ["jan,MAR-may", [1, 3, 4, 5]],
  ["10/1", [10, 11, 12]],
  ["*/5", [1, 6, 11]],
  ["?", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
  ["*-3", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
])("the months %s", (text, months) => {
  expect(sorted(fields(`0 0 1 ${text} *`).months)).toEqual(months);
});

test.each([
  ["sun", [0]],
  ["mon-FRI", [1, 2, 3, 4, 5]],
  ["6,0", [0, 6]],
])("the days of the week %s", (text, days) => {
  expect(sorted(fields(`0 0 * * ${text}`).daysOfWeek)).toEqual(days);
});

test.each([
  ["0 0 13 * fri", true],
  ["0 0 * * fri", false],
  ["0 0 13 * *", false],
  ["0 0 ? * fri", false],
  ["0 0 */1 * fri", false],
  ["0 0 */2 * fri", true],
  ["0 0 13,* * fri", false],
])("%s: one of its days is enough: %s", (text, eitherDay) => {
  expect(fields(text).eitherDay).toBe(eitherDay);
});

test.each([
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
  ["@monthly", "0 0 1 * *"],
  ["@weekly", "0 0 * * 0"],
  [" @daily ", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@hourly", "0 * * * *"],
])("%s is %s", (descriptor, text) => {
  expect(parseCron(descriptor)).toEqual(parseCron(text));
});

test.each([
  ["@every 1h30m", 5_400_000],
  ["@every 1500ms", 1000],
  ["@every 10ms", 1000],
  ["@every -5m", 1000],
])("%s comes each %d ms", (text, everyMs) => {
  expect(parseCron(text)).toEqual({ everyMs });
});

test.each([
  ["", "0 fields"],
  ["0 9 * *", "4 fields"],
  ["0 0 9 * * *", "6 fields"],
  ["TZ=Europe/Berlin 0 9 * * *", "6 fields"],
  ["60 * * * *", "minute"],
  ["* 24 * * *", "hour"],
  ["* * 0 * *", "day of the month"],
  ["* * L * *", "day of the month"],
  ["* * * 13 *", "month"],
  ["* * * january *", "month"],
  ["* * * * 7", "day of the week"],
  ["* * * * fri#2", "day of the week"],
  ["5-1 * * * *", "minute"],
  ["1-2-3 * * * *", "minute"],
  ["*/0 * * * *", "minute"],
  ["1/2/3 * * * *", "minute"],
  ["-1 * * * *", "minute"],
  ["1- * * * *", "minute"],
  ["sun * * * *", "minute"],
  ["*/9223372036854775808 * * * *", "minute"],
  ["@Daily", "@daily"],
  ["@daily x", "@daily"],
  ["@every", "@daily"],
  ["@every 1d", "@daily"],
  ["0 ".repeat(600), "too long"],
])("%j is no schedule, because of its %s", (text, part) => {
  expect(parseCron(text)).toContain(part);
});

test("any text is read or refused, never thrown at", () => {
  const word = fc.stringMatching(/^[0-9*?,/@a-z-]{0,6}$/);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word, { minLength: 5, maxLength: 5 }).map((words) => words.join(" ")),
      ),
      (text) => {
        expect(["string", "object"]).toContain(typeof parseCron(text));
      },
    ),
  );
});
