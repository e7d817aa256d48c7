import { expect, test } from "vitest";
import { serviceEntry } from "../../connectors/istio/service-entry.ts";
import { cluster, object } from "../support/entities.ts";
import type { GraphAnswer } from "../support/graph-client.ts";
import { ask } from "../support/graph-client.ts";
import type { GraphOptions, StartedGraph } from "../support/start-graph.ts";
import { startGraph } from "../support/start-graph.ts";
import { EventReader } from "./support/event-source.ts";
import type { Subgraph } from "./support/small-subgraph.ts";
import { sdlOf, startSmallSubgraph } from "./support/small-subgraph.ts";
import { compose, startRouter } from "./support/start-router.ts";

const stripe = entry("stripe", "api.stripe.com");

function entry(name: string, ...hosts: readonly string[]) {
  return object(serviceEntry, `eu-1/shop/${name}`, { spec: { hosts } });
}

async function subgraphOf(graph: StartedGraph): Promise<Subgraph> {
  const { _service } = await ask(graph.url, "{ _service { sdl } }");
  return { name: "meshgraph", url: `${graph.url}/graphql`, sdl: _service.sdl };
}

/** A catalogue of services that knows who owns a ServiceEntry, and refers to some. */
function startTeams(...ids: readonly string[]) {
  const team = { __typename: "Team", name: "payments", entries: ids.map((id) => ({ __typename: "ServiceEntry", id })) };
  return startSmallSubgraph({
    definitions: `
      type ServiceEntry @key(fields: "id") { id: ID! owner: Team }
      type Team @key(fields: "name") { name: String! entries: [ServiceEntry]! }
      type Query { team: Team }
    `,
    entities: ["ServiceEntry", "Team"],
    root: {
      team,
      _entities: ({ representations }: { representations: readonly { __typename: string }[] }) =>
        representations.map((named) => (named.__typename === "Team" ? team : { ...named, owner: team })),
    },
  });
}

async function startSupergraph(referred: readonly string[], options: GraphOptions = {}) {
  const graph = await startGraph({ entities: [cluster("eu-1"), stripe], ...options });
  const teams = await startTeams(...referred);
  const router = await startRouter([await subgraphOf(graph), teams]);
  return {
    graph,
    teams,
    url: router.url,
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await router[Symbol.asyncDispose]();
      await teams[Symbol.asyncDispose]();
      await graph[Symbol.asyncDispose]();
    },
  };
}

test("an object of ours has what another subgraph adds to it", async () => {
  await using supergraph = await startSupergraph([]);

  const answer = await ask(
    supergraph.url,
    `{ serviceEntries { nodes { hosts owner { name } } } node(id: "${stripe.id}") { ... on ServiceEntry { owner { name } } } }`,
  );

  expect(answer).toEqual({
    serviceEntries: { nodes: [{ hosts: ["api.stripe.com"], owner: { name: "payments" } }] },
    node: { owner: { name: "payments" } },
  });
});

test("what another subgraph refers to is answered by us", async () => {
  await using supergraph = await startSupergraph([stripe.id]);

  const answer = await ask(supergraph.url, "{ team { name entries { name hosts cluster { name } } } }");

  expect(answer.team).toEqual({
    name: "payments",
    entries: [{ name: "stripe", hosts: ["api.stripe.com"], cluster: { name: "eu-1" } }],
  });
  expect(supergraph.teams.asked).toHaveLength(1);
});

test("a reference to what there is not makes its own place null, and no other", async () => {
  await using supergraph = await startSupergraph([stripe.id, "ServiceEntry/eu-1/shop/gone"]);

  const { data, errors } = await answerOf(supergraph.url, "{ team { entries { name } } }");

  expect(data).toEqual({ team: { entries: [{ name: "stripe" }, null] } });
  expect(errors).toMatchObject([{ path: ["team", "entries", 1, "name"] }]);
});

test("a router that splits its questions gets more references answered than one question may have", async () => {
  const many = Array.from({ length: 450 }, (_, at) => entry(`host-${at}`, `host-${at}.example.com`));
  await using supergraph = await startSupergraph(
    many.map(({ id }) => id),
    { entities: [cluster("eu-1"), ...many] },
  );

  const { team } = await ask(supergraph.url, "{ team { entries { name } } }");

  expect(team.entries).toEqual(many.map(({ name }) => ({ name })));
});

test("changes are followed through a router, with what another subgraph adds, and again from where they were left", async () => {
  await using supergraph = await startSupergraph([]);
  const { graph, url } = supergraph;
  const query = `subscription ($since: LogCursor) { changes(filter: { types: ["ServiceEntry"] }, since: $since) {
    cursor events { kind id node { ... on ServiceEntry { hosts owner { name } } } }
  } }`;
  const reader = new EventReader(url, query);
  await reader.until("the beginning", ({ kinds }) => expect(kinds).toEqual(["SNAPSHOT", "SNAPSHOT_END"]));

  await graph.put(entry("stripe", "api.stripe.com", "js.stripe.com"));

  await reader.until("the change", ({ kinds }) => expect(kinds).toEqual(["SNAPSHOT", "SNAPSHOT_END", "MODIFIED"]));
  expect(reader.batches.at(-1)?.events).toEqual([
    {
      kind: "MODIFIED",
      id: stripe.id,
      node: { hosts: ["api.stripe.com", "js.stripe.com"], owner: { name: "payments" } },
    },
  ]);
  await reader[Symbol.asyncDispose]();
  await reader.until("nobody listens", () => expect(graph.hub.subscribers).toBe(0));

  await graph.put(entry("stripe"));

  await using next = new EventReader(url, query, { since: reader.cursor });
  await next.until("what was missed", ({ kinds }) => expect(kinds).toEqual(["MODIFIED"]));
});

