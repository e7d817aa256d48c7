import { once } from "node:events";
import { connect } from "node:net";
import { createClient } from "graphql-ws";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { cluster } from "../support/entities.ts";
import { eventually } from "../support/eventually.ts";
import { startGraph } from "../support/start-graph.ts";
import { FaultyResolver, SECRET } from "./support/faulty.ts";
import { RawSocket } from "./support/raw-socket.ts";

const CHANGES = 'subscription { changes(filter: { types: ["Cluster"] }) { cursor events { kind id } } }';

/** The kinds of all events that came for an id. */
function kindsOf(socket: RawSocket, id: string): string[] {
  return socket.heard
    .filter((message) => message.type === "next" && message.id === id)
    .flatMap(({ payload }) => {
      const { data } = payload as {
        readonly data: { readonly changes: { readonly events: { readonly kind: string }[] } };
      };
      return data.changes.events.map(({ kind }) => kind);
    });
}

test("a socket without the sub-protocol is closed with 4406", async () => {
  await using graph = await startGraph();
  using socket = new RawSocket(graph.url, []);

  expect(await socket.code()).toBe(4406);
});

test("the legacy sub-protocol is refused at the upgrade", async () => {
  await using graph = await startGraph();
  using socket = new RawSocket(graph.url, ["graphql-ws"]);

  await socket.code();
  expect(socket.refused).toBe(400);
});

test("who subscribes before the connection is initialised is closed with 4401", async () => {
  await using graph = await startGraph();
  using socket = await new RawSocket(graph.url).opened();

  socket.subscribe("1", "{ viewer { name } }");

  expect(await socket.code()).toBe(4401);
});

test("who does not initialise the connection in time is closed with 4408", async () => {
  await using graph = await startGraph({ limits: { websocketInitTime: 50 } });
  using socket = await new RawSocket(graph.url).opened();

  expect(await socket.code()).toBe(4408);
});

test("who initialises the connection twice is closed with 4429", async () => {
  await using graph = await startGraph();
  using socket = await new RawSocket(graph.url).ready();

  socket.send({ type: "connection_init" });

  expect(await socket.code()).toBe(4429);
});

test("who uses an id twice at once is closed with 4409", async () => {
  await using graph = await startGraph();
  using socket = await new RawSocket(graph.url).ready();

  socket.subscribe("1", CHANGES);
  socket.subscribe("1", CHANGES);

  expect(await socket.code()).toBe(4409);
  await eventually("nobody subscribes", () => expect(graph.hub.subscribers).toBe(0), { everyMs: 5 });
});

test("what is no message closes the socket with 4400", async () => {
  await using graph = await startGraph();
  using socket = await new RawSocket(graph.url).ready();

  socket.socket.send("{}");

  expect(await socket.code()).toBe(4400);
});

test("a syntax error is an error for its id only, and the socket lives", async () => {
  await using graph = await startGraph();
  using socket = await new RawSocket(graph.url).ready();

  socket.subscribe("bad", "{ viewer {");
  expect((await socket.hears("error", "bad")).payload).toEqual([
    expect.objectContaining({ extensions: { code: "GRAPHQL_PARSE_FAILED" } }),
  ]);

  socket.subscribe("good", "{ viewer { name } }");
  expect((await socket.hears("next", "good")).payload).toEqual({ data: { viewer: { name: "loopback" } } });
  await socket.hears("complete", "good");
});

test("a fault of a resolver is masked on a socket, too, and the socket lives", async () => {
  await using graph = await startGraph({ more: [FaultyResolver] });
  using socket = await new RawSocket(graph.url).ready();

  socket.subscribe("1", "{ fault viewer { name } }");

  const { payload } = await socket.hears("next", "1");
  expect(payload).toMatchObject({
    data: { fault: null, viewer: { name: "loopback" } },
    errors: [{ path: ["fault"], extensions: { code: "INTERNAL_SERVER_ERROR" } }],
  });
  expect(JSON.stringify(payload)).not.toContain(SECRET);
  await socket.hears("complete", "1");
  expect(socket.closed).toBeNull();
});

test("a frame over the limit closes the socket with 1009", async () => {
  await using graph = await startGraph();
  using socket = await new RawSocket(graph.url).ready();

  socket.socket.send("x".repeat(2_000_000));

  expect(await socket.code()).toBe(1009);
});

test.each([
  ["a page of another site", { origin: "https://evil.example.com" }],
  ["a page without a site", { origin: "null" }],
  ["a name that is rebound to this machine", { host: "evil.example.com" }],
])("%s is refused at the upgrade with 403", async (_who, headers) => {
  await using graph = await startGraph();
  using socket = new RawSocket(graph.url, undefined, headers);

  await socket.code();
  expect(socket.refused).toBe(403);
});

