import type { Entity, EntityClass, EntityId, EntityKey } from "../../schema/entity.ts";

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