const node = 'interface Node { id: ID! } type Thing implements Node @key(fields: "id") { id: ID! label: String }';

test.each([
  ["the interface Node", `${node} type Query { thing: Thing }`],
  [
    "pages of its own",
    "type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String } type Query { pageInfo: PageInfo }",
  ],
  ["`node` instead of ours", `${node} type Query { node(id: ID!): Node @override(from: "meshgraph") }`],
])("another subgraph may have %s", async (_what, definitions) => {
  await using graph = await startGraph();
  const other = { name: "other", url: "http://127.0.0.1:9/graphql", sdl: sdlOf(definitions) };

  expect(compose([await subgraphOf(graph), other])).toContain("join__Graph");
});

test.each([
  ["`node` beside ours", `${node} type Query { node(id: ID!): Node @shareable }`, 'Non-shareable field "Query.node"'],
  [
    "another meaning of one of our types",
    'type Cluster @key(fields: "id") { id: ID! name: String! } type Query { clustered: Cluster }',
    'Non-shareable field "Cluster.name"',
  ],
])("another subgraph that has %s is refused", async (_what, definitions, problem) => {
  await using graph = await startGraph();
  const ours = await subgraphOf(graph);
  const other = { name: "other", url: "http://127.0.0.1:9/graphql", sdl: sdlOf(definitions) };

  expect(() => compose([ours, other])).toThrow(problem);
});

test("two of us are not parts of one supergraph", async () => {
  await using graph = await startGraph();
  const ours = await subgraphOf(graph);

  expect(() => compose([ours, { ...ours, name: "second" }])).toThrow('Non-shareable field "Query.clusters"');
});

test("a subgraph that takes `node` over finds its own objects and ours", async () => {
  await using graph = await startGraph({ entities: [cluster("eu-1"), stripe] });
  const typed = (id: string) => ({ __typename: id.split("/")[0], id, label: `the label of ${id}` });
  await using other = await startSmallSubgraph({
    definitions: `
      ${node} type ServiceEntry implements Node @key(fields: "id") { id: ID! }
      type Query { node(id: ID!): Node @override(from: "meshgraph") }
    `,
    entities: ["Thing", "ServiceEntry"],
    root: { node: ({ id }: { id: string }) => typed(id) },
  });
  await using router = await startRouter([await subgraphOf(graph), other]);

  const answer = await ask(
    router.url,
    `{ thing: node(id: "Thing/1") { ... on Thing { label } } entry: node(id: "${stripe.id}") { ... on ServiceEntry { hosts } } }`,
  );

  expect(answer).toEqual({ thing: { label: "the label of Thing/1" }, entry: { hosts: ["api.stripe.com"] } });
});

/** Everything that is answered, errors too. */
async function answerOf(url: string, query: string, variables: object = {}): Promise<GraphAnswer> {
  const body = JSON.stringify({ query, variables });
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  return response.json();
}

test("what routers ask for is in the schema that is served", async () => {
  await using graph = await startGraph();

  const { any, entity, service, root } = await ask(
    graph.url,
    `{
      any: __type(name: "_Any") { kind } entity: __type(name: "_Entity") { kind possibleTypes { name } }
      service: __type(name: "_Service") { kind } root: __type(name: "Query") { fields { name } }
    }`,
  );

  expect([any.kind, entity.kind, service.kind]).toEqual(["SCALAR", "UNION", "OBJECT"]);
  expect(entity.possibleTypes).toContainEqual({ name: "ServiceEntry" });
  expect(root.fields).toEqual(expect.arrayContaining([{ name: "_entities" }, { name: "_service" }]));
});

const ENTITIES = `query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on ServiceEntry { hosts } } }`;

test("references are answered alike when a document comes again and again, each with what is wrong with it", async () => {
  await using graph = await startGraph({ entities: [stripe] });
  const of = [
    { __typename: "ServiceEntry", id: stripe.id },
    { __typename: "Mars", id: "Mars/1" },
    { __typename: "Pod" },
  ];
  for (let time = 1; time <= 6; time += 1)
    expect(await answerOf(graph.url, ENTITIES, { of })).toMatchObject({
      data: { _entities: [{ __typename: "ServiceEntry", hosts: ["api.stripe.com"] }, null, null] },
      errors: [
        { path: ["_entities", 1], extensions: { code: "BAD_USER_INPUT" } },
        { path: ["_entities", 2], extensions: { code: "BAD_USER_INPUT" } },
      ],
    });
});

test("references cost what ids cost", async () => {
  await using graph = await startGraph();
  const below = "{ ... on Cluster { serviceEntries(first: 70) { nodes { name } } } }";
  const costOf = (query: string, variables: object): unknown => {
    const prepared = graph.gateway.prepare({ query, variables });
    return "cost" in prepared ? prepared.cost : prepared;
  };

  const ids = costOf(`query ($ids: [ID!]!) { nodes(ids: $ids) ${below} }`, { ids: ["a", "b"] });

  expect(ids).toBe(2 * (1 + 1 + 70));
  expect(costOf(`query ($of: [_Any!]!) { _entities(representations: $of) ${below} }`, { of: [{}, {}] })).toBe(ids);
});
