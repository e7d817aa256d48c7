import type { Entity, EntityClass, EntityId } from "../../schema/entity.ts";
import type { Position } from "./log.ts";

/** Which changes are meant, as in Selection. */
export interface ChangeFilter {
  readonly types?: readonly EntityClass[] | null | undefined;
  readonly clusters?: readonly string[] | null | undefined;
  readonly namespaces?: readonly string[] | null | undefined;
  readonly ids?: readonly EntityId[] | null | undefined;
}

export type FeedEventKind =
  | "SNAPSHOT"
  | "SNAPSHOT_END"
  | "ADDED"
  | "MODIFIED"
  | "DELETED"
  | "REMOVED"
  | "GAP"
  | "PROGRESS";

/** One event as a client hears it. Marks (SNAPSHOT_END, GAP, PROGRESS) are about no entity; a deleted one has no node. */
export interface FeedEvent {
  readonly kind: FeedEventKind;
  readonly at: Date;
  readonly type: string | null;
  readonly id: EntityId | null;
  readonly node: Entity | null;
}

/** Events in log order, and the sealed place that follows them: null inside a snapshot, or inside what a long absence came to. */
export interface FeedBatch {
  readonly cursor: string | null;
  readonly events: readonly FeedEvent[];
}

/** What one subscriber asked for. Iterating it gives its own beginning (a snapshot, what it missed, or nothing), then what is live. */
export interface ChangeStream extends AsyncIterable<FeedBatch> {
  /** Equal for streams whose live part is the same: one execution serves them all. */
  readonly group: string;
  /**
   * The subscriber's own beginning and what came meanwhile. When nothing is left of it, `join` is called, and from that very moment on the
   * live part has all that follows. `gap` makes it begin with GAP and a snapshot, for a reader that fell behind.
   */
  opening(join: () => void, gap?: boolean): AsyncIterable<FeedBatch>;
  /** The live part that the whole group shares. PROGRESS when it is quiet. */
  live(listener: (batch: FeedBatch) => void): LiveFeed;
}

export interface LiveFeed extends Disposable {
  /** Gives the listener at once whatever is pending, and tells the position that is reached with it. */
  reach(): Position;
}

/** The change log as one viewer may see it. */
export interface Feed {
  /** Where the view of this answer stands: follow from here and nothing is missed. */
  cursor(): string;
  /** Throws BadCursorError for a `since` that was never ours. */
  changes(request: {
    readonly filter: ChangeFilter;
    readonly since?: string | null | undefined;
    readonly snapshot: boolean;
  }): ChangeStream;
  /** What changed in the retained past, newest first. `after` is the key of the last event seen. */
  history(request: {
    readonly filter: ChangeFilter;
    readonly since?: Date | null | undefined;
    readonly until?: Date | null | undefined;
    readonly first: number;
    readonly after?: string | null | undefined;
    /** Nobody waits for the answer any more. */
    readonly signal?: AbortSignal | undefined;
  }): Promise<{ readonly events: readonly (FeedEvent & { readonly key: string })[]; readonly hasNextPage: boolean }>;
}

/** Seals short texts so that a client can hold them but neither read, forge nor carry them elsewhere. The same text gives the same seal. */
export interface Seals {
  seal(purpose: string, text: string): string;
  /** Null for what was not sealed here for this purpose. */
  open(purpose: string, sealed: string): string | null;
}
