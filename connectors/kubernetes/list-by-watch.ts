import type { ClusterReading } from "./cluster-reading.ts";
import type { Mirror } from "./mirror.ts";
import { resourceVersionOf } from "./resource-version.ts";
import type { ServedResource } from "./served-resource.ts";
import type { WatchEvent } from "./watch-event.ts";
import { endsInitialEvents } from "./watch-event.ts";
import type { WatchListener } from "./watch-stream.ts";
import type { Watcher } from "./watcher.ts";
import { WireError } from "./wire-error.ts";

const FROM_THE_LIST = "sendInitialEvents=true&resourceVersionMatch=NotOlderThan";

/** Watches a resource without a place: the first events are the list, a bookmark ends it, and the watch goes on from there. */
export class ListByWatch {
  readonly #mirror: Mirror;
  readonly #reading: ClusterReading;
  readonly #watcher: Watcher;

  constructor(mirror: Mirror, reading: ClusterReading, watcher: Watcher) {
    this.#mirror = mirror;
    this.#reading = reading;
    this.#watcher = watcher;
  }

  /** Resolves when the server ended the watch well, after a whole list. */
  async run(resource: ServedResource, signal: AbortSignal): Promise<void> {
    const endTurn = await this.#reading.lists.take(signal);
    const listener = this.#listener(resource, endTurn, signal);
    try {
      await this.#watcher.stream(resource, FROM_THE_LIST, listener, () => this.#mirror.beginList(), signal);
    } finally {
      endTurn();
    }
    if (!this.#mirror.hasPlace) throw new WireError("WATCH_LIST_FAILED");
  }

  /** `listed` is called when the list is whole. */
  #listener(resource: ServedResource, listed: () => void, signal: AbortSignal): WatchListener {
    const afterList = this.#watcher.listener(resource, signal);
    return {
      ...afterList,
      take: (event) => {
        if (this.#mirror.hasPlace) return afterList.take(event);
        signal.throwIfAborted();
        return this.#takeInitial(event, resource) === "whole" ? this.#finish(event, listed, signal) : null;
      },
      silent: () => (this.#mirror.hasPlace ? afterList.silent() : new WireError("FROZEN")),
    };
  }

  /** Takes an event of the list, and says how the list is after it. */
  #takeInitial(event: WatchEvent, { kind }: ServedResource): "going on" | "whole" {
    if (event.type === "BOOKMARK") return this.#takeBookmark(event.object);
    if (event.type === "ADDED") this.#mirror.takeItem(event.object, kind);
    else this.#mirror.take(event, kind);
    return "going on";
  }

  #takeBookmark(bookmark: unknown): "whole" {
    if (!endsInitialEvents(bookmark)) {
      // A server that knows WatchList sends no other bookmark first: this one took it for a plain watch, and its list has no end.
      this.#reading.watchList.refused = true;
      throw new WireError("WATCH_LIST_FAILED");
    }
    if (resourceVersionOf(bookmark) === "") throw new WireError("MALFORMED_LIST", "no resourceVersion");
    return "whole";
  }

  async #finish({ object }: WatchEvent, listed: () => void, signal: AbortSignal): Promise<void> {
    await this.#mirror.finishList(resourceVersionOf(object), signal);
    this.#watcher.watching();
    listed();
  }
}
