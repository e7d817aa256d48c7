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

/**
 * The live part of a group of streams. What one append brings is one batch. It is told at the end of that, in the same turn of the event
 * loop: a cluster that is busy must not come between.
 */
export class LiveChanges implements RoutedListener, LiveFeed {
  readonly match: ChangeMatch;
  readonly #options: LiveOptions;
  readonly #listener: (batch: FeedBatch) => void;
  readonly #route: Disposable;
  readonly #quiet: NodeJS.Timeout;
  #events: FeedEvent[] = [];
  #isPending = false;

  constructor(options: LiveOptions, listener: (batch: FeedBatch) => void) {
    this.#options = options;
    this.#listener = listener;
    this.match = options.match;
    this.#route = options.router.add(this);
    this.#quiet = setInterval(() => this.#send([mark("PROGRESS", options.now())]), options.quietMs).unref();
  }

  reach(): Position {
    if (this.#isPending) this.#sendPending();
    return this.#options.store.position;
  }

  advanced({ changes, at }: LogEntry): void {
    const events = this.match.events(changes, at);
    if (events.length === 0) return;
    for (const event of events) this.#events.push(event);
    if (this.#isPending) return;
    this.#isPending = true;
    queueMicrotask(() => {
      if (this.#isPending) this.#sendPending();
    });
  }

  restarted(): void {
    this.#isPending = false;
    this.#events = [];
    this.#send([mark("GAP", this.#options.now())]);
  }

  [Symbol.dispose](): void {
    this.#route[Symbol.dispose]();
    clearInterval(this.#quiet);
    this.#isPending = false;
  }

  #sendPending(): void {
    this.#isPending = false;
    const events = this.#events;
    this.#events = [];
    this.#send(events);
    this.#quiet.refresh();
  }

  #send(events: readonly FeedEvent[]): void {
    const { store, seals } = this.#options;
    this.#listener({ cursor: writeLogCursor(seals, store), events });
  }
}
