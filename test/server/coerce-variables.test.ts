import fc from "fast-check";
import type { OperationDefinitionNode } from "graphql";
import { buildSchema, getVariableValues, parse } from "graphql";
import { expect, test } from "vitest";
import { coerceVariables } from "../../src/server/coerce-variables.ts";

const schema = buildSchema(`
  enum Mood { GOOD BAD }
  input In { number: Int! mood: Mood = GOOD list: [Int!] inner: In }
  type Query { ask(in: In, ids: [ID!]!, mood: Mood, text: String, yes: Boolean): Int }
`);
const operation = parse(`
  query ($in: In, $ids: [ID!]! = ["a"], $mood: Mood, $text: String! = "x", $yes: Boolean = true, $needed: Int!) { ask(ids: []) }
`).definitions[0] as OperationDefinitionNode;
const definitions = operation.variableDefinitions ?? [];

const anyValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<unknown>(null, "SECRET", "GOOD", 1, 1.5, 2 ** 40, true),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("number", "mood", "list", "inner", "SECRETKEY"), tie("value"), { maxKeys: 4 }),
  ),
})).value;

const given = fc.dictionary(fc.constantFrom("in", "ids", "mood", "text", "yes", "needed", "unknown"), anyValue);

test("variables become what graphql-js makes of them, and are refused when it refuses them", () => {
  let refused = 0;
  fc.assert(
    fc.property(given, (values) => {
      const theirs = getVariableValues(schema, definitions, values);
      const ours = coerceVariables(schema, definitions, values, 5);

      refused += Number(theirs.errors !== undefined);
      expect("values" in ours ? ours.values : "refused").toEqual(theirs.coerced ?? "refused");
    }),
    { numRuns: 2000 },
  );
  expect(refused).toBeGreaterThan(100);
});

test("no message says what came", () => {
  fc.assert(
    fc.property(given, (values) => {
      const ours = coerceVariables(schema, definitions, values, 5);

      expect(JSON.stringify(ours)).not.toMatch(/errors.*SECRET/);
    }),
  );
});

test.each([
  [{}, `Variable "$needed" of required type "Int!" was not provided.`],
  [{ needed: null }, `Variable "$needed" of non-null type "Int!" must not be null.`],
  [{ needed: "SECRET" }, `Variable "$needed" of type "Int!" has an invalid value.`],
  [
    { needed: 1, in: { number: 1, list: [1, "SECRET"] } },
    `Variable "$in" of type "In" has an invalid value at "list[1]".`,
  ],
  [
    { needed: 1, in: { inner: {}, number: 1 } },
    `Variable "$in" of type "In" has an invalid value at "inner". Field "number" of required type "Int!" was not provided.`,
  ],
  [{ needed: 1, in: { number: 1, SECRETKEY: 1 } }, `Variable "$in" of type "In" has an invalid value.`],
])("%j: a message says which variable is wrong, and where", (values, message) => {
  expect(coerceVariables(schema, definitions, values, 5)).toHaveProperty("errors.0.message", message);
});
