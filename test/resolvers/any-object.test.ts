import * as fc from "fast-check";
import type { ExecutionResult } from "graphql";
import { execute, validate } from "graphql";
import { expect, test } from "vitest";
import { Decoder } from "../../connectors/kubernetes/decode.ts";
import { DecodeError } from "../../connectors/kubernetes/json.ts";
import { namespace } from "../../connectors/kubernetes/kinds/namespace.ts";
import { pod } from "../../connectors/kubernetes/kinds/pod.ts";
import { entityTypes, resolvers } from "../../resolvers/index.ts";
import type { Entity } from "../../schema/entity.ts";
import type { JsonObject } from "../../schema/kubernetes-object.ts";
import { everything } from "../../src/access/rights.ts";
import { StoreView } from "../../src/access/store-view.ts";
import { createSchema } from "../../src/server/schema.ts";
import { Store } from "../../src/store/store.ts";
import type { Place } from "../connectors/wire-changes.ts";
import { anyValues, changed, wireOf } from "../connectors/wire-changes.ts";
import { cluster, mesh, object, source, watch } from "../support/entities.ts";
import { fixtureObject, namedKinds } from "../support/kinds.ts";
import { NaiveGraph } from "../support/naive-graph.ts";
import { everyField, fieldsLedTo } from "./support/every-field.ts";
import { hostileScene, oddHosts } from "./support/hostile-scene.ts";

const schema = createSchema(resolvers);
const roots = Object.values(schema.getQueryType()?.getFields() ?? {});

/** What to ask the root fields with that take an argument of a name. */
const rootsWith = (argument: string, text: string) =>
  Object.fromEntries(
    roots
      .filter(({ args }) => args.some(({ name }) => name === argument))
      .map(({ name }) => [`Query.${name}`, [text]] as const),
  );

const names = oddHosts.map((host) => `name: ${JSON.stringify(host)}`);

const { queries, asked } = everyField(
  schema,
  {
    ...rootsWith("first", "first: 200"),
    ...rootsWith("name", 'cluster: "eu-1", name: "shop"'),
    ...rootsWith("namespace", 'cluster: "eu-1", namespace: "shop", name: "web"'),
    "Query.cluster": ['name: "eu-1"'],
    "Query.mesh": ['name: "retail"'],
    "Query.node": ['id: "Namespace/eu-1/shop"'],
    "Query.nodes": ['ids: ["KubernetesService/eu-1/shop/web", "Pod/eu-1/shop/web-0", "Cluster/eu-1", ""]'],
    "Query._entities": ['representations: [{ __typename: "Pod", id: "Pod/eu-1/shop/web-1" }]'],
    "Namespace.host": names,
    "Pod.host": names.slice(0, 3),
    "HostResolution.routes": ["port: 80", "port: 443"],
    "Pod.networkPolicyVerdict": [
      'address: "10.0.0.1", port: 80',
      'address: "::1", port: 65535, protocol: ""',
      'pod: "Pod/eu-1/shop/web-0", port: 1',
    ],
  },
  1,
);

test("the queries are valid, and ask for every field that the graph leads to", () => {
  expect([...queries.values()].flatMap((query) => validate(schema, query))).toEqual([]);
  expect([...asked].toSorted()).toEqual([...fieldsLedTo(schema)].toSorted());
});

const whatIsRead = [
  ...["eu-1", "us-1"].map((name) => cluster(name)),
  ...["eu-1", "us-1"].map((name) => source(name)),
  ...namedKinds.map(({ kind }) => watch("eu-1", kind.type.name)),
  mesh("retail", "eu-1", "us-1"),
];

/** What the queries ask about by name. */
const whatIsThere = [object(namespace, "eu-1/shop"), object(pod, "eu-1/shop/web-0", { labels: { app: "web" } })];

