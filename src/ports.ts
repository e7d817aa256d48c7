/** The sockets between rooms: types only. Facts come in through Sink and Log; answers are read through View. */
import type { Entity, EntityClass, EntityId, EntityKey } from "../schema/entity.ts";

// ---------------------------------------------------------------------------------------------------------------- facts

/** Names a source within its cell, such as `eu-1/kubernetes`. */
export type SourceId = string;

/**
 * Put or delete of one entity. A quiet put changes the state and announces nothing: what clients see of the entity is as it was
 * (freshness moved on, or a part that the graph does not serve changed).
 */
export type Fact =
  | { readonly op: "put"; readonly entity: Entity; readonly quiet?: boolean }
  | { readonly op: "delete"; readonly type: EntityClass; readonly id: EntityId };

// ------------------------------------------------------------------------------------------------------------------ log

/** A place in the log, `<number>-<number>`; ordered by its numbers. Never shown to a client. */
export type Position = string;

/** The right to append for a source. A later owner's term fences every earlier one. It changes with the epoch too. */
export interface Ownership {
  readonly source: SourceId;
  readonly term: number;
  readonly epoch: string;
}

/**
 * A batch is appended whole or not at all. `seq` counts the batches of a term from 1 without a hole; the same `seq` again is a no-op.
 * A list of a type is announced by `begin` and ended by `complete`: what the source holds of that type and was not put between the two
 * is deleted at `complete`, and only there. The mark stands before the batch's facts for `begin` and after them for `complete`.
 */
export interface Batch {
  readonly seq: number;
  readonly facts: readonly Fact[];
  readonly list?: { readonly type: EntityClass; readonly mark: "begin" | "complete" };
}

/** How many facts a batch may have: a Redis script of 20,000 blocks the server for 163 ms. */
export const MAX_FACTS = 500;

/** What became of an entity, as the log tells it. */
export interface Change {
  readonly kind: "ADDED" | "MODIFIED" | "DELETED";
  readonly type: EntityClass;
  readonly id: EntityId;
  /** The new state; for DELETED the last one. */
  readonly entity: Entity;
  /** `change` is news to everyone; `first` belongs to the first list of its type, so it is news but no history; `quiet` is no news. */
  readonly news: "change" | "first" | "quiet";
}

/** What one batch did, or a part of it of at most MAX_FACTS changes, at one position. Positions grow, with holes. */
export interface LogEntry {
  readonly position: Position;
  readonly source: SourceId;
  readonly term: number;
  readonly at: Date;
  readonly changes: readonly Change[];
}

/** Everything the log holds at one position. */
export interface LogState {
  readonly epoch: string;
  readonly position: Position;
  readonly entities: Iterable<Entity>;
}

/** Follows the log. Both are called in log order and must not throw. */
export interface LogReader {
  /** The whole present state: at the start, in a new epoch, and after a gap. */
  restart(state: LogState): void;
  advance(entry: LogEntry): void;
}

/** Why a reader cannot resume: GAP is followed by a snapshot. */
export type Resumed = { readonly entries: readonly LogEntry[] } | { readonly gap: string };

export interface HistoryRange {
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  readonly upTo?: Position | undefined;
}

/** The ordered facts of a cell, with the present state beside it. */
export interface Log {
  /** Begins a new term of the source, which fences all earlier ones. */
  own(source: SourceId): Promise<Ownership>;
  /** Refuses a stale term or epoch and a hole in `seq` with FencedError. */
  append(owner: Ownership, batch: Batch): Promise<void>;
  /** Deletes everything that the source holds, in several entries if that is much; nothing is appended in between. */
  withdraw(owner: Ownership, seq: number): Promise<void>;
  /** What the source's last owner left, to resume from. */
  held(source: SourceId): Promise<Iterable<Entity>>;
  /** Calls `restart` before it returns, then follows until disposed. */
  follow(reader: LogReader): Promise<Disposable>;
  /** Announced entries after `position`, oldest first, or a gap. */
  since(epoch: string, position: Position): Promise<Resumed>;
  /** Announced entries between two times, newest first; with `upTo` those at or before a position. */
  history(range: HistoryRange): AsyncIterable<LogEntry>;
}

