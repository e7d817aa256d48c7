import type { DirectiveNode } from "graphql";
import { isObjectType, Kind, parse, print, printSchema, visit } from "graphql";
import { expect, test } from "vitest";
import { entityTypes } from "../../resolvers/index.ts";
import { watch } from "../support/entities.ts";
import { NaiveGraph } from "../support/naive-graph.ts";
import { naiveSchema } from "../support/naive-schema.ts";

/** One of each type that has an id, and one of a type that has none. */
const everything = [
  ...[...entityTypes.values()].map((type) => Object.assign(new type(), { name: "eu-1" })),
  watch("eu-1", "Pod"),
];
const graph = new NaiveGraph(everything);

const ENTITIES = `query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on Node { id } } }`;

function named(id: string, type = id.split("/")[0]) {
  return { __typename: type, id };
}

test("an object of every type is found, in the order of the question", async () => {
  const of = [...entityTypes.keys()].map((type) => named(`${type}/eu-1`)).toReversed();

  expect((await graph.query(ENTITIES, { of }))._entities).toEqual(of);
  expect(of.length).toBeGreaterThan(10);
});

test.each([
  ["what never was", named("Pod/eu-1/shop/gone")],
  ["an id of another type", named("Cluster/eu-1", "Pod")],
  ["an id of a type without a key", named("Watch/eu-1/pods", "Cluster")],
  ["an id that is none", named("", "Pod")],
  ["an id that is written otherwise", named("Cluster/%65u-1")],
])("%s is null, and no error", async (_what, representation) => {
  const { _entities } = await graph.query(ENTITIES, { of: [representation, named("Cluster/eu-1")] });

  expect(_entities).toEqual([null, named("Cluster/eu-1")]);
});

test.each([
  ["a type that is unknown", named("Mars/1")],
  ["a type that has no key", named("Watch/eu-1/pods")],
  ["an interface", named("Cluster/eu-1", "Node")],
  ["a name of JavaScript's", named("Cluster/eu-1", "__proto__")],
  ["no type", { id: "Cluster/eu-1" }],
  ["no id", { __typename: "Cluster", name: "eu-1" }],
  ["a number as its id", { __typename: "Cluster", id: 1 }],
])("a representation with %s is an error in its place, and no other", async (_what, representation) => {
  const { data, errors } = await graph.execute(ENTITIES, { of: [named("Cluster/eu-1"), representation] });

  expect(data).toEqual({ _entities: [named("Cluster/eu-1"), null] });
  expect(errors?.map(({ path, originalError }) => [path, originalError?.name])).toEqual([
    [["_entities", 1], "BadInputError"],
  ]);
});

test("a representation may stand in the document, with more than its key", async () => {
  const query = `query ($id: ID!) { _entities(representations: [
    { __typename: "Cluster", id: "Cluster/eu-1", region: ["any", { thing: 1 }] }, { __typename: "Mesh", id: $id }
  ]) { ... on Node { id } } }`;

  const { _entities } = await graph.query(query, { id: "Mesh/eu-1" });

  expect(_entities).toEqual([{ id: "Cluster/eu-1" }, { id: "Mesh/eu-1" }]);
});

test.each([["a text"], [1], [null], [[]]])("%o is no representation", async (representation) => {
  expect((await graph.execute(ENTITIES, { of: [representation] })).data).toBeUndefined();
});

test("what the viewer may not see is not there", async () => {
  const blind = new NaiveGraph(everything, { sees: ({ id }) => id !== "Cluster/eu-1" });

  const { _entities } = await blind.query(ENTITIES, { of: [named("Cluster/eu-1"), named("Mesh/eu-1")] });

  expect(_entities).toEqual([null, named("Mesh/eu-1")]);
});

test("200 representations may be asked for, and no more", async () => {
  const of = Array(201).fill(named("Cluster/eu-1"));

  expect((await graph.query(ENTITIES, { of: of.slice(1) }))._entities).toHaveLength(200);
  expect(await graph.faults(ENTITIES, { of })).toEqual(["BadInputError"]);
});

const sdl = parse(((await graph.query("{ _service { sdl } }"))._service as { sdl: string }).sdl, { noLocation: true });

test("the types with a key are those that can be asked for and those that have an id", () => {
  const keyed = sdl.definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.directives?.some(isKey) ? definition.name.value : [],
  );
  const nodes = Object.values(naiveSchema().getTypeMap()).filter(
    (type) => isObjectType(type) && type.getInterfaces().some(({ name }) => name === "Node"),
  );

  expect(new Set(keyed)).toEqual(new Set(entityTypes.keys()));
  expect(new Set(nodes.map(({ name }) => name))).toEqual(new Set(entityTypes.keys()));
});

function isKey(directive: DirectiveNode): boolean {
  return print(directive) === '@key(fields: "id")';
}

test("what is imported from the specification is what is used", () => {
  const used = new Set<string>();
  visit(sdl, { Directive: ({ name }) => void used.add(`@${name.value}`) });
  const [link] = sdl.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_EXTENSION ? definition.directives?.map((each) => print(each)) : [],
  );

  const imported = [...used].filter((name) => !["@link", "@specifiedBy", "@deprecated"].includes(name)).toSorted();
  const list = imported.map((name) => `"${name}"`).join(", ");
  expect(link).toBe(`@link(url: "https://specs.apollo.dev/federation/v2.3", import: [${list}])`);
});

test("without its directives the subgraph is the schema, without what serves routers", () => {
  const federated = new Set(["key", "shareable"]);
  const plain = visit(sdl, {
    SchemaExtension: () => null,
    Directive: ({ name }) => (federated.has(name.value) ? null : undefined),
  });
  const served = visit(parse(printSchema(naiveSchema()), { noLocation: true }), {
    enter: (node) => ("name" in node && node.name?.value.startsWith("_") ? null : undefined),
  });

  expect(print(plain)).toBe(print(served));
  expect(print(plain)).not.toMatch(/\b_/);
});
