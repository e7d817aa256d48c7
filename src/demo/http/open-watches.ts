import type { WatchStream } from "./watch-stream.ts";

/** The watches that are open now, by the resource that they are of. */
export class OpenWatches {
  readonly #streams = new Map<string, Set<WatchStream>>();

  /** Counts a watch as open, until what it returns is called. */
  add(resource: string, stream: WatchStream): () => void {
    const streams = this.#streams.get(resource) ?? new Set();
    this.#streams.set(resource, streams.add(stream));
    return () => streams.delete(stream);
  }

  of(resource: string): readonly WatchStream[] {
    return [...(this.#streams.get(resource) ?? [])];
  }
}
