/** A seeded source of chance: the same seed gives the same sequence on every machine. Not for secrets. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `below`. */
  int(below: number): number;
  pick<T>(items: readonly T[]): T;
  /** `count` characters of an alphabet. */
  text(count: number, alphabet: string): string;
}

/** mulberry32: 32 bits of state, a few operations a number, good enough for scenes and jitter. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number): number => Math.floor(next() * below);
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new RangeError("nothing to pick from");
    return items[int(items.length)] as T;
  };
  const text = (count: number, alphabet: string): string =>
    Array.from({ length: count }, () => alphabet.charAt(int(alphabet.length))).join("");
  return { next, int, pick, text };
}
