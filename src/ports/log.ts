import type { Entity, EntityClass, EntityId } from "../../schema/entity.ts";

/** Names a source within its cell, such as `eu-1/kubernetes`. */
export type SourceId = string;

/**
 * Put or delete of one entity. A quiet put changes the state and announces nothing: what clients see of the entity is as it was
 * (freshness moved on, or a part that the graph does not serve changed).
 */
export type Fact =
  | { readonly op: "put"; readonly entity: Entity; readonly quiet?: boolean }
  | { readonly op: "delete"; readonly type: EntityClass; readonly id: EntityId };

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
