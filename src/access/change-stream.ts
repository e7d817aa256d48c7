import { setImmediate as turn } from "node:timers/promises";
import type { Entity } from "../../schema/entity.ts";
import { comparePositions } from "../lib/position.ts";
import type { ChangeStream, FeedBatch, FeedEvent, LiveFeed, Log, Position, Seals } from "../ports.ts";
import type { Store } from "../store/store.ts";
import type { ChangeMatch } from "./change-match.ts";
import { mark } from "./change-match.ts";
import type { ChangeRouter } from "./change-router.ts";
import { LiveChanges } from "./live-changes.ts";
import type { LogPlace } from "./log-cursor.ts";
import { writeLogCursor } from "./log-cursor.ts";
import { cut, Meanwhile } from "./meanwhile.ts";

/** Changes of the past that are looked at in one turn of the event loop. */
const MISSED_A_TURN = 1000;

/** How a beginning ended: all of it was told, or the way from there to what is there now is lost. */
type Ending = "told" | "lost";

export interface StreamOptions {
  readonly store: Store;
  readonly log: Log;
  readonly router: ChangeRouter;
  readonly seals: Seals;
  readonly match: ChangeMatch;
  readonly accessKey: string;
  readonly now: () => Date;
  readonly quietMs: number;
}

/** Where a stream begins: with the present state, now without it, after a place in the log, or after one that is lost. */
export type Beginning = "snapshot" | "now" | "gap" | LogPlace;

/** The changes that one filter names, from a beginning on. */
export class StoreChangeStream implements ChangeStream {
  readonly group: string;
  readonly #options: StreamOptions;
  readonly #beginning: Exclude<Beginning, "now">;

  constructor(options: StreamOptions, beginning: Beginning) {
    this.#options = options;
    this.#beginning = beginning === "now" ? placeOf(options.store) : beginning;
    const { types, clusters, namespaces, ids } = options.match.filter;
    this.group = JSON.stringify([options.accessKey, types?.map(({ name }) => name), clusters, namespaces, ids]);
  }

  async *opening(join: () => void, gap = false): AsyncGenerator<FeedBatch, void, undefined> {
    let beginning: Exclude<Beginning, "now"> = gap ? "gap" : this.#beginning;
    while ((yield* this.#begin(beginning, join)) === "lost") beginning = "gap";
  }

  live(listener: (batch: FeedBatch) => void): LiveFeed {
    return new LiveChanges(this.#options, listener);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<FeedBatch, void, undefined> {
    const queue: FeedBatch[] = [];
    let wake: (() => void) | undefined;
    let isJoined = false;
    using live = this.live((batch) => {
      if (isJoined) queue.push(batch);
      wake?.();
    });
    yield* this.opening(() => {
      live.reach();
      isJoined = true;
    });
    for (;;) {
      const batch = queue.shift();
      if (batch !== undefined) yield batch;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  /** One beginning, and what came meanwhile. After one that was lost another is needed. */
  async *#begin(
    beginning: "snapshot" | "gap" | LogPlace,
    join: () => void,
  ): AsyncGenerator<FeedBatch, Ending, undefined> {
    const meanwhile = new Meanwhile();
    using own = this.live((batch) => meanwhile.add(batch));
    if (typeof beginning === "string") yield* this.#snapshot(beginning === "gap");
    else if ((yield* this.#missed(beginning, own.reach())) === "lost") return "lost";
    for (;;) {
      own.reach();
      if (meanwhile.isReplaced) return "lost";
      const batch = meanwhile.next();
      if (batch === undefined) {
        join();
        return "told";
      }
      yield batch;
    }
  }

  /** The state of one moment, in batches without a cursor, and its end. */
  *#snapshot(afterGap: boolean): Generator<FeedBatch, void, undefined> {
    const { store, seals, match, now } = this.#options;
    const at = now();
    const cursor = writeLogCursor(seals, store);
    const parts = cut(match.entities(store));
    if (afterGap) yield { cursor: null, events: [mark("GAP", at)] };
    // What is read is let go of: a slow reader keeps the old states of the rest only.
    while (parts.length > 0)
      yield { cursor: null, events: (parts.shift() ?? []).map((entity) => snapshotEvent(entity, at)) };
    yield { cursor, events: [mark("SNAPSHOT_END", at)] };
  }

  /** What followed a place, up to a position; lost when it is no longer known. The others have their turns meanwhile. */
  async *#missed({ epoch, position }: LogPlace, upTo: Position): AsyncGenerator<FeedBatch, Ending, undefined> {
    const { log, seals, match } = this.#options;
    const resumed = await log.since(epoch, position);
    if ("gap" in resumed) return "lost";
    let looked = 0;
    for (const entry of resumed.entries) {
      if (comparePositions(entry.position, upTo) > 0) break;
      const events = match.events(entry.changes, entry.at);
      if (events.length > 0) yield { cursor: writeLogCursor(seals, { epoch, position: entry.position }), events };
      looked += entry.changes.length;
      if (looked < MISSED_A_TURN) continue;
      looked = 0;
      await turn();
    }
    return "told";
  }
}

function placeOf({ epoch, position }: Store): LogPlace {
  return { epoch, position };
}

function snapshotEvent(node: Entity, at: Date): FeedEvent {
  return { kind: "SNAPSHOT", at, type: node.constructor.name, id: node.id, node };
}