test("an upgrade at another path is refused with 404, whatever its path is", async () => {
  await using graph = await startGraph();

  for (const path of ["/", "//", "/graphql/more"]) {
    const socket = new WebSocket(`${graph.url.replace("http", "ws")}${path}`, "graphql-transport-ws");
    const status = await new Promise((resolve) => {
      socket.on("unexpected-response", (_request, response) => resolve(response.statusCode));
      socket.on("error", () => {});
    });
    socket.terminate();
    expect([path, status]).toEqual([path, 404]);
  }
});

test("complete ends a subscription at once, also when nothing changes", async () => {
  await using graph = await startGraph({ entities: [cluster("eu-1")] });
  using socket = await new RawSocket(graph.url).ready();
  socket.subscribe("1", CHANGES);
  await eventually("the snapshot", () => expect(kindsOf(socket, "1")).toEqual(["SNAPSHOT", "SNAPSHOT_END"]), {
    everyMs: 5,
  });
  expect(graph.hub.subscribers).toBe(1);

  socket.send({ type: "complete", id: "1" });

  await eventually("nobody subscribes", () => expect(graph.hub.subscribers).toBe(0), { everyMs: 5 });
  expect(socket.closed).toBeNull();
});

test("a client that goes is forgotten", async () => {
  await using graph = await startGraph();
  using socket = await new RawSocket(graph.url).ready();
  socket.subscribe("1", CHANGES);
  await socket.hears("next", "1");

  socket.socket.terminate();

  await eventually("nobody subscribes", () => expect(graph.hub.subscribers).toBe(0), { everyMs: 5 });
});

test("a graphql-ws client gets the snapshot, then what changes", async () => {
  await using graph = await startGraph({ entities: [cluster("eu-1")] });
  const client = createClient({ url: `${graph.url.replace("http", "ws")}/graphql`, webSocketImpl: WebSocket });
  const results = client.iterate({ query: CHANGES });

  const first = await results.next();
  const end = await results.next();
  await graph.put(cluster("us-1"));
  const live = await results.next();

  const events = (kind: string, id: string | null) => ({ data: { changes: { events: [{ kind, id }] } } });
  expect(first.value).toMatchObject(events("SNAPSHOT", "Cluster/eu-1"));
  expect(end.value).toMatchObject(events("SNAPSHOT_END", null));
  expect(live.value).toMatchObject(events("ADDED", "Cluster/us-1"));
  await results.return?.();
  await client.dispose();
});

test("two subscribers of one document cause one execution for a batch, and the end of one does not end the other", async () => {
  await using graph = await startGraph();
  using first = await new RawSocket(graph.url).ready();
  using second = await new RawSocket(graph.url).ready();
  for (const socket of [first, second]) {
    socket.subscribe("1", CHANGES);
    await eventually("the beginning", () => expect(kindsOf(socket, "1")).toEqual(["SNAPSHOT_END"]), { everyMs: 5 });
  }
  await eventually("both have joined", () => expect(graph.hub.subscribers).toBe(2));
  const before = graph.executions;

  await graph.put(cluster("eu-1"));
  for (const socket of [first, second])
    await eventually("the change", () => expect(kindsOf(socket, "1")).toContain("ADDED"), { everyMs: 5 });
  expect(graph.executions - before).toBe(1);

  first.socket.close();
  await eventually("one has left", () => expect(graph.hub.subscribers).toBe(1), { everyMs: 5 });
  await graph.put(cluster("eu-1"));
  await eventually("the next change", () => expect(kindsOf(second, "1")).toContain("MODIFIED"), { everyMs: 5 });
  expect(second.heard.filter(({ payload }) => JSON.stringify(payload)?.includes("errors"))).toEqual([]);
});

test("a socket has as many operations at once as it may, and another when one is complete", async () => {
  await using graph = await startGraph({ limits: { operationsPerSocket: 2 } });
  using socket = await new RawSocket(graph.url).ready();
  socket.subscribe("1", CHANGES);
  socket.subscribe("2", CHANGES);

  socket.subscribe("3", CHANGES);

  expect((await socket.hears("error", "3")).payload).toMatchObject([{ extensions: { code: "TOO_MANY_OPERATIONS" } }]);
  socket.send({ type: "complete", id: "1" });
  await eventually("one has ended", () => expect(graph.hub.subscribers).toBe(1), { everyMs: 5 });
  socket.subscribe("4", CHANGES);
  await socket.hears("next", "4");
  expect(socket.closed).toBeNull();
});

test("an upgrade that is refused does not keep its connection, whatever the client does", async () => {
  await using graph = await startGraph();
  const socket = connect({ port: Number(new URL(graph.url).port), host: "127.0.0.1", allowHalfOpen: true });
  socket.write("GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  await once(socket.resume(), "end");

  // Whoever writes to a connection that is gone is told so.
  const told = new Promise((resolve) => socket.once("error", resolve));
  const writing = setInterval(() => socket.write("more"), 5);
  await expect(told).resolves.toHaveProperty("code", expect.stringMatching(/^(?:EPIPE|ECONNRESET)$/));
  clearInterval(writing);
});
