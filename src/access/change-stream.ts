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

/** Events in one batch of a snapshot: a body of some 100 kB. */
const SNAPSHOT_BATCH = 200;

/** Events that may come while a subscriber reads its beginning: a slower reader begins again, so that it costs bounded memory. */
const MAX_MEANWHILE = 10_000;

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
    while (yield* this.#begin(beginning, join)) beginning = "gap";
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

  /** One beginning, and what came meanwhile. True when that is too much or no longer known, so that another beginning is needed. */
  async *#begin(
    beginning: "snapshot" | "gap" | LogPlace,
    join: () => void,
  ): AsyncGenerator<FeedBatch, boolean, undefined> {
    const meanwhile: FeedBatch[] = [];
    let events = 0;
    using own = this.live((batch) => {
      events += batch.events.length;
      if (events <= MAX_MEANWHILE) meanwhile.push(batch);
    });
    if (typeof beginning === "string") yield* this.#snapshot(beginning === "gap");
    else if (yield* this.#missed(beginning, own.reach())) return true;
    for (;;) {
      own.reach();
      if (events > MAX_MEANWHILE || meanwhile.some(isGap)) return true;
      const batch = meanwhile.shift();
      if (batch === undefined) {
        join();
        return false;
      }
      events -= batch.events.length;
      yield batch;
    }
  }

  /** The state of one moment, in batches without a cursor, and its end. */
  *#snapshot(afterGap: boolean): Generator<FeedBatch, void, undefined> {
    const { store, seals, match, now } = this.#options;
    const at = now();
    const cursor = writeLogCursor(seals, store);
    const entities: Entity[] = [];
    for (const type of match.types)
      for (const entity of store.of(type).values())
        if (match.isNamed({ type, id: entity.id, entity })) entities.push(entity);
    if (afterGap) yield { cursor: null, events: [mark("GAP", at)] };
    for (let i = 0; i < entities.length; i += SNAPSHOT_BATCH)
      yield { cursor: null, events: entities.slice(i, i + SNAPSHOT_BATCH).map((entity) => snapshotEvent(entity, at)) };
    yield { cursor, events: [mark("SNAPSHOT_END", at)] };
  }

  /** What followed a place, up to a position. True when it is no longer known. */
  async *#missed({ epoch, position }: LogPlace, upTo: Position): AsyncGenerator<FeedBatch, boolean, undefined> {
    const { log, seals, match } = this.#options;
    const resumed = await log.since(epoch, position);
    if ("gap" in resumed) return true;
    for (const entry of resumed.entries) {
      if (comparePositions(entry.position, upTo) > 0) break;
      const events = match.events(entry.changes, entry.at);
      if (events.length > 0) yield { cursor: writeLogCursor(seals, { epoch, position: entry.position }), events };
    }
    return false;
  }
}

function isGap({ events }: FeedBatch): boolean {
  return events.some(({ kind }) => kind === "GAP");
}

function placeOf({ epoch, position }: Store): LogPlace {
  return { epoch, position };
}

function snapshotEvent(node: Entity, at: Date): FeedEvent {
  return { kind: "SNAPSHOT", at, type: node.constructor.name, id: node.id, node };
}
