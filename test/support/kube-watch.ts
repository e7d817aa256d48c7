import type { ReadableStream } from "node:stream/web";
import type { WatchEvent } from "./kube-wire.ts";

/** How long a test waits for an event that must come. */
const patienceMs = 15_000;

/** The events of one watch request, in order, until the server ends it. Leaving it breaks the request off. */
export class KubeWatch implements AsyncIterable<WatchEvent>, AsyncDisposable {
  readonly #events: AsyncGenerator<WatchEvent, undefined>;
  readonly #abort: AbortController;

  constructor(body: ReadableStream<Uint8Array>, abort: AbortController) {
    // Taken at once: fetch cancels the body of a response that nobody holds or reads any more.
    this.#events = readEvents(body.values());
    this.#abort = abort;
  }

  /** The next event, or undefined when the server has ended the stream; a failure when neither comes in time. */
  async next(withinMs = patienceMs): Promise<WatchEvent | undefined> {
    const deadline = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      this.#abort.abort();
      deadline.reject(new Error(`no watch event within ${withinMs} ms`));
    }, withinMs);
    try {
      return (await Promise.race([this.#events.next(), deadline.promise])).value;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The next so many events. */
  async take(count: number): Promise<WatchEvent[]> {
    const events: WatchEvent[] = [];
    while (events.length < count) {
      const event = await this.next();
      if (event === undefined) throw new Error(`the watch ended after ${events.length} of ${count} events`);
      events.push(event);
    }
    return events;
  }

  /** Everything up to the end of the stream. */
  async rest(withinMs = patienceMs): Promise<WatchEvent[]> {
    const deadline = Date.now() + withinMs;
    const events: WatchEvent[] = [];
    for (;;) {
      const event = await this.next(Math.max(1, deadline - Date.now()));
      if (event === undefined) return events;
      events.push(event);
    }
  }

  [Symbol.asyncIterator](): AsyncIterator<WatchEvent> {
    return this.#events;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await this.#events.return(undefined).catch(() => {});
  }
}

async function* readEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<WatchEvent, undefined> {
  const decoder = new TextDecoder();
  let begun = "";
  for await (const chunk of chunks) {
    const lines = (begun + decoder.decode(chunk, { stream: true })).split("\n");
    begun = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line) as WatchEvent;
  }
  if (begun !== "") throw new Error(`the watch ended in the middle of a line: ${begun.slice(0, 200)}`);
}
