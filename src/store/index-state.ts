import type { Entity, EntityKey } from "../../schema/entity.ts";
import { SortedList } from "../lib/sorted-list.ts";
import type { Index } from "../ports.ts";
import { compareEntities } from "./entity-order.ts";

/** What one index of one collection has under each key, in the collection's order. */
export class IndexState<T extends Entity> {
  readonly #index: Index<T>;
  readonly #postings = new Map<string, SortedList<EntityKey, T>>();

  constructor(index: Index<T>, entities: Iterable<T>) {
    this.#index = index;
    for (const entity of entities) this.replace(undefined, entity);
  }

  get(key: string): SortedList<EntityKey, T> | undefined {
    return this.#postings.get(key);
  }

  /** Takes in that an entity went from one state to the next; undefined where it was or is not there. */
  replace(before: T | undefined, after: T | undefined): void {
    const oldKeys = before === undefined ? [] : this.#index.keys(before);
    const newKeys = after === undefined ? [] : this.#index.keys(after);
    if (before !== undefined) for (const key of oldKeys) if (!newKeys.includes(key)) this.#remove(key, before);
    if (after !== undefined) for (const key of newKeys) this.#put(key, after);
  }

  #put(key: string, entity: T): void {
    let posting = this.#postings.get(key);
    if (posting === undefined) this.#postings.set(key, (posting = new SortedList(compareEntities)));
    posting.put(entity);
  }

  #remove(key: string, entity: T): void {
    const posting = this.#postings.get(key);
    posting?.remove(entity);
    if (posting?.size === 0) this.#postings.delete(key);
  }
}
