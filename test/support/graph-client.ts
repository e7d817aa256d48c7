/** What a query answers, for a test to look into. */
// oxlint-disable-next-line typescript/no-explicit-any -- an answer has whatever shape its query has
export type GraphAnswer = any;

/** Asks a gateway over plain HTTP and gives the data of an answer without errors. */
export async function ask(url: string, query: string, variables: object = {}): Promise<GraphAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: GraphAnswer; errors?: { message: string }[] };
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join("; "));
  return data;
}

/** Events as they come over SSE, one object each. */
export class EventReader implements AsyncDisposable {
  readonly #abort = new AbortController();
  readonly #received: GraphAnswer[] = [];
  readonly #reading: Promise<void>;

  constructor(url: string, query: string, variables: object = {}) {
    this.#reading = this.#read(url, query, variables).catch((error: unknown) => {
      if (!this.#abort.signal.aborted) throw error;
    });
  }

  /** The events of all batches so far. */
  get events(): GraphAnswer[] {
    return this.#received.flatMap(({ data }) => data.changes.events);
  }

  /** The cursor of the last batch that had one. */
  get cursor(): string | undefined {
    return this.#received.map(({ data }) => data.changes.cursor).findLast((cursor) => cursor !== null);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await this.#reading;
  }

  async #read(url: string, query: string, variables: object): Promise<void> {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify({ query, variables }),
      signal: this.#abort.signal,
    });
    let text = "";
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const messages = text.split("\n\n");
      text = messages.pop() ?? "";
      for (const message of messages) {
        const [, data] = /^event: next\ndata: (.*)$/s.exec(message) ?? [];
        if (data !== undefined) this.#received.push(JSON.parse(data));
      }
    }
  }
}
