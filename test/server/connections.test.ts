import { once } from "node:events";
import type { Socket } from "node:net";
import { connect } from "node:net";
import { Mutation, Resolver } from "type-graphql";
import { beforeEach, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { selfSigned } from "../support/kubeconfig.ts";
import { startGraph } from "../support/start-graph.ts";

/** A connection as a client of many requests has it. */
class Connection implements Disposable {
  readonly socket: Socket;
  heard = "";
  isClosed = false;

  constructor(url: string) {
    this.socket = connect(Number(new URL(url).port), "127.0.0.1");
    this.socket.on("data", (chunk: Buffer) => (this.heard += chunk.toString()));
    this.socket.on("close", () => (this.isClosed = true));
    this.socket.on("error", () => {});
  }

  /** Asks once more, and waits for the answer. */
  async asks(): Promise<string> {
    const before = this.heard.length;
    this.socket.write("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await eventually("an answer", () => must(this.heard.slice(before).endsWith("ok\n")), { everyMs: 5 });
    return this.heard.slice(before, before + "HTTP/1.1 200".length);
  }

  closed(): Promise<void> {
    return eventually("it is closed", () => must(this.isClosed), { everyMs: 5 });
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}

function must(condition: boolean): void {
  if (!condition) throw new Error("not so");
}

test("over the limit a connection is closed unheard, and those that are open go on", async () => {
  await using graph = await startGraph({ limits: { connections: 2 } });
  using first = new Connection(graph.url);
  using second = new Connection(graph.url);
  await first.asks();
  await second.asks();

  using third = new Connection(graph.url);
  await third.closed();

  expect(third.heard).toBe("");
  expect([await first.asks(), await second.asks()]).toEqual(["HTTP/1.1 200", "HTTP/1.1 200"]);
  expect([first.isClosed, second.isClosed]).toEqual([false, false]);
});

test("a place that becomes free is given to who comes next", async () => {
  await using graph = await startGraph({ limits: { connections: 1 } });
  using first = new Connection(graph.url);
  await first.asks();
  first.socket.end();
  await first.closed();

  await eventually(
    "another is heard",
    async () => {
      using next = new Connection(graph.url);
      next.socket.write("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
      await Promise.race([once(next.socket, "data"), once(next.socket, "close")]);
      expect(next.heard).toContain("HTTP/1.1 200");
    },
    { everyMs: 5 },
  );
});

let changes = 0;

beforeEach(() => {
  changes = 0;
});

/** A field that changes something. */
@Resolver()
class ChangingResolver {
  @Mutation(() => Number)
  change(): number {
    changes += 1;
    return changes;
  }
}

const BOTH = "query A { __typename } mutation B { change }";

test.each([
  ["a GET", "GET", "application/json"],
  ["a GET for events", "GET", "text/event-stream"],
  ["a HEAD", "HEAD", "application/json"],
])("a mutation by %s is answered with 405 and POST, and changes nothing", async (_what, method, accept) => {
  await using graph = await startGraph({ more: [ChangingResolver] });
  const headers = { accept, "apollo-require-preflight": "1" };
  const asked = new URLSearchParams({ query: BOTH, operationName: "B" }).toString();

  const response = await fetch(`${graph.url}/graphql?${asked}`, { method, headers });

  expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  const body = await response.text();
  expect(body).toMatch(method === "HEAD" ? /^$/ : /"code":"BAD_REQUEST"/);
  expect(changes).toBe(0);
});

test("the query beside a mutation is answered by GET, and the mutation by POST", async () => {
  await using graph = await startGraph({ more: [ChangingResolver] });
  const headers = { "content-type": "application/json" };
  const asked = (operationName: string) => ({ query: BOTH, operationName });

  const query = await fetch(`${graph.url}/graphql?${new URLSearchParams(asked("A")).toString()}`, { headers });
  const mutation = await fetch(`${graph.url}/graphql`, { method: "POST", headers, body: JSON.stringify(asked("B")) });

  expect(await query.json()).toEqual({ data: { __typename: "Query" } });
  expect(await mutation.json()).toEqual({ data: { change: 1 } });
  expect(changes).toBe(1);
});

test("a connection that has asked nothing does not hold up a server that stops", async () => {
  await using graph = await startGraph();
  using silent = new Connection(graph.url);
  await once(silent.socket, "connect");
  await (await fetch(`${graph.url}/livez`)).text();
  const before = performance.now();

  await graph[Symbol.asyncDispose]();

  expect(performance.now() - before).toBeLessThan(2000);
});

test("over TLS, a connection that does not shake hands does not hold it up, either", async () => {
  await using graph = await startGraph({ listen: { tls: await selfSigned() } });
  using silent = new Connection(graph.url);
  await once(silent.socket, "connect");
  const before = performance.now();

  await graph[Symbol.asyncDispose]();

  expect(performance.now() - before).toBeLessThan(2000);
  await silent.closed();
});
