import type { FormattedExecutionResult } from "graphql";
import { FieldResolver, Resolver, Root } from "type-graphql";
import { expect, test } from "vitest";
import { ChangeBatch } from "../../schema/change-batch.ts";
import { Cluster } from "../../schema/cluster.ts";
import type { FeedBatch } from "../../src/ports.ts";
import type { Context } from "../../src/context.ts";
import { cluster } from "../support/entities.ts";
import { eventually } from "../support/eventually.ts";
import type { StartedGraph } from "../support/start-graph.ts";
import { startGraph } from "../support/start-graph.ts";

const CHANGES = `subscription ($ids: [ID!], $since: LogCursor, $more: Boolean = false) {
  changes(filter: { types: ["Cluster"], ids: $ids }, since: $since) { cursor @include(if: $more) events { kind id } }
}`;

/** A field of every batch that fails when the batch is live. */
@Resolver(() => ChangeBatch)
class TroubleResolver {
  @FieldResolver(() => String)
  trouble(@Root() { events }: FeedBatch): string {
    if (events.some(({ kind }) => kind === "ADDED")) throw new Error("SECRET");
    return "none";
  }
}

interface Listening {
  /** What was heard after the beginning. */
  readonly results: FormattedExecutionResult[];
  /** What the contexts of its executions were told to stop by. */
  readonly signals: AbortSignal[];
  readonly leave: () => void;
  readonly ended: Promise<void>;
}

interface Listener {
  readonly query?: string;
  readonly variables?: object;
  readonly read?: (result: FormattedExecutionResult) => void;
}

/** Subscribes, and comes back when the beginning was heard and the group joined. */
async function listen(
  { gateway, hub }: StartedGraph,
  { query = CHANGES, variables = {}, read = () => {} }: Listener = {},
): Promise<Listening> {
  const prepared = gateway.prepare({ query, variables });
  if ("errors" in prepared) throw new Error(JSON.stringify(prepared.errors));
  const end = new AbortController();
  const results: FormattedExecutionResult[] = [];
  const signals: AbortSignal[] = [];
  const contextFor = (signal: AbortSignal): Context => {
    signals.push(signal);
    return gateway.contextFor({ headers: {}, signal });
  };
  const stream = await hub.subscribe(prepared, contextFor, end.signal, "sse");
  if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
  const ended = (async () => {
    for await (const result of stream) {
      results.push(result);
      read(result);
    }
  })();
  ended.catch(() => {});
  // Everything that the beginning needs is in memory: a turn of the event loop for each of its batches is enough.
  for (let batch = 0; batch < 5; batch += 1) await new Promise(setImmediate);
  results.length = 0;
  signals.length = 0;
  return { results, signals, ended, leave: () => end.abort() };
}

const each = (what: string, all: readonly Listening[], check: (one: Listening) => void): Promise<void> =>
  eventually(what, () => all.forEach(check), { everyMs: 5 });

const hear = (count: number, ...all: readonly Listening[]): Promise<void> =>
  each(`${count} results`, all, ({ results }) => expect(results).toHaveLength(count));

test("subscribers of one document with the same variables get the same result of one execution a batch", async () => {
  await using graph = await startGraph();
  const since = graph.feed.cursor();
  await graph.put(cluster("eu-0"));
  const all = [await listen(graph), await listen(graph), await listen(graph, { variables: { since } })];
  const before = graph.executions;

  await graph.put(cluster("eu-1"));
  await hear(1, ...all);
  await graph.put(cluster("eu-2"), cluster("eu-3"));
  await hear(2, ...all);

  expect(graph.executions - before).toBe(2);
  expect(new Set(all.map(({ results }) => results[1]))).toEqual(
    new Set([{ data: { changes: { events: [added("eu-2"), added("eu-3")] } } }]),
  );
});

const added = (name: string): object => ({ kind: "ADDED", id: `Cluster/${name}` });

test.each<readonly [what: string, one: Listener, other: Listener]>([
  ["other variables", { variables: { ids: ["Cluster/eu-1"] } }, { variables: { ids: ["Cluster/eu-1", "Cluster/x"] } }],
  ["a variable that no filter has", { variables: { more: true } }, { variables: { more: false } }],
  ["another text", { query: CHANGES }, { query: `${CHANGES} ` }],
])("subscribers with %s are answered by executions of their own", async (_what, one, other) => {
  await using graph = await startGraph();
  const both = [await listen(graph, one), await listen(graph, other)];
  const before = graph.executions;

  await graph.put(cluster("eu-1"));
  await hear(1, ...both);

  expect(graph.executions - before).toBe(2);
});

