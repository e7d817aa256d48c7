import type { ServerResponse } from "node:http";
import type { JsonObject } from "../json.ts";
import type { ObjectView } from "../object-view.ts";
import type { Version } from "../storage/version.ts";
import { chunkBytes } from "./reply.ts";

/** What a watcher hears of an object. */
export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly version: Version;
}

const lineEnd = Buffer.from("}\n");

/**
 * The events of one watch, a line each, written as fast as they are read. Nothing is serialised before its turn, so one who
 * stops reading costs what is waiting for it and no more; when that is over the limit, it is broken off.
 */
export class WatchStream {
  readonly #response: ServerResponse;
  readonly #view: ObjectView;
  readonly #limit: number;
  readonly #heads: Readonly<Record<WatchEvent["type"], Buffer>>;
  #waiting: (WatchEvent | Buffer)[] = [];
  #next = 0;
  #live = 0;
  #state: "idle" | "scheduled" | "blocked" = "idle";
  #ending = false;
  #frozen = false;

  constructor(response: ServerResponse, view: ObjectView, limit: number) {
    this.#response = response;
    this.#view = view;
    this.#limit = limit;
    const head = (type: string): Buffer => Buffer.concat([Buffer.from(`{"type":"${type}","object":`), view.head]);
    this.#heads = { ADDED: head("ADDED"), MODIFIED: head("MODIFIED"), DELETED: head("DELETED") };
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
  }

  /** What the watch begins with, however much it is: it is not counted against the limit. */
  begin(events: readonly WatchEvent[]): void {
    this.#waiting = events.slice();
    this.#schedule();
  }

  event(event: WatchEvent): void {
    this.#live += 1;
    if (this.#live > this.#limit) this.#response.destroy();
    else this.#push(event);
  }

  bookmark(revision: number, annotations?: JsonObject): void {
    const { kind, apiVersion } = this.#view;
    const metadata = { resourceVersion: String(revision), ...(annotations !== undefined && { annotations }) };
    // A bookmark of a pod is a pod with nothing in it, to a server that is written in Go.
    const rest = kind === "Pod" ? { spec: { containers: null }, status: {} } : {};
    this.#push(line({ type: "BOOKMARK", object: { kind, apiVersion, metadata, ...rest } }));
  }

  /** Ends the watch with a reason. */
  fail(status: JsonObject): void {
    this.#push(line({ type: "ERROR", object: status }));
    this.end();
  }

  /** Ends the watch cleanly, once all that waits is written. */
  end(): void {
    this.#ending = true;
    this.#schedule();
  }

  /** Says nothing any more, not even that it ends: the connection stays, and nothing comes. */
  freeze(): void {
    this.#frozen = true;
  }

  #push(item: WatchEvent | Buffer): void {
    if (this.#ending || this.#frozen) return;
    this.#waiting.push(item);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#state !== "idle") return;
    this.#state = "scheduled";
    setImmediate(() => this.#write());
  }

  #write(): void {
    this.#state = "idle";
    if (this.#frozen) return;
    while (this.#next < this.#waiting.length && this.#state === "idle") this.#writeChunk();
    this.#waiting.splice(0, this.#next);
    this.#next = 0;
    this.#live = Math.min(this.#live, this.#waiting.length);
    if (this.#ending && this.#waiting.length === 0 && this.#state === "idle") this.#response.end();
  }

  #writeChunk(): void {
    const pieces: Buffer[] = [];
    for (let size = 0; size < chunkBytes && this.#next < this.#waiting.length; this.#next++) {
      for (const piece of this.#encode(this.#waiting[this.#next] as WatchEvent | Buffer)) {
        pieces.push(piece);
        size += piece.length;
      }
    }
    if (this.#response.destroyed || this.#response.write(Buffer.concat(pieces))) return;
    this.#state = "blocked";
    this.#response.once("drain", () => this.#write());
  }

  #encode(item: WatchEvent | Buffer): readonly Buffer[] {
    if (Buffer.isBuffer(item)) return [item];
    return [this.#heads[item.type], this.#view.tail(item.version), lineEnd];
  }
}

function line(event: JsonObject): Buffer {
  return Buffer.from(`${JSON.stringify(event)}\n`);
}
