import { LinkedAbort } from "./abort.ts";
import type { ClusterReading } from "./cluster-reading.ts";
import { resourceName } from "./kind.ts";
import * as limits from "./limits.ts";
import type { Mirror } from "./mirror.ts";
import type { Renewal } from "./renewal.ts";
import type { ServedResource } from "./served-resource.ts";
import type { WatchListener } from "./watch-stream.ts";
import { readWatchStream } from "./watch-stream.ts";
import { WireError } from "./wire-error.ts";

/** Watches one resource into the mirror. */
export class Watcher {
  readonly #mirror: Mirror;
  readonly #reading: ClusterReading;
  readonly #renewal: Renewal;
  readonly #onWatching: () => void;
  #established = false;

  /** `onWatching` is called whenever it watches from a place. */
  constructor(mirror: Mirror, reading: ClusterReading, renewal: Renewal, onWatching: () => void) {
    this.#mirror = mirror;
    this.#reading = reading;
    this.#renewal = renewal;
    this.#onWatching = onWatching;
  }

  /** Whether it watched in this run: before that, that the state went back is no news to the owner. */
  get established(): boolean {
    return this.#established;
  }

  /** Watches on from the mirror's place. Resolves when the server ended it well. */
  async watch(resource: ServedResource, signal: AbortSignal): Promise<void> {
    const { clock } = this.#reading;
    const openedAt = clock.monotonic();
    const from = this.#mirror.place;
    const opened = (): void => this.watching();
    await this.stream(resource, `resourceVersion=${from}`, this.listener(resource, signal), opened, signal);
    if (this.#mirror.place === from && clock.monotonic() - openedAt < limits.SHORT_WATCH)
      throw new WireError("SHORT_WATCH");
  }

  /** Says that from here on it watches from a place. */
  watching(): void {
    this.#established = true;
    this.#mirror.status.watching({ listed: true, resourceVersion: this.#mirror.place });
    this.#onWatching();
  }

  /** What becomes of what a watch from a place says. */
  listener(resource: ServedResource, signal: AbortSignal): WatchListener {
    const { sink, telemetry, cluster } = this.#reading;
    return {
      take: (event) => {
        // Who was told to forget in the middle of a chunk must not go on with the rest of it.
        signal.throwIfAborted();
        this.#mirror.take(event, resource.kind);
        return null;
      },
      rest: async (events) => {
        if (events > 0) telemetry.watchEvents(cluster, resourceName(this.#mirror.kind), events);
        this.#mirror.status.heard();
        await sink.ready();
      },
      silent: () => new WireError("SILENT"),
    };
  }

  /** Reads one watch to its end, which the listener hears; `opened` is called when the server has begun to answer. */
  async stream(
    resource: ServedResource,
    start: string,
    listener: WatchListener,
    opened: () => Promise<void> | void,
    parent: AbortSignal,
  ): Promise<void> {
    const { clock, client, slice } = this.#reading;
    using abort = new LinkedAbort(parent);
    const deadline = this.#renewal.left(limits.HEADERS_DEADLINE);
    const question = { operation: "watch", signal: abort.signal, deadline };
    try {
      const chunks = await client.stream(`${resource.path}?${this.#query(start)}`, question);
      this.#renewal.end();
      await opened();
      await readWatchStream(chunks, listener, { clock, slice, abort });
    } finally {
      abort.abort(null);
    }
    parent.throwIfAborted();
  }

  #query(start: string): string {
    const span = limits.WATCH_SECONDS_LAST - limits.WATCH_SECONDS_FIRST;
    const seconds = limits.WATCH_SECONDS_FIRST + Math.floor(this.#reading.clock.random() * span);
    return `watch=true&allowWatchBookmarks=true&timeoutSeconds=${seconds}&${start}`;
  }
}