async function answers(entities: readonly Entity[]): Promise<readonly (readonly [string, ExecutionResult])[]> {
  const store = new Store();
  store.restart({ epoch: "e", position: "1-0", entities: [...whatIsRead, ...entities, ...whatIsThere] });
  const now = new Date("2026-11-23T12:00:00Z");
  const view = new StoreView({ store, rights: everything, now, scanBudget: Infinity });
  const { feed, ...context } = new NaiveGraph([]).context;
  const history = () => Promise.resolve({ events: [], hasNextPage: false });
  const contextValue = { ...context, view, feed: { ...feed, history } };
  return Promise.all(
    Array.from(queries, async ([name, document]) => [name, await execute({ schema, document, contextValue })] as const),
  );
}

/** Of each answer its errors, and whether it is JSON. */
async function faultsOf(entities: readonly Entity[]): Promise<readonly string[]> {
  return (await answers(entities)).flatMap(([name, { data, errors = [] }]) => {
    const isJson = JSON.stringify(data).startsWith("{");
    return [...errors.map(({ path, message }) => `${path?.join(".")}: ${message}`), ...(isJson ? [] : [name])];
  });
}

test("names, numbers and circles that no webhook would let in have answers in every field", async () => {
  expect(await faultsOf(hostileScene())).toEqual([]);
}, 60_000);

test("the fixtures have an object of every type of the graph that a cluster brings", async () => {
  const decoder = new Decoder("eu-1");
  const fixtures = namedKinds.map((named) => decoder.decode(named.kind, fixtureObject(named)));
  const brought = new Set(fixtures.map((entity) => entity.constructor.name));

  expect([...entityTypes.keys()].filter((type) => !brought.has(type))).toEqual(["Cluster", "Mesh", "Source"]);
  expect(await faultsOf(fixtures)).toEqual([]);
});

const wires = new Map(namedKinds.map((named) => [named.kind.type.name, { ...named, ...wireOf(named) }]));

/** An object of a type, with values in some of its places that are not its own. */
interface ChangedObject {
  readonly type: string;
  readonly changes: readonly (readonly [Place, unknown])[];
}

const value = fc.oneof(
  fc.constantFrom(...anyValues, ...oddHosts, "shop", "eu-1", "Pending", "web", "istio", 1e308, 2 ** 31),
  fc.jsonValue({ maxDepth: 3 }),
);

const changedObject: fc.Arbitrary<ChangedObject> = fc
  .constantFrom(...wires)
  .chain(([type, { places }]) =>
    fc.array(fc.tuple(fc.constantFrom(...places), value), { maxLength: 3 }).map((changes) => ({ type, changes })),
  );

/** What can be read of some objects, most with a name of their own, in the namespace that the queries ask about. */
function decoded(objects: readonly ChangedObject[]): readonly Entity[] {
  const decoder = new Decoder("eu-1");
  return objects.flatMap(({ type, changes }, index) => {
    const wire = wires.get(type);
    if (wire === undefined) return [];
    const { kind, text } = wire;
    const { metadata, ...rest } = JSON.parse(text) as { readonly metadata: JsonObject & { readonly name: string } };
    const name = index % 10 === 0 ? metadata.name : `${metadata.name}-${index}`;
    const place = metadata["namespace"] === undefined ? {} : { namespace: kind.namespace ?? "shop" };
    const whole: JsonObject = { metadata: { ...metadata, ...place, name }, ...rest };
    const made = changes.reduce((before, [at, other]) => changed(JSON.stringify(before), at, other), { ...whole });
    try {
      return kind.keep?.(made) === false ? [] : [decoder.decode(kind, made)];
    } catch (error) {
      if (error instanceof DecodeError) return [];
      throw error;
    }
  });
}

test("whatever stands in the objects of a cluster, every field of the graph has an answer", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(changedObject, { minLength: 250, maxLength: 350 }), async (objects) => {
      const entities = decoded(objects);
      expect(entities.length).toBeGreaterThan(50);
      expect(await faultsOf(entities)).toEqual([]);
    }),
    { numRuns: 4, interruptAfterTimeLimit: 12_000 },
  );
}, 60_000);
