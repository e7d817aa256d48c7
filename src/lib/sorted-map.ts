import { SortedList, compareText } from "./sorted-list.ts";

interface Keyed<V> {
  readonly key: string;
  readonly value: V;
}

/** A map whose keys can be walked in order from any place. */
export class SortedMap<V> {
  readonly #byKey = new Map<string, Keyed<V>>();
  readonly #ordered = new SortedList<{ readonly key: string }, Keyed<V>>((a, b) => compareText(a.key, b.key));

  get size(): number {
    return this.#byKey.size;
  }

  get(key: string): V | undefined {
    return this.#byKey.get(key)?.value;
  }

  getOrCreate(key: string, create: () => V): V {
    const found = this.#byKey.get(key);
    if (found !== undefined) return found.value;
    const entry = { key, value: create() };
    this.#byKey.set(key, entry);
    this.#ordered.put(entry);
    return entry.value;
  }

  delete(key: string): void {
    if (this.#byKey.delete(key)) this.#ordered.remove({ key });
  }

  /** Keys and values in order, from `from` on and with it. */
  *from(from?: string): Generator<[string, V], void, undefined> {
    const first = from === undefined ? undefined : this.#byKey.get(from);
    if (first !== undefined) yield [first.key, first.value];
    for (const { key, value } of this.#ordered.after(from === undefined ? undefined : { key: from }))
      yield [key, value];
  }

  /** Keys and values in the opposite order, from `from` on and with it. */
  *back(from?: string): Generator<[string, V], void, undefined> {
    const first = from === undefined ? undefined : this.#byKey.get(from);
    if (first !== undefined) yield [first.key, first.value];
    for (const { key, value } of this.#ordered.before(from === undefined ? undefined : { key: from }))
      yield [key, value];
  }
}
