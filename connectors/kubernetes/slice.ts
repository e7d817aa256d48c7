import { SLICE } from "./limits.ts";

/** One cluster's share of a turn of the event loop, whatever the number of its watches. When it is used up they all rest until the next. */
export class Slice {
  #startedAt = 0;
  #turn: Promise<void> | null = null;

  /** Whether the share of this turn is used up. The first question of a turn begins it. */
  over(): boolean {
    const now = performance.now();
    if (this.#turn !== null) return now - this.#startedAt > SLICE;
    this.#startedAt = now;
    this.#turn = new Promise((resolve) => {
      setImmediate(() => {
        this.#turn = null;
        resolve();
      });
    });
    return false;
  }

  /** Resolves in the next turn. */
  rest(): Promise<void> {
    return this.#turn ?? Promise.resolve();
  }
}
