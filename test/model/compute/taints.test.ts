import { expect, test } from "vitest";
import { taintText, tolerates, toleratesPreferences, untoleratedTaints } from "../../../src/model/compute/taints.ts";

const gpu = { key: "gpu", value: "a10", effect: "NoSchedule" };
const size = { key: "size", value: "5", effect: "NoExecute" };

test.each([
  ["the key, value and effect", { key: "gpu", operator: "Equal", value: "a10", effect: "NoSchedule" }, true],
  ["the key and value, without an operator", { key: "gpu", value: "a10" }, true],
  ["another value", { key: "gpu", value: "h100" }, false],
  ["no value, which is an empty one", { key: "gpu" }, false],
  ["another effect", { key: "gpu", operator: "Exists", effect: "NoExecute" }, false],
  ["another key", { key: "cpu", operator: "Exists" }, false],
  ["whatever the value is", { key: "gpu", operator: "Exists" }, true],
  ["everything", { operator: "Exists" }, true],
  ["an operator that there is not", { key: "gpu", operator: "Like", value: "a10" }, false],
  ["a number of what is no number", { key: "gpu", operator: "Lt", value: "7" }, false],
  ["a key that is null", { key: null, operator: "Exists", effect: null }, true],
])("a toleration of %s tolerates as Kubernetes says", (_, toleration, expected) => {
  expect(tolerates(toleration, gpu)).toBe(expected);
});

test.each([
  ["Lt", "6", true],
  ["Lt", "5", false],
  ["Gt", "4", true],
  ["Gt", "5", false],
  ["Gt", "-1", true],
  ["Gt", "04", false],
  ["Gt", "+4", false],
  ["Gt", "-0", false],
  ["Lt", "9223372036854775808", false],
  ["Gt", 4, false],
  ["Gt", null, false],
])("a toleration of what is %s %s compares numbers", (operator, value, expected) => {
  expect(tolerates({ key: "size", operator, value }, size)).toBe(expected);
});

test("a taint without a value is one with an empty value", () => {
  const bare = { key: "gpu", value: null, effect: "NoSchedule" };

  expect(tolerates({ key: "gpu", value: "" }, bare)).toBe(true);
  expect([taintText(bare), taintText({ ...bare, value: "" }), taintText(gpu)]).toEqual([
    "gpu:NoSchedule",
    "gpu:NoSchedule",
    "gpu=a10:NoSchedule",
  ]);
});

test("a dislike counts as a taint until it is tolerated", () => {
  const disliked = { key: "spot", value: null, effect: "PreferNoSchedule" };

  expect(untoleratedTaints([gpu, disliked], [{ key: "gpu", operator: "Exists" }])).toEqual([disliked]);
  expect(untoleratedTaints([gpu, disliked], [toleratesPreferences])).toEqual([gpu]);
});
