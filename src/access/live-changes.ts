import type { FeedBatch, FeedEvent, LiveFeed, LogEntry, Position, Seals } from "../ports.ts";
import type { Store } from "../store/store.ts";
import type { ChangeMatch } from "./change-match.ts";
import { mark } from "./change-match.ts";
import type { ChangeRouter, RoutedListener } from "./change-router.ts";
import { writeLogCursor } from "./log-cursor.ts";

export interface LiveOptions {
  readonly store: Store;
  readonly router: ChangeRouter;
  readonly seals: Seals;
  readonly match: ChangeMatch;
  readonly now: () => Date;
  /** After how long without a batch PROGRESS is sent, in milliseconds. */
  readonly quietMs: number;
}

/** The live part of a group of streams. What one turn of the event loop brings is one batch. */
export class LiveChanges implements RoutedListener, LiveFeed {
  readonly match: ChangeMatch;
  readonly #options: LiveOptions;
  readonly #listener: (batch: FeedBatch) => void;
  readonly #route: Disposable;
  readonly #quiet: NodeJS.Timeout;
  #events: FeedEvent[] = [];
  #flush: NodeJS.Immediate | undefined;

  constructor(options: LiveOptions, listener: (batch: FeedBatch) => void) {
    this.#options = options;
    this.#listener = listener;
    this.match = options.match;
    this.#route = options.router.add(this);
    this.#quiet = setInterval(() => this.#sendProgress(), options.quietMs).unref();
  }

  reach(): Position {
    if (this.#flush !== undefined) this.#sendPending();
    return this.#options.store.position;
  }

  advanced({ changes, at }: LogEntry): void {
    const events = this.match.events(changes, at);
    if (events.length === 0) return;
    for (const event of events) this.#events.push(event);
    this.#flush ??= setImmediate(() => this.#sendPending());
  }

  restarted(): void {
    clearImmediate(this.#flush);
    this.#flush = undefined;
    this.#events = [];
    this.#send([mark("GAP", this.#options.now())]);
  }

  [Symbol.dispose](): void {
    this.#route[Symbol.dispose]();
    clearInterval(this.#quiet);
    clearImmediate(this.#flush);
  }

  #sendPending(): void {
    clearImmediate(this.#flush);
    this.#flush = undefined;
    const events = this.#events;
    this.#events = [];
    this.#send(events);
    this.#quiet.refresh();
  }

  /** Not while events are pending: its cursor would be ahead of them. */
  #sendProgress(): void {
    if (this.#flush === undefined) this.#send([mark("PROGRESS", this.#options.now())]);
  }

  #send(events: readonly FeedEvent[]): void {
    const { store, seals } = this.#options;
    this.#listener({ cursor: writeLogCursor(seals, store), events });
  }
}
