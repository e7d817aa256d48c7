import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { LabelSelector } from "../../src/model/label-selector.ts";
import { anchorPairs, labelPairs, selectorOfMap, selectorOfObject, selects } from "../../src/model/label-selector.ts";

const web = { app: "web", tier: "front", "": "empty" };

test.each([
  ["nothing", {}, true],
  ["a label", { matchLabels: { app: "web" } }, true],
  ["two labels", { matchLabels: { app: "web", tier: "back" } }, false],
  ["In", { matchExpressions: [{ key: "app", operator: "In", values: ["api", "web"] }] }, true],
  ["In nothing", { matchExpressions: [{ key: "app", operator: "In", values: [] }] }, false],
  ["NotIn", { matchExpressions: [{ key: "app", operator: "NotIn", values: ["web"] }] }, false],
  [
    "NotIn of a label that is not there",
    { matchExpressions: [{ key: "x", operator: "NotIn", values: ["web"] }] },
    true,
  ],
  ["Exists", { matchExpressions: [{ key: "app", operator: "Exists" }] }, true],
  ["Exists of what objects inherit", { matchExpressions: [{ key: "toString", operator: "Exists" }] }, false],
  ["DoesNotExist", { matchExpressions: [{ key: "app", operator: "DoesNotExist", values: null }] }, false],
])("%s selects: %#", (_, object, selected) => {
  const selector = selectorOfObject(object);

  expect(selector && selects(selector, web)).toBe(selected);
});

test.each([
  ["labels that are a list of numbers", { matchLabels: [1] }],
  ["a label that is a number", { matchLabels: { app: 1 } }],
  ["expressions that are an object", { matchExpressions: {} }],
  ["an expression that is null", { matchExpressions: [null] }],
  ["an operator that there is not", { matchExpressions: [{ key: "a", operator: "Gt", values: ["1"] }] }],
  ["a value that is a number", { matchExpressions: [{ key: "a", operator: "In", values: [1] }] }],
])("%s is no selector", (_, object) => {
  expect(selectorOfObject(object)).toBeNull();
});

const word = fc.constantFrom("a", "b", "c");
const labels = fc.dictionary(word, word, { maxKeys: 3 });
const requirement = fc.record({
  key: word,
  operator: fc.constantFrom("In", "NotIn", "Exists", "DoesNotExist"),
  values: fc.array(word, { maxLength: 3 }),
});

test("everything that is selected has exactly one anchor", () => {
  fc.assert(
    fc.property(fc.array(requirement, { maxLength: 3 }), labels, (selector: LabelSelector, candidate) => {
      const anchors = anchorPairs(selector);
      fc.pre(anchors !== null && selects(selector, candidate));
      expect(labelPairs(candidate).filter((pair) => anchors?.includes(pair)).length).toBe(1);
    }),
  );
});

test("a map selects what has all of it", () => {
  fc.assert(
    fc.property(labels, labels, (wanted, candidate) => {
      const hasAll = Object.entries(wanted).every(([key, value]) => candidate[key] === value);
      expect(selects(selectorOfMap(wanted), candidate)).toBe(hasAll);
    }),
  );
});
