/** How many items a chunk may hold: an insertion moves at most this many pointers, a search halves through the chunks first. */
const CHUNK = 512;

/**
 * Items in the order of their keys, each key once. `T` carries its own key, so an item is found by anything that has one. Finding costs
 * O(log n), putting and removing O(log n) and a move within one chunk.
 */
export class SortedList<K, T extends K> {
  readonly #compare: (a: K, b: K) => number;
  readonly #chunks: T[][] = [];
  #size = 0;

  constructor(compare: (a: K, b: K) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#size;
  }

  get(key: K): T | undefined {
    const [chunk, at, found] = this.#find(key);
    return found ? this.#chunks[chunk]?.[at] : undefined;
  }

  /** Puts an item in the place of the one with an equal key, if there is one. */
  put(item: T): void {
    const [index, at, found] = this.#find(item);
    const chunk = this.#chunks[index];
    if (chunk === undefined) this.#chunks.push([item]);
    else if (found) chunk[at] = item;
    else chunk.splice(at, 0, item);
    if (found) return;
    this.#size += 1;
    if (chunk !== undefined && chunk.length > CHUNK) this.#chunks.splice(index + 1, 0, chunk.splice(CHUNK / 2));
  }

  remove(key: K): void {
    const [index, at, found] = this.#find(key);
    if (!found) return;
    const chunk = this.#chunks[index];
    chunk?.splice(at, 1);
    if (chunk?.length === 0) this.#chunks.splice(index, 1);
    this.#size -= 1;
  }

  /** Items in order, those after `key` only. The list must not change while it is walked. */
  *after(key?: K): Generator<T, void, undefined> {
    const [first, at, found] = key === undefined ? [0, 0, false] : this.#find(key);
    for (let index = first; index < this.#chunks.length; index += 1) {
      const chunk = this.#chunks[index] ?? [];
      for (let i = index === first ? at + Number(found) : 0; i < chunk.length; i += 1) yield chunk[i] as T;
    }
  }

  /** Items in the opposite order, those before `key` only. */
  *before(key?: K): Generator<T, void, undefined> {
    const end = this.#chunks.length - 1;
    const [first, at] = key === undefined ? [end, Infinity] : this.#find(key);
    for (let index = first; index >= 0; index -= 1) {
      const chunk = this.#chunks[index] ?? [];
      for (let i = Math.min(index === first ? at : Infinity, chunk.length) - 1; i >= 0; i -= 1) yield chunk[i] as T;
    }
  }

  /** The chunk and the place in it where the key is or would be, and whether it is there. */
  #find(key: K): [chunk: number, at: number, found: boolean] {
    const index = Math.max(0, lowerBound(this.#chunks, (chunk) => this.#compare(chunk[0] as T, key) <= 0) - 1);
    const chunk = this.#chunks[index] ?? [];
    const at = lowerBound(chunk, (item) => this.#compare(item, key) < 0);
    return [index, at, at < chunk.length && this.#compare(chunk[at] as T, key) === 0];
  }
}

/** How many items at the front satisfy a condition that only front items satisfy. */
function lowerBound<T>(items: readonly T[], isBelow: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Order by code unit: the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
