import { connect } from "node:net";
import { buildSchema } from "graphql";
import { expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { startGraph } from "../support/start-graph.ts";
import { EventReader } from "./support/event-source.ts";
import { RawSocket } from "./support/raw-socket.ts";

const CHANGES = "subscription { changes { cursor events { kind id } } }";

async function read(url: string): Promise<readonly [status: number, type: string | null, body: string]> {
  const response = await fetch(url);
  return [response.status, response.headers.get("content-type"), await response.text()];
}

test("a gateway that runs is alive and ready", async () => {
  await using graph = await startGraph();

  expect((await read(`${graph.url}/livez`)).at(2)).toBe("ok\n");
  expect((await read(`${graph.url}/readyz`)).at(2)).toBe("ok\n");
});

test("a gateway is not ready while a condition does not hold, and says which", async () => {
  const readiness = () => [{ name: "cluster eu-1", ok: false, detail: "its first lists are not done" }];
  await using graph = await startGraph({ readiness });

  const [status, , body] = await read(`${graph.url}/readyz?verbose`);

  expect(status).toBe(503);
  expect(body).toBe("[-] cluster eu-1 its first lists are not done\n[+] serving ok\nnot ready\n");
  expect((await read(`${graph.url}/livez`))[0]).toBe(200);
});

test("the metrics count who subscribes", async () => {
  await using graph = await startGraph();
  await using reader = new EventReader(graph.url, CHANGES);
  await reader.until("the beginning", ({ kinds }) => expect(kinds).toContain("SNAPSHOT_END"));

  const [status, type, body] = await read(`${graph.url}/metrics`);

  expect([status, type]).toEqual([200, expect.stringContaining("text/plain")]);
  expect(body).toMatch(/^meshgraph_subscriptions_active(?:\{.*\})? 1\b/m);
  expect(body).toMatch(/^meshgraph_build_info\{.*version="1\.2\.3-test".*\} 1\b/m);
});

test("the schema can be read, and the version", async () => {
  await using graph = await startGraph();

  const [status, , sdl] = await read(`${graph.url}/schema.graphql`);

  expect(status).toBe(200);
  expect(buildSchema(sdl).getSubscriptionType()?.getFields()).toHaveProperty("changes");
  expect((await read(`${graph.url}/version`))[2]).toBe(`{"version":"1.2.3-test"}`);
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
