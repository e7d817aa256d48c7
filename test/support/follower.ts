import { WebSocket } from "ws";
import { ChangeFold } from "./change-fold.ts";
import type { HeardBatch } from "./change-fold.ts";

/** Runs a subscription until its connection ends, however that comes, and gives on each answer. */
export type Transport = (
  url: string,
  payload: object,
  hear: (answer: string) => void,
  signal: AbortSignal,
) => Promise<void>;

export const overEvents: Transport = async (url, payload, hear, signal) => {
  const headers = { "content-type": "application/json", accept: "text/event-stream" };
  let text = "";
  try {
    const response = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify(payload), signal });
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const blocks = (text + chunk).split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) if (block.startsWith("event: next\ndata: ")) hear(block.slice(18));
    }
  } catch {
    // It was cut.
  }
};

export const overSocket: Transport = (url, payload, hear, signal) =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, ["graphql-transport-ws"]);
    const end = () => socket.terminate();
    signal.addEventListener("abort", end);
    socket.on("error", () => {});
    socket.on("open", () => socket.send('{"type":"connection_init"}'));
    socket.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { type: string; payload?: unknown };
      if (message.type === "connection_ack") socket.send(JSON.stringify({ type: "subscribe", id: "1", payload }));
      else if (message.type !== "ping") hear(JSON.stringify(message.payload ?? message));
    });
    socket.on("close", () => {
      signal.removeEventListener("abort", end);
      resolve();
    });
  });

const CHANGES = `subscription ($since: LogCursor) {
  changes(since: $since, filter: { types: ["Pod", "ServiceEntry"] }) {
    cursor
    events { kind id node { ... on KubernetesObject { resourceVersion } } }
  }
}`;

/** Follows the pods and service entries, and begins again from its last cursor whenever it is cut off. */
export class Follower implements AsyncDisposable {
  readonly fold: ChangeFold;
  readonly #stop = new AbortController();
  readonly #following: Promise<void>;

  constructor(url: string, transport: Transport, since: string | null = null) {
    this.fold = new ChangeFold(since);
    this.#following = this.#follow(url, transport);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#following;
  }

  async #follow(url: string, transport: Transport): Promise<void> {
    const { signal } = this.#stop;
    const hear = (answer: string) => {
      const { data } = JSON.parse(answer) as { data?: { changes: HeardBatch } };
      if (data === undefined || data === null || "errors" in JSON.parse(answer)) this.fold.faults.push(answer);
      else this.fold.hear(data.changes);
    };
    while (!signal.aborted)
      await transport(url, { query: CHANGES, variables: { since: this.fold.begin() } }, hear, signal);
  }
}
