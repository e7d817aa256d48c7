import type { Entity, EntityClass } from "../../schema/entity.ts";
import type { LogEntry, LogReader, LogState, Position } from "../ports.ts";
import { Collection } from "./collection.ts";

/** Hears what the store has taken in: an entry, or that everything was replaced. */
export interface StoreListener {
  restarted(): void;
  advanced(entry: LogEntry): void;
}

/**
 * The read model that follows the log. Its contract: a read sees one moment of a collection; for one entity the states seen are a
 * subsequence of the source's; a change is announced after the store and its indexes hold it; what is returned is frozen.
 */
export class Store implements LogReader {
  #collections = new Map<EntityClass, Collection<Entity>>();
  readonly #listeners = new Set<StoreListener>();
  #epoch = "";
  #position: Position = "0-0";

  get epoch(): string {
    return this.#epoch;
  }

  /** The log's position that the store stands at. */
  get position(): Position {
    return this.#position;
  }

  of<T extends Entity>(type: EntityClass<T>): Collection<T> {
    let collection = this.#collections.get(type);
    if (collection === undefined) this.#collections.set(type, (collection = new Collection()));
    return collection as unknown as Collection<T>;
  }

  restart({ epoch, position, entities }: LogState): void {
    this.#collections = new Map();
    for (const entity of entities) this.of(entity.constructor as EntityClass).put(entity.id, entity);
    this.#epoch = epoch;
    this.#position = position;
    for (const listener of this.#listeners) listener.restarted();
  }

  advance(entry: LogEntry): void {
    for (const { kind, type, id, entity } of entry.changes) {
      if (kind === "DELETED") this.of(type).delete(id);
      else this.of(type).put(id, entity);
    }
    this.#position = entry.position;
    for (const listener of this.#listeners) listener.advanced(entry);
  }

  listen(listener: StoreListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }
}
