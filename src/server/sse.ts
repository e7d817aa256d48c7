import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { FormattedExecutionResult } from "graphql";
import type { Asker, Gateway } from "./gateway.ts";
import type { PreparedOperation } from "./prepare-operation.ts";

/** A proxy cuts what is silent for a minute, and a browser does not see a dead line. */
const HEARTBEAT_MS = 12_000;

/** Answers an operation as a stream of events: the distinct connections mode of GraphQL over SSE. Resolves when it has ended. */
export async function answerByEvents(
  gateway: Gateway,
  prepared: PreparedOperation,
  asker: Asker,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    connection: "keep-alive",
  });
  response.write(":\n\n");
  const heartbeat = setInterval(() => response.write(":\n\n"), HEARTBEAT_MS);
  try {
    for await (const result of resultsOf(gateway, prepared, asker))
      await write(response, result, gateway.limits.slowReaderTime);
    response.end("event: complete\ndata:\n\n");
  } catch (error) {
    if (!asker.signal.aborted) gateway.log.warn({ err: error }, "a stream of events was cut");
    response.destroy();
  } finally {
    clearInterval(heartbeat);
  }
}

async function* resultsOf(
  gateway: Gateway,
  prepared: PreparedOperation,
  asker: Asker,
): AsyncGenerator<FormattedExecutionResult> {
  const contextFor = () => gateway.contextFor(asker);
  if (prepared.operation.operation !== "subscription") return yield await gateway.execute(prepared, contextFor());
  const results = await gateway.hub.subscribe(prepared, contextFor, asker.signal);
  if (Symbol.asyncIterator in results) yield* results;
  else yield results;
}

/** Waits until the client takes it; one that does not in time is an error. */
async function write(response: ServerResponse, result: FormattedExecutionResult, withinMs: number): Promise<void> {
  if (response.write(`event: next\ndata: ${JSON.stringify(result)}\n\n`)) return;
  await once(response, "drain", { signal: AbortSignal.timeout(withinMs) });
}
