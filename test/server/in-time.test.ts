import { Ctx, Query, Resolver } from "type-graphql";
import { expect, test } from "vitest";
import type { Context } from "../../src/context.ts";
import { eventually } from "../support/eventually.ts";
import { startGraph } from "../support/start-graph.ts";
import { RawSocket } from "./support/raw-socket.ts";

const signals: AbortSignal[] = [];

/** A field that waits until it is told to stop. */
@Resolver()
class SlowResolver {
  @Query(() => String, { nullable: true })
  slow(@Ctx() { signal }: Context): Promise<string> {
    signals.push(signal);
    return new Promise((resolve) => signal.addEventListener("abort", () => resolve("stopped")));
  }
}

const SLOW = JSON.stringify({ query: "{ slow }" });
const json = { "content-type": "application/json" };

test("an answer that takes too long is given up with 504, and its resolvers are told", async () => {
  await using graph = await startGraph({ more: [SlowResolver], limits: { executionTime: 50 } });

  const response = await fetch(`${graph.url}/graphql`, { method: "POST", headers: json, body: SLOW });

  expect(response.status).toBe(504);
  expect(await response.json()).toEqual({
    errors: [{ message: "the answer took longer than 50 ms", extensions: { code: "TIMEOUT" } }],
  });
  expect(signals.at(-1)?.aborted).toBe(true);
});

test("over a WebSocket it is given up, too, and the socket lives", async () => {
  await using graph = await startGraph({ more: [SlowResolver], limits: { executionTime: 50 } });
  using socket = await new RawSocket(graph.url).ready();

  socket.subscribe("1", "{ slow }");
  const { payload } = await socket.hears("next", "1");
  socket.subscribe("2", "{ viewer { name } }");
  await socket.hears("next", "2");

  expect(payload).toMatchObject({ errors: [{ extensions: { code: "TIMEOUT" } }] });
  expect(signals.at(-1)?.aborted).toBe(true);
});

test("resolvers are told when the client is gone", async () => {
  await using graph = await startGraph({ more: [SlowResolver] });
  const before = signals.length;
  const client = new AbortController();

  const asked = fetch(`${graph.url}/graphql`, { method: "POST", headers: json, body: SLOW, signal: client.signal });
  await eventually("the resolver waits", () => expect(signals.length).toBe(before + 1), { everyMs: 5 });
  client.abort();

  await expect(asked).rejects.toThrow("abort");
  await eventually("the resolver is told", () => expect(signals.at(-1)?.aborted).toBe(true), { everyMs: 5 });
});

test("an answer that was given in time is not aborted", async () => {
  await using graph = await startGraph({ more: [SlowResolver] });
  let seen: AbortSignal | undefined;
  const contextFor = graph.gateway.contextFor;
  Object.assign(graph.gateway, {
    contextFor: (asker: Parameters<typeof contextFor>[0]) => contextFor({ ...asker, signal: (seen = asker.signal) }),
  });

  const response = await fetch(`${graph.url}/graphql`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ query: "{ viewer { name } }" }),
  });
  await response.text();

  expect(seen?.aborted).toBe(false);
});

test("resolvers are told when the client has completed the operation, and the socket lives", async () => {
  await using graph = await startGraph({ more: [SlowResolver] });
  using socket = await new RawSocket(graph.url).ready();
  const before = signals.length;
  socket.subscribe("1", "{ slow }");
  await eventually("the resolver waits", () => expect(signals.length).toBe(before + 1), { everyMs: 5 });

  socket.send({ type: "complete", id: "1" });

  await eventually("the resolver is told", () => expect(signals.at(-1)?.aborted).toBe(true), { everyMs: 5 });
  socket.subscribe("2", "{ viewer { name } }");
  await socket.hears("next", "2");
});
