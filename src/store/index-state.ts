import type { Entity, EntityKey } from "../../schema/entity.ts";
import { SortedList } from "../lib/sorted-list.ts";
import type { Index } from "../ports.ts";
import { compareEntities } from "./entity-order.ts";

/** What one index of one collection has under each key, in the collection's order. */
export class IndexState<T extends Entity> {
  readonly #index: Index<T>;
  /** What is alone under its key stands without a list: of an index by address that is each pod. */
  readonly #postings = new Map<string, T | SortedList<EntityKey, T>>();

  constructor(index: Index<T>, entities: Iterable<T>) {
    this.#index = index;
    for (const entity of entities) this.replace(undefined, entity);
  }

  get(key: string): SortedList<EntityKey, T> | undefined {
    const posting = this.#postings.get(key);
    return posting === undefined || posting instanceof SortedList ? posting : listOf(posting);
  }

  /** Takes in that an entity went from one state to the next; undefined where it was or is not there. */
  replace(before: T | undefined, after: T | undefined): void {
    const oldKeys = before === undefined ? [] : this.#index.keys(before);
    const newKeys = after === undefined ? [] : this.#index.keys(after);
    if (before !== undefined) for (const key of oldKeys) if (!newKeys.includes(key)) this.#remove(key, before);
    if (after !== undefined) for (const key of newKeys) this.#put(key, after);
  }

  #put(key: string, entity: T): void {
    const posting = this.#postings.get(key);
    if (posting instanceof SortedList) posting.put(entity);
    else if (posting === undefined || compareEntities(posting, entity) === 0) this.#postings.set(key, entity);
    else this.#postings.set(key, listOf(posting, entity));
  }

  #remove(key: string, entity: T): void {
    const posting = this.#postings.get(key);
    if (posting === undefined) return;
    if (posting instanceof SortedList) posting.remove(entity);
    else if (compareEntities(posting, entity) !== 0) return;
    if (!(posting instanceof SortedList) || posting.size === 0) this.#postings.delete(key);
  }
}

function listOf<T extends Entity>(...entities: readonly T[]): SortedList<EntityKey, T> {
  const list = new SortedList<EntityKey, T>(compareEntities);
  for (const entity of entities) list.put(entity);
  return list;
}