// ----------------------------------------------------------------------------------------------------------------- sink

/** Where one watch of a source puts its facts. It numbers, chunks and coalesces them by id, so calls are cheap and return at once. */
export interface Sink {
  put(entity: Entity, quiet?: boolean): void;
  delete(type: EntityClass, id: EntityId): void;
  /** Resolves when there is room: a caller that awaits it holds its outside back, and lets other sources run. */
  ready(): Promise<void>;
  /** Resolves when all that was put before is in the log. */
  flush(): Promise<void>;
  /** A list begins: what is put from now on is the list. */
  beginList(type: EntityClass): Promise<void>;
  /** The list was whole: what it did not have is deleted. */
  completeList(type: EntityClass): Promise<void>;
}

// ----------------------------------------------------------------------------------------------------------------- view

/** An index of a collection: the keys under which an entity is found. A value, declared beside the resolver that reads it. */
export interface Index<T extends Entity> {
  readonly type: EntityClass<T>;
  readonly keys: (entity: T) => readonly string[];
}

/** Which entities of a collection are meant. What is absent restricts nothing; an empty list matches nothing. */
export interface Selection<T extends Entity> {
  readonly clusters?: readonly string[] | null | undefined;
  readonly namespaces?: readonly string[] | null | undefined;
  /** Exact names, or globs with `*`. */
  readonly names?: readonly string[] | null | undefined;
  /** Only what the index has under the key. */
  readonly within?: { readonly index: Index<T>; readonly key: string } | undefined;
  /** A condition on the entity itself: makes the answer a scan of what the rest selects. */
  readonly where?: ((entity: T) => boolean) | undefined;
}

/** A stretch of the selected entities, in their order: the first `limit` after a key, or the last `limit` before one. */
export type Window =
  | { readonly first: number; readonly after?: EntityKey | undefined }
  | { readonly last: number; readonly before?: EntityKey | undefined };

export interface Page<T> {
  readonly items: readonly T[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** What a view has read, at the finest key that decides the answer: an answer holds while none of it changes. */
export interface Reads {
  entity(id: EntityId): void;
  indexKey(index: Index<Entity>, key: string): void;
  /** A stretch of a collection; null stands for all. */
  range(type: EntityClass, cluster: string | null, namespace: string | null): void;
  /** The answer may change by itself at this time, because `now()` was read. */
  until(horizon: Date): void;
}

/**
 * The store as one viewer may see it at one moment. What may not be seen is not there, on every path alike; no method waits, so an
 * answer that is computed in one turn of the event loop is of one moment.
 */
export interface View {
  /** Names the viewer's rights: two views with the same key see the same. */
  readonly accessKey: string;
  /** One time for the whole answer. `horizon` says until when what is derived from it holds. */
  now(horizon?: (now: Date) => Date): Date;
  get<T extends Entity>(type: EntityClass<T>, key: EntityKey): T | null;
  page<T extends Entity>(type: EntityClass<T>, selection: Selection<T>, window: Window): Page<T>;
  /** All of a selection that is known to be small, in order. */
  all<T extends Entity>(type: EntityClass<T>, selection: Selection<T>): readonly T[];
  /** How many there are, exactly; null when counting would be a scan over the budget. */
  count<T extends Entity>(type: EntityClass<T>, selection: Selection<T>): number | null;
  /** What the index has under the key, in order. */
  by<T extends Entity>(index: Index<T>, key: string): readonly T[];
}

// ----------------------------------------------------------------------------------------------------------------- feed

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

// ------------------------------------------------------------------------------------------------------------ telemetry

/** What is counted. Units are in the names of the metrics that come of it (src/server/metrics.ts). */
export interface Telemetry {
  watchEvents(cluster: string, resource: string, count: number): void;
  watchRestart(cluster: string, resource: string, reason: string): void;
  upstreamRequest(service: string, operation: string, outcome: string, seconds: number): void;
  configReload(succeeded: boolean): void;
}
