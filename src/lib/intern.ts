import { deepFreeze } from "./deep-freeze.ts";

/**
 * A pool that gives equal strings, maps of strings and JSON values one shared copy. It holds at most twice `size` entries of each: when a
 * generation is full it becomes the old one, and what is asked for again moves back to the new one, so rare values are let go.
 */
export class InternPool {
  readonly #strings: Generations<string>;
  readonly #maps: Generations<Readonly<Record<string, string>>>;
  readonly #values: Generations<unknown>;

  constructor(size = 20_000) {
    this.#strings = new Generations(size);
    this.#maps = new Generations(size);
    this.#values = new Generations(size);
  }

  string(text: string): string {
    return this.#strings.get(text) ?? this.#strings.put(text, text);
  }

  /** The shared, frozen copy of a map. Keys in another order make another map. */
  map(map: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    let key = "";
    for (const name in map) key += `${name}\u0000${map[name]}\u0000`;
    return this.#maps.get(key) ?? this.#maps.put(key, Object.freeze(this.#copy(map)));
  }

  /** The shared copy of a JSON value, frozen to the last member. Members in another order make another value. */
  json<T>(value: T): T {
    const text = JSON.stringify(value);
    return (this.#values.get(text) ?? this.#values.put(text, deepFreeze(JSON.parse(text)))) as T;
  }

  /** Object.fromEntries, because a key of the outside may be `__proto__`. */
  #copy(map: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(map).map(([name, value]) => [this.string(name), this.string(value)]));
  }
}

class Generations<T> {
  readonly #size: number;
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  constructor(size: number) {
    this.#size = size;
  }

  get(key: string): T | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    return old === undefined ? undefined : this.put(key, old);
  }

  put(key: string, value: T): T {
    if (this.#young.size >= this.#size) [this.#old, this.#young] = [this.#young, new Map()];
    this.#young.set(key, value);
    return value;
  }
}
