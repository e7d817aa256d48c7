import type { IncomingMessage } from "node:http";
import { WebSocket } from "ws";
import { eventually } from "../../support/eventually.ts";

export interface ProtocolMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A WebSocket without a GraphQL client, which remembers what it heard. */
export class RawSocket {
  readonly socket: WebSocket;
  readonly heard: ProtocolMessage[] = [];
  closed: { readonly code: number; readonly reason: string } | null = null;
  /** The status of an upgrade that was refused. */
  refused: number | null = null;

  constructor(
    url: string,
    protocols: readonly string[] = ["graphql-transport-ws"],
    headers: Record<string, string> = {},
  ) {
    this.socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, [...protocols], { headers });
    this.socket.on("message", (data: Buffer) => this.heard.push(JSON.parse(data.toString()) as ProtocolMessage));
    this.socket.on("close", (code, reason) => (this.closed = { code, reason: reason.toString() }));
    this.socket.on("error", () => {});
    this.socket.on("unexpected-response", (_request, response: IncomingMessage) => {
      this.refused = response.statusCode ?? 0;
      response.resume();
      this.socket.terminate();
    });
  }

  async opened(): Promise<this> {
    await eventually("the socket opens", () => must(this.socket.readyState === WebSocket.OPEN), { everyMs: 5 });
    return this;
  }

  /** Opens and says hello. */
  async ready(): Promise<this> {
    await this.opened();
    this.send({ type: "connection_init" });
    await this.hears("connection_ack");
    return this;
  }

  send(message: ProtocolMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(id: string, query: string, more: object = {}): void {
    this.send({ type: "subscribe", id, payload: { query, ...more } });
  }

  /** The first message of the type, for the id if one is given. */
  hears(type: string, id?: string): Promise<ProtocolMessage> {
    return eventually(
      `a message ${type}`,
      () => {
        const found = this.heard.find((message) => message.type === type && (id === undefined || message.id === id));
        if (found === undefined) throw new Error(`heard ${JSON.stringify(this.heard)}, closed ${this.closed?.code}`);
        return found;
      },
      { everyMs: 5 },
    );
  }

  /** The code it is closed with. */
  code(): Promise<number> {
    return eventually(
      "a close",
      () => {
        if (this.closed === null) throw new Error(JSON.stringify(this.heard));
        return this.closed.code;
      },
      { everyMs: 5 },
    );
  }

  [Symbol.dispose](): void {
    this.socket.terminate();
  }
}

function must(condition: boolean): void {
  if (!condition) throw new Error("not so");
}