test("the last one who leaves ends what is executed for the group, and no other", async () => {
  await using graph = await startGraph();
  const news: unknown[] = [];
  const [first, last] = [await listen(graph), await listen(graph)];
  await graph.put(cluster("eu-1"));
  await hear(1, first, last);
  const executed = graph.executions;

  first.leave();
  await first.ended;
  expect(graph.hub.subscribers).toBe(1);
  expect(first.signals.map(({ aborted }) => aborted)).toEqual([false]);
  last.leave();
  await last.ended;
  expect(graph.hub.subscribers).toBe(0);
  expect(first.signals.map(({ aborted }) => aborted)).toEqual([true]);

  using _witness = graph.feed.changes({ filter: {}, snapshot: false }).live((batch) => news.push(batch));
  await graph.put(cluster("eu-2"));
  await eventually("the change is told", () => expect(news).toHaveLength(1), { everyMs: 5 });
  expect(graph.executions).toBe(executed);
});

test("who comes after the last has left is heard again", async () => {
  await using graph = await startGraph();
  const first = await listen(graph);
  first.leave();
  await first.ended;

  const second = await listen(graph);
  await graph.put(cluster("eu-1"));

  await hear(1, second);
  expect(second.results).toEqual([{ data: { changes: { events: [added("eu-1")] } } }]);
});

test("a reader that fails and one that leaves do not stop the others", async () => {
  await using graph = await startGraph();
  const failing = await listen(graph, {
    read: (result) => {
      if (JSON.stringify(result).includes("ADDED")) throw new Error("the reader fails");
    },
  });
  const [leaving, staying] = [await listen(graph), await listen(graph)];

  await graph.put(cluster("eu-1"));
  await expect(failing.ended).rejects.toThrow("the reader fails");
  leaving.leave();
  await leaving.ended;
  expect(graph.hub.subscribers).toBe(1);
  await graph.put(cluster("eu-2"));
  await hear(2, staying);

  expect(staying.results.at(-1)).toEqual({ data: { changes: { events: [added("eu-2")] } } });
  expect([failing, leaving].map(({ results }) => results.length)).toEqual([1, 1]);
});

test("an error in a batch reaches each subscriber, is logged once, and the next batch is answered", async () => {
  await using graph = await startGraph({ more: [TroubleResolver] });
  const query = "subscription { changes { trouble } }";
  const all = [await listen(graph, { query }), await listen(graph, { query })];

  await graph.put(cluster("eu-1"));
  await hear(1, ...all);
  await graph.put(cluster("eu-1"));
  await hear(2, ...all);

  const errorId = expect.any(String) as unknown;
  const error = {
    message: "Internal server error",
    path: ["changes", "trouble"],
    extensions: { code: "INTERNAL_SERVER_ERROR", errorId },
  };
  for (const { results } of all)
    expect(results).toMatchObject([{ data: null, errors: [error] }, { data: { changes: { trouble: "none" } } }]);
  expect(graph.logged.filter(({ level }) => level === "error")).toHaveLength(1);
});

test("a variable that says where to begin and also which fields are asked for is not shared", async () => {
  await using graph = await startGraph();
  const query = `subscription ($s: Boolean!) {
    changes(snapshot: $s, filter: { types: ["Cluster"] }) { events { kind id @include(if: $s) } }
  }`;
  const one = await listen(graph, { query, variables: { s: true } });
  const other = await listen(graph, { query, variables: { s: false } });

  await graph.put(cluster("eu-1"));
  await hear(1, one, other);

  expect(one.results).toEqual([{ data: { changes: { events: [added("eu-1")] } } }]);
  expect(other.results).toEqual([{ data: { changes: { events: [{ kind: "ADDED" }] } } }]);
});

/** A field that gives a promise when a batch is live. */
@Resolver(() => ChangeBatch)
class PromisingResolver {
  @FieldResolver(() => String, { nullable: true })
  promise(@Root() { events }: FeedBatch): unknown {
    return events.some(({ kind }) => kind === "ADDED") ? Promise.reject(new Error("late")) : "now";
  }
}

test("what fails beside the fields of a batch is told to whom it is for, and the next batch is answered", async () => {
  await using graph = await startGraph({ more: [PromisingResolver] });
  const one = await listen(graph, { query: "subscription { changes { promise } }" });

  await graph.put(cluster("eu-1"));
  await hear(1, one);
  await graph.put(cluster("eu-1"));
  await hear(2, one);

  expect(one.results).toMatchObject([
    { errors: [{ extensions: { code: "INTERNAL_SERVER_ERROR" } }] },
    { data: { changes: { promise: "now" } } },
  ]);
});

test("of more than ten thousand events at once subscribers are not told one by one, but that there is a gap", async () => {
  await using graph = await startGraph();
  for (let from = 0; from <= 10_000; from += 500)
    await graph.put(...Array.from({ length: 500 }, (_, number) => cluster(`c-${from + number}`)));
  const one = await listen(graph, { variables: { since: graph.feed.cursor() } });

  await graph.listNothing(Cluster);

  const kinds = (): unknown[] =>
    one.results.flatMap(({ data }) => (data as { changes: FeedBatch }).changes.events.map(({ kind }) => kind));
  await eventually("the new snapshot", () => expect(kinds()).toEqual(["GAP", "SNAPSHOT_END"]), { everyMs: 5 });
  expect(graph.hub.figures).toMatchObject([{ dropped: 10_500 }]);
});
