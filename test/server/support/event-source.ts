import { eventually } from "../../support/eventually.ts";

interface Batch {
  readonly cursor: string | null;
  readonly events: readonly { readonly kind: string; readonly id: string | null }[];
}

/** A stream of events that is read as it comes. */
export class EventReader implements AsyncDisposable {
  readonly batches: Batch[] = [];
  text = "";
  hasEnded = false;
  readonly #abort = new AbortController();

  constructor(url: string, query: string, variables: object = {}) {
    this.#read(url, JSON.stringify({ query, variables })).catch(() => (this.hasEnded = true));
  }

  /** The kinds of all events so far. */
  get kinds(): string[] {
    return this.batches.flatMap(({ events }) => events.map(({ kind }) => kind));
  }

  get cursor(): string | null {
    return this.batches.findLast(({ cursor }) => cursor !== null)?.cursor ?? null;
  }

  until(what: string, check: (reader: this) => void): Promise<void> {
    return eventually(what, () => check(this), { everyMs: 5 });
  }

  leave(): void {
    this.#abort.abort();
  }

  async #read(url: string, body: string): Promise<void> {
    const headers = { "content-type": "application/json", accept: "text/event-stream" };
    const response = await fetch(`${url}/graphql`, { method: "POST", headers, body, signal: this.#abort.signal });
    let rest = "";
    for await (const chunk of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
      this.text += chunk;
      const blocks = (rest + chunk).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) this.#hear(block);
    }
    this.hasEnded = true;
  }

  #hear(block: string): void {
    const data = block.split("\n").find((line) => line.startsWith("data: {"));
    if (data === undefined) return;
    const { data: answer } = JSON.parse(data.slice("data: ".length)) as { data?: { changes?: Batch } };
    if (answer?.changes) this.batches.push(answer.changes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.leave();
    await this.until("the end", ({ hasEnded }) => {
      if (!hasEnded) throw new Error("not ended");
    });
  }
}
