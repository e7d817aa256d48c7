import fc from "fast-check";
import type { FragmentDefinitionNode, OperationDefinitionNode } from "graphql";
import { buildSchema, Kind, parse, validate } from "graphql";
import { expect, test } from "vitest";
import { costOf, PageSizeError } from "../../../src/server/limits/cost.ts";
import { measureDocument } from "../../../src/server/limits/measure-document.ts";

const schema = buildSchema(`
  type Query { things(first: Int, last: Int): Things thing: Thing all: [Thing!]! some(ids: [ID!]!): [Thing]! }
  interface Named { name: String owner: Named }
  type Things { nodes: [Thing!]! edges: [Edge!]! pageInfo: Info! total: Int }
  type Edge { cursor: String node: Thing! }
  type Info { more: Boolean }
  type Thing implements Named { name: String owner: Named parts: [Part!]! things(first: Int, last: Int): Things }
  type Part { name: String }
`);

function cost(text: string, variables: Record<string, unknown> = {}): number {
  const document = parse(text);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const operation = document.definitions[0] as OperationDefinitionNode;
  return costOf({ schema, fragments, operation }, variables, 5000);
}

test.each([
  ["a leaf", "{ __typename }", 0],
  ["an object", "{ thing { name } }", 1],
  ["a page of nodes", "{ things(first: 10) { nodes { name } pageInfo { more } } }", 1 + 10 + 1],
  ["a page of edges", "{ things(last: 10) { edges { cursor node { name } } } }", 1 + 10 * 2],
  ["a page that says no size", "{ things { nodes { name } } }", 1 + 50],
  ["pages in pages", "{ things(first: 10) { nodes { things(first: 5) { nodes { name } } } } }", 1 + 10 * (1 + 1 + 5)],
  ["a list without a size", "{ all { parts { name } } }", 2],
  [
    "through a fragment",
    "{ things(first: 10) { ...F } } fragment F on Things { nodes { owner { name } } }",
    1 + 10 * 2,
  ],
  ["an empty page", "{ things(first: 0) { nodes { name } } }", 1],
  ["a thing by its name without brackets", '{ some(ids: "a") { things(first: 5) { nodes { name } } } }', 1 + 1 + 5],
  ["things by their names", '{ some(ids: ["a", "b", "c"]) { name } }', 3],
  [
    "pages of things by their names",
    '{ some(ids: ["a", "b"]) { things(first: 5) { nodes { name } } } }',
    2 * (1 + 1 + 5),
  ],
])("%s costs the objects that it may give", (_what, text, expected) => {
  expect(cost(text)).toBe(expected);
});

test("the size of a page may be a variable", () => {
  expect(cost("query ($n: Int) { things(first: $n) { nodes { name } } }", { n: 7 })).toBe(8);
});

test("the names of things may be a variable", () => {
  expect(cost("query ($ids: [ID!]!) { some(ids: $ids) { owner { name } } }", { ids: ["a", "b", "c"] })).toBe(6);
});

test.each([201, 10_000, -1])("a page of %i is refused by its size, when the question is small otherwise", (first) => {
  expect(() => cost(`{ things(first: ${first}) { nodes { name } } }`)).toThrow(PageSizeError);
});

test("nested pages of 500 are refused by their cost", () => {
  const text =
    "{ things(first: 500) { nodes { things(first: 500) { nodes { things(first: 500) { nodes { name } } } } } } }";

  expect(cost(text)).toBeGreaterThan(5000);
});

test("asking for more never costs less", () => {
  const selection = fc.letrec<{ set: string }>((tie) => ({
    set: fc
      .array(
        fc.oneof(
          { weight: 3, arbitrary: fc.constantFrom("name", "parts { name }") },
          { weight: 1, arbitrary: tie("set").map((set) => `things(first: 3) { nodes { ${set} } }`) },
          { weight: 1, arbitrary: tie("set").map((set) => `... on Named { name } ... on Thing { ${set} }`) },
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map((parts) => parts.join(" ")),
  })).set;

  fc.assert(
    fc.property(selection, selection, (some, more) => {
      expect(cost(`{ thing { ${some} ${more} } }`)).toBeGreaterThanOrEqual(cost(`{ thing { ${some} } }`));
    }),
  );
});

test("fragments that double each other are measured in the time of their length", () => {
  const levels = Array.from(
    { length: 200 },
    (_, n) => `fragment F${n} on Thing { owner { ...F${n + 1} } things { nodes { ...F${n + 1} ...F${n + 1} } } }`,
  );
  const text = `{ thing { ...F0 } } ${levels.join(" ")} fragment F200 on Thing { name }`;
  const document = parse(text);
  const begun = performance.now();

  const { depth, aliases } = measureDocument(document, document.definitions[0] as OperationDefinitionNode);
  const total = cost(text);

  expect([depth, aliases]).toEqual([402, 0]);
  expect(total).toBeGreaterThan(1e100);
  expect(performance.now() - begun).toBeLessThan(200);
});

test("a question about the schema has no depth, as graphql-js bounds it", () => {
  const document = parse("{ __schema { types { fields { type { ofType { ofType { ofType { name } } } } } } } }");

  const { depth, introspects } = measureDocument(document, document.definitions[0] as OperationDefinitionNode);

  expect(validate(schema, document)).toEqual([]);
  expect([depth, introspects]).toEqual([1, true]);
});
