import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { FormattedExecutionResult } from "graphql";
import type { Asker, Gateway } from "./gateway.ts";
import type { PreparedOperation } from "./prepare-operation.ts";
import type { Refusal } from "./refusal.ts";
import { withinSize } from "./response-size.ts";
import { jsonOf } from "./shared-json.ts";
import { SlowReaderError } from "./slow-reader.ts";

/** A proxy cuts what is silent for a minute, and a browser does not see a dead line. */
const HEARTBEAT_MS = 12_000;

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  connection: "keep-alive",
};

const COMPLETE = "event: complete\ndata:\n\n";

/** Says why there will be no events, as the only one. */
export function refuseByEvents({ errors }: Refusal, response: ServerResponse): void {
  response.writeHead(200, HEADERS).end(`event: next\ndata: ${jsonOf({ errors })}\n\n${COMPLETE}`);
}

/** Answers an operation as a stream of events: the distinct connections mode of GraphQL over SSE. Resolves when it has ended. */
export async function answerByEvents(
  gateway: Gateway,
  prepared: PreparedOperation,
  asker: Asker,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, HEADERS).write(":\n\n");
  const heartbeat = setInterval(() => response.write(":\n\n"), HEARTBEAT_MS);
  try {
    for await (const result of resultsOf(gateway, prepared, asker)) {
      await write(response, result, asker.signal, gateway.limits.slowReaderTime);
      if (asker.signal.aborted) break;
    }
    // Whoever is cut off because the server stops must not think that this was all.
    if (asker.signal.aborted) response.end();
    else response.end(COMPLETE);
  } catch (error) {
    if (error instanceof SlowReaderError) gateway.log.info({}, "a stream of events was cut, because nobody read it");
    else if (!asker.signal.aborted) gateway.log.error({ err: error }, "a stream of events failed inside");
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
  const contextFor = (signal: AbortSignal) => gateway.contextFor({ ...asker, signal });
  if (prepared.operation.operation !== "subscription") {
    const late = new AbortController();
    const context = contextFor(AbortSignal.any([asker.signal, late.signal]));
    yield withinSize(await gateway.answer(prepared, context, late), gateway.limits.responseSize);
    return;
  }
  const results = await gateway.hub.subscribe(prepared, contextFor, asker.signal, "sse");
  if (Symbol.asyncIterator in results) yield* results;
  else yield results;
}

/** Waits until the client takes it; one that does not in time is an error, and one that is gone is not waited for. */
async function write(
  response: ServerResponse,
  result: FormattedExecutionResult,
  signal: AbortSignal,
  withinMs: number,
): Promise<void> {
  if (response.write(`event: next\ndata: ${jsonOf(result)}\n\n`)) return;
  const late = AbortSignal.timeout(withinMs);
  await once(response, "drain", { signal: AbortSignal.any([signal, late]) }).catch(() => {
    if (!signal.aborted) throw new SlowReaderError("nobody read the stream");
  });
}
