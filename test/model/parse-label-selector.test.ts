import * as fc from "fast-check";
import { expect, test } from "vitest";
import { LabelSelectorError, parseLabelSelector } from "../../src/model/parse-label-selector.ts";

const isIn = (key: string, ...values: string[]) => ({ key, operator: "In", values });
const isNotIn = (key: string, ...values: string[]) => ({ key, operator: "NotIn", values });

test.each([
  ["", []],
  ["  ", []],
  ["app=web", [isIn("app", "web")]],
  ["app == web", [isIn("app", "web")]],
  ["app=", [isIn("app", "")]],
  ["app!=web", [isNotIn("app", "web")]],
  [" app = web , tier != back ", [isIn("app", "web"), isNotIn("tier", "back")]],
  ["app in (web, api)", [isIn("app", "web", "api")]],
  ["app notin (web)", [isNotIn("app", "web")]],
  ["app in (,web)", [isIn("app", "", "web")]],
  ["app", [{ key: "app", operator: "Exists", values: [] }]],
  ["!app", [{ key: "app", operator: "DoesNotExist", values: [] }]],
  ["in in (in)", [isIn("in", "in")]],
  ["app.kubernetes.io/name=my-app_1.0", [isIn("app.kubernetes.io/name", "my-app_1.0")]],
])("%s is read", (text, requirements) => {
  expect(parseLabelSelector(text)).toEqual(requirements);
});

test.each([
  ["=web", "a label's key"],
  ["app=web,", "a label's key"],
  [",app", "a label's key"],
  ["app web", "a comma"],
  ["app in web", "("],
  ["app in (web", ")"],
  ["app in", "("],
  ["!!app", "a label's key"],
  ["app=a/b", "no label's value"],
  ["-app", "no label's key"],
  ["a/b/c", "no label's key"],
  ["Example.com/app", "DNS name"],
  ["/app", "DNS name"],
  ["app>5", "unexpected character at 4"],
  ["app=ü", "unexpected character at 5"],
  [`app=${"x".repeat(64)}`, "no label's value"],
  ["x".repeat(64), "no label's key"],
])("%s is refused: %s", (text, why) => {
  expect(() => parseLabelSelector(text)).toThrow(LabelSelectorError);
  expect(() => parseLabelSelector(text)).toThrow(why);
});

test("any text is read or refused", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", "B", "-", "/", "=", "!", ",", "(", ")", " ", "in", "notin", "\n", "é") }),
      (text) => {
        expect(outcome(text)).toMatch(/^(read|refused)$/);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("a long text takes no longer than its length", () => {
  expect(() => parseLabelSelector(`${"a,".repeat(100_000)}${" ".repeat(100_000)}`)).toThrow(LabelSelectorError);
  expect(() => parseLabelSelector(`${"a.".repeat(100_000)}/b`)).toThrow(LabelSelectorError);
});

function outcome(text: string): string {
  try {
    parseLabelSelector(text);
    return "read";
  } catch (error) {
    return error instanceof LabelSelectorError ? "refused" : String(error);
  }
}
