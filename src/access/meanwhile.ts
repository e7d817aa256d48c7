import type { EntityId } from "../../schema/entity.ts";
import type { FeedBatch, FeedEvent } from "../ports.ts";
import { isGap } from "./change-match.ts";

/** Events in one batch of a beginning: a body of some 100 kB. */
const BATCH = 200;

/** Events that wait just as they came while a subscriber reads its beginning; of more, what they come to waits. */
const MAX_MEANWHILE = 10_000;

/**
 * What comes while a subscriber reads its beginning. Above a bound only what became of each entity waits, so that a slow reader skips
 * states instead of growing: it costs no more than there are entities, and never has to begin again.
 */
export class Meanwhile {
  #waiting: FeedBatch[] = [];
  #events = 0;
  #net: NetChanges | null = null;
  #reading: FeedBatch[] = [];
  #isReplaced = false;

  /** The store was replaced as a whole: what waits says nothing any more. */
  get isReplaced(): boolean {
    return this.#isReplaced;
  }

  add(batch: FeedBatch): void {
    this.#isReplaced ||= isGap(batch);
    if (this.#isReplaced) return this.#clear();
    if (this.#net !== null) return this.#net.add(batch);
    this.#waiting.push(batch);
    this.#events += batch.events.length;
    if (this.#events > MAX_MEANWHILE) this.#coalesce();
  }

  /** What is being read changes no more, so it comes to an end, and its last cursor is true, however much comes behind it. */
  next(): FeedBatch | undefined {
    if (this.#reading.length === 0) {
      this.#reading = this.#net?.batches() ?? packed(this.#waiting);
      this.#clear();
    }
    return this.#reading.shift();
  }

  #coalesce(): void {
    const net = new NetChanges();
    for (const batch of this.#waiting) net.add(batch);
    this.#clear();
    this.#net = net;
  }

  #clear(): void {
    this.#waiting = [];
    this.#events = 0;
    this.#net = null;
  }
}

/** One event for each entity, in the order of the last that was added: what became of it since the reader last heard of it. */
class NetChanges {
  readonly #byId = new Map<EntityId, FeedEvent>();
  #cursor: string | null = null;

  add({ events, cursor }: FeedBatch): void {
    this.#cursor = cursor;
    for (const event of events) if (event.id !== null) this.#addEvent(event.id, event);
  }

  /** Only the last one has a cursor: before it, not all is told that led to any place. */
  batches(): FeedBatch[] {
    const parts = cut(this.#byId.values());
    return parts.map((events, i) => ({ cursor: i === parts.length - 1 ? this.#cursor : null, events }));
  }

  #addEvent(id: EntityId, event: FeedEvent): void {
    const earlier = this.#byId.get(id);
    const net = earlier === undefined ? event : netOf(earlier, event);
    this.#byId.delete(id);
    if (net !== null) this.#byId.set(id, net);
  }
}

/** What two events of one entity come to; null when it came and went. Who heard nothing of it before is told that it came. */
function netOf(earlier: FeedEvent, later: FeedEvent): FeedEvent | null {
  const isUnknown = earlier.kind === "ADDED";
  if (later.kind === "DELETED" || later.kind === "REMOVED") return isUnknown ? null : later;
  return { ...later, kind: isUnknown ? "ADDED" : "MODIFIED" };
}

/** The same events in fewer batches: who reads one in each turn of the event loop catches up with what came in many. */
function packed(batches: readonly FeedBatch[]): FeedBatch[] {
  const fewer: FeedBatch[] = [];
  for (const batch of batches) {
    const last = fewer.at(-1);
    const isRoom = last !== undefined && last.events.length + batch.events.length <= BATCH;
    if (isRoom) fewer.splice(-1, 1, { cursor: batch.cursor, events: [...last.events, ...batch.events] });
    else fewer.push(batch);
  }
  return fewer;
}

/** Parts of the length of a batch. */
export function cut<T>(items: Iterable<T>): T[][] {
  const parts: T[][] = [];
  let part: T[] = [];
  for (const item of items) {
    if (part.length === 0) parts.push(part);
    if (part.push(item) === BATCH) part = [];
  }
  return parts;
}
