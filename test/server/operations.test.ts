import { connect } from "node:net";
import { buildSchema } from "graphql";
import request from "supertest";
import { expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { startGraph } from "../support/start-graph.ts";
import { EventReader } from "./support/event-source.ts";
import { RawSocket } from "./support/raw-socket.ts";

const CHANGES = "subscription { changes { cursor events { kind id } } }";

test("a gateway that runs is alive and ready", async () => {
  await using graph = await startGraph();

  await request(graph.url).get("/livez").expect(200, "ok\n");
  await request(graph.url).get("/readyz").expect(200, "ok\n");
});

test("a gateway is not ready while a condition does not hold, and says which", async () => {
  const readiness = () => [{ name: "cluster eu-1", ok: false, detail: "its first lists are not done" }];
  await using graph = await startGraph({ readiness });

  const whole = "[-] cluster eu-1 its first lists are not done\n[+] serving ok\nnot ready\n";
  await request(graph.url).get("/readyz?verbose").expect(503, whole);
  await request(graph.url).get("/readyz").expect(503, "not ready\n");
  await request(graph.url).get("/livez").expect(200);
});

test("the metrics count who subscribes", async () => {
  await using graph = await startGraph();
  await using reader = new EventReader(graph.url, CHANGES);
  await reader.until("the beginning", ({ kinds }) => expect(kinds).toContain("SNAPSHOT_END"));

  await request(graph.url)
    .get("/metrics")
    .expect(200, /^meshgraph_subscriptions_active\{.*transport="sse",field="changes".*\} 1\b/m)
    .expect(/^meshgraph_subscription_events_total\{.*transport="sse",field="changes".*\} 1\b/m)
    .expect(/^meshgraph_subscription_dropped_total\{.*transport="sse",field="changes".*\} 0\b/m)
    .expect("content-type", /^text\/plain/)
    .expect(/^meshgraph_build_info\{.*version="1\.2\.3-test".*\} 1\b/m);
});

test("the schema can be read, and the version", async () => {
  await using graph = await startGraph();

  const { text } = await request(graph.url).get("/schema.graphql").expect(200);

  expect(buildSchema(text).getSubscriptionType()?.getFields()).toHaveProperty("changes");
  await request(graph.url).get("/version").expect(200, { version: "1.2.3-test" });
});

test("operators have a listener of their own when one is configured, and the graph is not there", async () => {
  await using graph = await startGraph({ listen: { operations: { host: "127.0.0.1", port: 0 } } });
  const { url, operationsUrl } = graph;

  expect(operationsUrl).not.toBe(url);
  for (const path of ["/livez", "/readyz?verbose", "/metrics", "/version"])
    await request(operationsUrl).get(path).expect(200);
  await request(operationsUrl)
    .post("/graphql")
    .send({ query: "{ __typename }" })
    .expect(404, /NOT_FOUND/);
  await request(operationsUrl)
    .get("/metrics")
    .set("host", "rebound.example.com")
    .expect(403, /FORBIDDEN/);
});

test("a gateway whose port is taken does not keep its second one", async () => {
  await using taken = await startGraph({ listen: { operations: { host: "127.0.0.1", port: 0 } } });
  const port = Number(new URL(taken.url).port);
  const operations = { host: "127.0.0.1", port: Number(new URL(taken.operationsUrl).port) };
  await taken[Symbol.asyncDispose]();
  await using first = await startGraph({ listen: { port } });

  await expect(startGraph({ listen: { port, operations } })).rejects.toMatchObject({ code: "EADDRINUSE" });

  await request(first.url).get("/livez").expect(200);
  await using second = await startGraph({ listen: { operations } });
  await request(second.operationsUrl).get("/livez").expect(200);
});

/** What a server says to bytes that are no whole request. */
async function saysTo(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let heard = "";
  let isClosed = false;
  socket.on("data", (chunk: Buffer) => (heard += chunk.toString()));
  socket.on("close", () => (isClosed = true));
  socket.on("error", () => {});
  socket.write(bytes);
  await eventually("the server closes", () => expect(isClosed).toBe(true), { everyMs: 5 });
  return heard;
}

test.each([
  ["headers", "POST /graphql HTTP/1.1\r\nHost: localhost\r\n"],
  [
    "a body",
    "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
  ],
])("a request whose end of %s does not come is answered with 408 as JSON", async (_part, bytes) => {
  await using graph = await startGraph({ limits: { headersTime: 100, requestTime: 200 } });

  const heard = await saysTo(graph.url, bytes);

  expect(heard).toMatch(/^HTTP\/1\.1 408 /);
  expect(heard).toContain(`"code":"REQUEST_TIMEOUT"`);
});

test("bytes that are no request are answered with 400 as JSON", async () => {
  await using graph = await startGraph();

  expect(await saysTo(graph.url, "hello\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"BAD_REQUEST"/);
});

test("a server that stops ends open sockets and streams at once, and says goodbye to sockets", async () => {
  const graph = await startGraph();
  using socket = await new RawSocket(graph.url).ready();
  socket.subscribe("1", CHANGES);
  await socket.hears("next", "1");
  await using reader = new EventReader(graph.url, CHANGES);
  await reader.until("the beginning", ({ kinds }) => expect(kinds).toContain("SNAPSHOT_END"));

  const before = performance.now();
  await graph[Symbol.asyncDispose]();

  expect(performance.now() - before).toBeLessThan(2000);
  expect(await socket.code()).toBe(1001);
  await reader.until("the end", ({ hasEnded }) => expect(hasEnded).toBe(true));
  expect(reader.text).not.toContain("event: complete");
  expect(graph.hub.subscribers).toBe(0);
});
