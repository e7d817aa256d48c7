import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import type { ObjectState, HeardEvent } from "../../support/stream-rules.ts";
import { brokenRules } from "../../support/stream-rules.ts";
import { objectTypes } from "./graph-state.ts";

const CHANGES = `subscription ($types: [String!]) {
  changes(filter: { types: $types }) {
    events { kind id node { ... on KubernetesObject { uid resourceVersion labels } } }
  }
}`;

/** A change, and when it was heard, in milliseconds since 1970. */
interface HeardChange extends HeardEvent {
  readonly node: (Omit<ObjectState, "id"> & { readonly labels: Readonly<Record<string, string>> }) | null;
  readonly heardAt: number;
}

interface Batch {
  readonly changes: { readonly events: readonly Omit<HeardChange, "heardAt">[] };
}

/** All that one subscriber is told over one WebSocket of every object of every cluster, from the first snapshot on. */
export class HeardChanges implements AsyncDisposable {
  readonly events: HeardChange[] = [];
  readonly #client;
  #end: string | undefined;

  constructor(url: string) {
    const socketUrl = `${url.replace("http", "ws")}/graphql`;
    this.#client = createClient({ url: socketUrl, webSocketImpl: WebSocket, retryAttempts: 0 });
    this.#client.subscribe<Batch>(
      { query: CHANGES, variables: { types: objectTypes } },
      {
        next: ({ data, errors }) => {
          if (errors) this.#end = errors.map(({ message }) => message).join("; ");
          const heardAt = Date.now();
          for (const event of data?.changes.events ?? []) this.events.push({ ...event, heardAt });
        },
        error: (error) => (this.#end = String(error)),
        complete: () => (this.#end ??= "it ended"),
      },
    );
  }

  /** The ids of what it was told so of. */
  ids(kind: HeardChange["kind"]): (string | null)[] {
    return this.events.filter((event) => event.kind === kind).map(({ id }) => id);
  }

  /** What it was told against the rules, where `final` is what there is now; also that it is told no more. */
  faults(final: readonly ObjectState[]): string[] {
    return [...(this.#end === undefined ? [] : [`the stream: ${this.#end}`]), ...brokenRules(this.events, final)];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.dispose();
  }
}
