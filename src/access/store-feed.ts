import type { EntityClass } from "../../schema/entity.ts";
import { BadCursorError } from "../errors.ts";
import type { ChangeFilter, Feed, FeedEvent, Log, Seals } from "../ports.ts";
import type { Store } from "../store/store.ts";
import { ChangeMatch } from "./change-match.ts";
import type { ChangeRouter } from "./change-router.ts";
import type { Beginning } from "./change-stream.ts";
import { StoreChangeStream } from "./change-stream.ts";
import { readLogCursor, writeLogCursor } from "./log-cursor.ts";
import type { Rights } from "./rights.ts";

export interface FeedOptions {
  readonly store: Store;
  readonly log: Log;
  readonly router: ChangeRouter;
  readonly seals: Seals;
  readonly rights: Rights;
  /** The types that the graph has: of others nobody hears. */
  readonly served: ReadonlySet<EntityClass>;
  readonly now: () => Date;
  /** After how long without a change PROGRESS is sent, in milliseconds. */
  readonly quietMs: number;
}

/** The change log as one viewer may see it, through the store that follows it. */
export class StoreFeed implements Feed {
  readonly #options: FeedOptions;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  cursor(): string {
    return writeLogCursor(this.#options.seals, this.#options.store);
  }

  changes({ filter, since, snapshot }: Parameters<Feed["changes"]>[0]): StoreChangeStream {
    const place = since === null || since === undefined ? null : (readLogCursor(this.#options.seals, since) ?? "gap");
    const beginning: Beginning = place ?? (snapshot ? "snapshot" : "now");
    const match = this.#match(filter);
    return new StoreChangeStream({ ...this.#options, match, accessKey: this.#options.rights.key }, beginning);
  }

  async history({
    filter,
    since,
    until,
    first,
    after,
    signal,
  }: Parameters<Feed["history"]>[0]): ReturnType<Feed["history"]> {
    const match = this.#match(filter);
    const seen = after === null || after === undefined ? null : readKey(after);
    const events: (FeedEvent & { readonly key: string })[] = [];
    const range = { since: since ?? undefined, until: until ?? undefined, upTo: seen?.position };
    for await (const entry of this.#options.log.history(range)) {
      signal?.throwIfAborted();
      const isResumed = seen !== null && entry.position === seen.position;
      for (const [number, event] of [...match.events(entry.changes, entry.at).entries()].toReversed()) {
        if (isResumed && number >= seen.number) continue;
        if (events.length === first) return { events, hasNextPage: true };
        events.push({ ...event, key: `${entry.position} ${number}` });
      }
    }
    return { events, hasNextPage: false };
  }

  #match(filter: ChangeFilter): ChangeMatch {
    return new ChangeMatch(filter, this.#options.rights, this.#options.served);
  }
}

/** The place of an event in history: its entry, and its number among those that the viewer saw of it. */
function readKey(key: string): { readonly position: string; readonly number: number } {
  const [position, number] = key.split(" ");
  if (position === undefined || number === undefined) throw new BadCursorError("the cursor is not one of history");
  return { position, number: Number(number) };
}
