import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Requirement, RequirementOperator } from "../../../src/model/compute/scheduling-requirement.ts";
import {
  allows,
  allowsAbsence,
  intersection,
  meets,
  requirement,
  requirementIn,
  requirementOperators,
  requirementText,
} from "../../../src/model/compute/scheduling-requirement.ts";

type Row = readonly [RequirementOperator, readonly string[]];

const WORDS = ["a", "b", "1", "4", "5", "9", "x1"];
/** What requirements name, and what none of them names: two words and numbers in every gap. */
const UNIVERSE = [...WORDS, "other", "y2", "-1", "0", "2", "3", "6", "7", "8", "10", "11"];
const NUMBERS = ["0", "1", "4", "5", "9"];

/** What an operator says of one value, without any algebra. */
function says([operator, values]: Row, value: string): boolean {
  const number = /^-?\d+$/.test(value) ? Number(value) : NaN;
  const bound = Number(values[0]);
  return {
    In: values.includes(value),
    NotIn: !values.includes(value),
    Exists: true,
    DoesNotExist: false,
    Gt: number > bound,
    Lt: number < bound,
    Gte: number >= bound,
    Lte: number <= bound,
  }[operator];
}

function all(rows: readonly Row[]): Requirement {
  const [first, ...rest] = rows.map(([operator, values]) => requirement("key", operator, values));
  if (first === undefined) throw new Error("no rows");
  return rest.reduce(intersection, first);
}

const row: fc.Arbitrary<Row> = fc.constantFrom(...requirementOperators).chain((operator) => {
  if (operator === "Exists" || operator === "DoesNotExist") return fc.constant([operator, []] as Row);
  const values =
    operator === "In" || operator === "NotIn"
      ? fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 })
      : fc.constantFrom(...NUMBERS).map((number) => [number]);
  return values.map((list) => [operator, list] as Row);
});
const rows = fc.array(row, { minLength: 1, maxLength: 4 });

test("an intersection allows exactly what all of its requirements allow", () => {
  fc.assert(
    fc.property(rows, (list) => {
      const both = all(list);
      for (const value of UNIVERSE)
        expect([value, allows(both, value)]).toEqual([value, list.every((item) => says(item, value))]);
    }),
    { numRuns: 2000 },
  );
});

test("an intersection does not depend on the order", () => {
  fc.assert(
    fc.property(rows, rows, (a, b) => {
      expect(requirementText(all([...a, ...b]))).toBe(requirementText(all([...b, ...a])));
    }),
  );
});

test("two requirements meet when a value suits both, and two complements unless their bounds cross", () => {
  fc.assert(
    fc.property(rows, rows, (listA, listB) => {
      const [a, b] = [all(listA), all(listB)];
      const hasCommon = UNIVERSE.some((value) => [...listA, ...listB].every((item) => says(item, value)));
      const areOpen = [...listA, ...listB].every(([operator]) => operator !== "In" && operator !== "DoesNotExist");
      expect(meets(a, b)).toBe(areOpen ? !areCrossed([...listA, ...listB]) : hasCommon);
      expect(meets(b, a)).toBe(meets(a, b));
    }),
    { numRuns: 2000 },
  );
});

function areCrossed(list: readonly Row[]): boolean {
  const offsets = { Gt: 1, Gte: 0, Lt: -1, Lte: 0 } as const;
  const bounds = (operators: readonly string[]): readonly number[] =>
    list
      .filter(([operator]) => operators.includes(operator))
      .map(([operator, values]) => Number(values[0]) + offsets[operator as keyof typeof offsets]);
  return Math.max(...bounds(["Gt", "Gte"])) > Math.min(...bounds(["Lt", "Lte"]));
}

test.each([
  ["In of values", "In", ["b", "a"], "key In [a b]", false],
  ["In of many values", "In", ["a", "b", "c", "d", "e", "f", "g"], "key In [a b c d e and 2 others]", false],
  ["NotIn", "NotIn", ["a"], "key NotIn [a]", true],
  ["Exists", "Exists", [], "key Exists", false],
  ["DoesNotExist", "DoesNotExist", [], "key DoesNotExist", true],
  ["Gt, which is at least one more", "Gt", ["4"], "key Exists >=5", false],
  ["Lt, which is at most one less", "Lt", ["4"], "key Exists <=3", false],
  ["Gte", "Gte", ["4"], "key Exists >=4", false],
  ["Lte", "Lte", ["4"], "key Exists <=4", false],
  ["Gt of the greatest integer, which nothing is", "Gt", ["9223372036854775807"], "key DoesNotExist", true],
] as const)("%s is written and may be absent as in Karpenter", (_, operator, values, text, absent) => {
  const read = requirement("key", operator, values);

  expect(requirementText(read)).toBe(text);
  expect(allowsAbsence(read)).toBe(absent);
});

test.each([
  ["failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"],
  ["failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"],
  ["beta.kubernetes.io/arch", "kubernetes.io/arch"],
  ["beta.kubernetes.io/os", "kubernetes.io/os"],
  ["beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"],
  ["team", "team"],
])("%s counts as %s", (written, key) => {
  expect(requirement(written, "In", ["a"]).key).toBe(key);
});

test.each([
  ["no key", { operator: "Exists" }],
  ["an empty key", { key: "", operator: "Exists" }],
  ["an operator that there is not", { key: "a", operator: "Equals", values: ["b"] }],
  ["an operator that objects inherit", { key: "a", operator: "toString" }],
  ["In without values", { key: "a", operator: "In", values: [] }],
  ["values that are a text", { key: "a", operator: "In", values: "b" }],
  ["a value that is a number", { key: "a", operator: "In", values: [1] }],
  ["a bound that is a word", { key: "a", operator: "Gt", values: ["many"] }],
  ["a bound below zero", { key: "a", operator: "Lt", values: ["-1"] }],
  ["a bound beyond 64 bits", { key: "a", operator: "Lt", values: ["9223372036854775808"] }],
  ["two bounds", { key: "a", operator: "Gte", values: ["1", "2"] }],
  ["no bound", { key: "a", operator: "Lte" }],
])("a requirement with %s is none", (_, object) => {
  expect(requirementIn(object)).toBeNull();
});

test("a requirement without values is read when its operator needs none", () => {
  expect(requirementIn({ key: "a", operator: "Exists", values: null })).toEqual(requirement("a", "Exists", []));
});
