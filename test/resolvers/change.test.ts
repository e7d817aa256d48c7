import { subscribe, parse } from "graphql";
import { expect, test } from "vitest";
import { Pod } from "../../schema/pod.ts";
import { ServiceEntry } from "../../schema/service-entry.ts";
import type { ChangeStream, Feed, FeedBatch } from "../../src/ports.ts";
import { NaiveGraph } from "../support/naive-graph.ts";
import { naiveSchema } from "../support/naive-schema.ts";

const at = new Date("2026-11-23T11:00:00Z");
const event = (id: string) => ({ kind: "DELETED", at, type: "Pod", id, node: null }) as const;

async function* batches(): AsyncGenerator<FeedBatch> {
  yield { cursor: "c1", events: [event("Pod/eu-1/shop/a")] };
}

/** A feed that notes what it is asked, and has two changes to tell. */
function feed(): Feed & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    cursor: () => "here",
    changes: (request) => {
      asked.push(request);
      return Object.assign(batches(), { group: "g" }) as unknown as ChangeStream;
    },
    history: (request) => {
      asked.push(request);
      const events = ["k1", "k2"].map((key) => ({ ...event(`Pod/eu-1/shop/${key}`), key }));
      return Promise.resolve({ events, hasNextPage: true });
    },
  };
}

const CHANGES = `subscription ($filter: ChangeFilter, $since: LogCursor) {
  changes(filter: $filter, since: $since) { cursor events { kind type id at node { id } } }
}`;

const open = (graph: NaiveGraph, variableValues: Record<string, unknown>) =>
  subscribe({ schema: naiveSchema(), document: parse(CHANGES), variableValues, contextValue: graph.context });

test("a subscription follows the feed with what was asked for", async () => {
  const told = feed();
  const filter = { types: ["Pod", "ServiceEntry"], clusters: ["eu-1"], namespaces: null, ids: [] };

  const stream = await open(new NaiveGraph([], { feed: told }), { filter, since: "c0" });

  if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream.errors));
  const answers: unknown[] = [];
  for await (const { data } of stream) answers.push(data);
  const heard = { ...event("Pod/eu-1/shop/a"), at: at.toISOString() };
  expect(answers).toEqual([{ changes: { cursor: "c1", events: [heard] } }]);
  const kept = { types: [Pod, ServiceEntry], clusters: ["eu-1"], namespaces: null, ids: [] };
  expect(told.asked).toEqual([{ filter: kept, since: "c0", snapshot: true }]);
});

test.each(["Mars", "Watch", "pod", "__proto__"])("a type that is none (%s) is a bad input", async (type) => {
  const graph = new NaiveGraph([], { feed: feed() });

  const refused = await open(graph, { filter: { types: [type] } });

  expect("errors" in refused && refused.errors?.map(({ originalError }) => originalError?.name)).toEqual([
    "BadInputError",
  ]);
  expect(
    await graph.faults(`query ($type: String!) { history(filter: { types: [$type] }) { nodes { id } } }`, { type }),
  ).toEqual(["BadInputError"]);
});

const HISTORY = `query ($filter: ChangeFilter, $since: DateTime, $first: Int, $after: String) {
  history(filter: $filter, since: $since, first: $first, after: $after) {
    nodes { id } edges { cursor node { kind at } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

test("history comes in pages, newest first, whose cursors go on in the same list only", async () => {
  const told = feed();
  const graph = new NaiveGraph([], { feed: told });
  const { history } = await graph.query(HISTORY, { filter: { types: ["Pod"] }, since: at, first: 2 });
  const after = history.pageInfo.endCursor as string;

  const next = await graph.query(HISTORY, { filter: { types: ["Pod"] }, since: at, after });

  expect(history.nodes).toEqual([{ id: "Pod/eu-1/shop/k1" }, { id: "Pod/eu-1/shop/k2" }]);
  expect(history.pageInfo).toEqual({
    hasNextPage: true,
    hasPreviousPage: false,
    startCursor: history.edges[0].cursor,
    endCursor: history.edges[1].cursor,
  });
  expect(next.history.pageInfo.hasPreviousPage).toBe(true);
  expect(told.asked).toMatchObject([
    { filter: { types: [Pod] }, since: at, first: 2, after: null },
    { filter: { types: [Pod] }, since: at, first: 50, after: "k2" },
  ]);
  expect(await graph.faults(HISTORY, { filter: { types: ["Pod"] }, after })).toEqual(["BadCursorError"]);
  expect(await graph.faults(HISTORY, { after: "forged" })).toEqual(["BadCursorError"]);
  expect(await graph.faults(HISTORY, { first: 201 })).toEqual(["BadInputError"]);
});

test("an answer says where the log stands, and who asked", async () => {
  const graph = new NaiveGraph([], { feed: feed() });

  expect(await graph.query(`{ logCursor viewer { name groups authentication } }`)).toEqual({
    logCursor: "here",
    viewer: { name: "somebody", groups: ["developers"], authentication: "test" },
  });
});
