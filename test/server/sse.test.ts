import { connect } from "node:net";
import { expect, test } from "vitest";
import { cluster } from "../support/entities.ts";
import { eventually } from "../support/eventually.ts";
import { startGraph } from "../support/start-graph.ts";
import { EventReader } from "./support/event-source.ts";
import { RawSocket } from "./support/raw-socket.ts";

const CHANGES =
  'subscription ($since: LogCursor) { changes(since: $since, filter: { types: ["Cluster"] }) { cursor events { kind id } } }';

test("a stream begins with a snapshot and goes on with what changes", async () => {
  await using graph = await startGraph({ entities: [cluster("eu-1")] });
  await using reader = new EventReader(graph.url, CHANGES);
  await reader.until("the snapshot", ({ kinds }) => expect(kinds).toEqual(["SNAPSHOT", "SNAPSHOT_END"]));

  await graph.put(cluster("us-1"));

  await reader.until("the change", ({ kinds }) => expect(kinds).toEqual(["SNAPSHOT", "SNAPSHOT_END", "ADDED"]));
});

test("a stream resumes at the cursor of an earlier one with nothing lost", async () => {
  await using graph = await startGraph({ entities: [cluster("eu-1")] });
  const first = new EventReader(graph.url, CHANGES);
  await first.until("a cursor", ({ cursor }) => expect(cursor).not.toBeNull());
  await first[Symbol.asyncDispose]();
  await graph.put(cluster("us-1"));

  await using second = new EventReader(graph.url, CHANGES, { since: first.cursor });

  await second.until("what was missed", ({ batches }) =>
    expect(batches.flatMap(({ events }) => events)).toEqual([{ kind: "ADDED", id: "Cluster/us-1" }]),
  );
});

test("a stream that resumes in the log of another process begins with a gap and a snapshot", async () => {
  await using former = await startGraph();
  const since = former.feed.cursor();
  await using graph = await startGraph({ entities: [cluster("eu-1")] });

  await using reader = new EventReader(graph.url, CHANGES, { since });

  await reader.until("a gap", ({ kinds }) => expect(kinds).toEqual(["GAP", "SNAPSHOT", "SNAPSHOT_END"]));
});

test("a quiet stream says how far it is", async () => {
  await using graph = await startGraph({ quietMs: 20 });
  await using reader = new EventReader(graph.url, CHANGES);

  await reader.until("progress", ({ kinds }) => expect(kinds).toContain("PROGRESS"));
});

test("a query is answered as one event, and then the stream is complete", async () => {
  await using graph = await startGraph();
  await using reader = new EventReader(graph.url, "{ viewer { name } }");

  await reader.until("the end", ({ hasEnded }) => expect(hasEnded).toBe(true));

  const next = `event: next\ndata: {"data":{"viewer":{"name":"loopback"}}}\n\n`;
  expect(reader.text).toBe(`:\n\n${next}event: complete\ndata:\n\n`);
});

test("a client that leaves is forgotten, also when nothing changes", async () => {
  await using graph = await startGraph();
  await using reader = new EventReader(graph.url, CHANGES);
  await reader.until("the beginning", ({ kinds }) => expect(kinds).toEqual(["SNAPSHOT_END"]));
  expect(graph.hub.subscribers).toBe(1);

  reader.leave();

  await eventually("nobody subscribes", () => expect(graph.hub.subscribers).toBe(0), { everyMs: 5 });
});

const WITH_NODES =
  'subscription { changes(filter: { types: ["Cluster"] }) { events { kind node { id ... on Cluster { name } } } } }';

/** Names so long that a few batches of them are more than what a connection holds. */
const longNames = (count: number) =>
  Array.from({ length: count }, (_, number) => cluster(`${number}-${"x".repeat(20_000)}`));

test("a reader that stops reading loses its queue, and gets a gap and a snapshot when it reads on", async () => {
  await using graph = await startGraph({ limits: { subscriberQueue: 5_000_000, slowReaderTime: 60_000 } });
  const body = JSON.stringify({ query: WITH_NODES });
  const socket = connect(Number(new URL(graph.url).port), "127.0.0.1");
  let text = "";
  let length = 0;
  socket.on("data", (chunk: Buffer) => {
    text = (text + chunk.toString("latin1").replaceAll(/x{100,}/g, "")).slice(-200_000);
    length += chunk.length;
  });
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await eventually("the beginning", () => expect(text).toContain("SNAPSHOT_END"), { everyMs: 5 });

  socket.pause();
  for (let round = 0; round < 8; round += 1) {
    await graph.put(...longNames(100));
    await new Promise(setImmediate);
  }
  const before = length;
  socket.resume();

  await eventually("a gap", () => expect(text).toMatch(/"GAP"[\s\S]*"SNAPSHOT"[\s\S]*"SNAPSHOT_END"/), { everyMs: 20 });
  expect(length).toBeGreaterThan(before);
  expect(graph.hub.figures).toMatchObject([{ transport: "sse", field: "changes", active: 1 }]);
  expect(graph.hub.figures[0]?.dropped).toBeGreaterThan(0);
  socket.destroy();
  await eventually("nobody subscribes", () => expect(graph.hub.subscribers).toBe(0), { everyMs: 5 });
});

test("a stream that nobody reads for too long is cut", async () => {
  await using graph = await startGraph({ entities: longNames(500), limits: { slowReaderTime: 50 } });
  const body = JSON.stringify({ query: WITH_NODES });
  const socket = connect(Number(new URL(graph.url).port), "127.0.0.1");
  socket.on("error", () => {});
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await eventually("it subscribes", () => expect(graph.hub.subscribers).toBe(1), { everyMs: 5 });

  await eventually("nobody subscribes", () => expect(graph.hub.subscribers).toBe(0), { everyMs: 5 });
  expect(graph.logged.map(({ level, message }) => `${level}: ${message}`)).toContain(
    "info: a stream of events was cut, because nobody read it",
  );
  socket.destroy();
});

test("a socket that nobody reads for too long is closed with 4413", async () => {
  await using graph = await startGraph({ entities: longNames(500), limits: { slowReaderTime: 50 } });
  using socket = await new RawSocket(graph.url).ready();

  socket.subscribe("1", WITH_NODES);
  socket.socket.pause();
  await eventually("it subscribes", () => expect(graph.hub.subscribers).toBe(1), { everyMs: 5 });
  await eventually("nobody subscribes", () => expect(graph.hub.subscribers).toBe(0), { everyMs: 5 });
  socket.socket.resume();

  expect(await socket.code()).toBe(4413);
});

test("null for what must not be null is the client's fault, not a fault inside", async () => {
  await using graph = await startGraph();
  await using reader = new EventReader(graph.url, "subscription ($s: Boolean) { changes(snapshot: $s) { cursor } }", {
    s: null,
  });

  await reader.until("the end", ({ hasEnded }) => expect(hasEnded).toBe(true));

  expect(reader.text).toContain('"code":"BAD_USER_INPUT"');
  expect(graph.logged.filter(({ level }) => level === "error")).toEqual([]);
});

test("one message may be larger than the bound of a queue, for whoever waits for it", async () => {
  await using graph = await startGraph({ limits: { subscriberQueue: 1000 } });
  await using reader = new EventReader(graph.url, WITH_NODES);
  await reader.until("the beginning", ({ kinds }) => expect(kinds).toEqual(["SNAPSHOT_END"]));
  await new Promise(setImmediate);

  await graph.put(...longNames(3));

  await reader.until("the change", ({ kinds }) => expect(kinds).toEqual(["SNAPSHOT_END", "ADDED", "ADDED", "ADDED"]));
});
