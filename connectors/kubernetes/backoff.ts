import type { Clock } from "../../src/lib/clock.ts";
import { BACKOFF_FACTOR, BACKOFF_FIRST, BACKOFF_LAST, BACKOFF_RESET } from "./limits.ts";

/** client-go's back-off: doubles up to a limit, is drawn out by chance up to twice, and begins anew after a time without failure. */
export class Backoff {
  readonly #clock: Clock;
  #step = BACKOFF_FIRST;
  #failedAt = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What failed is well again: the next failure is a first one. */
  reset(): void {
    this.#step = BACKOFF_FIRST;
  }

  /** How long to wait after one more failure. */
  next(): number {
    const now = this.#clock.monotonic();
    if (now - this.#failedAt > BACKOFF_RESET) this.#step = BACKOFF_FIRST;
    const ms = Math.min(this.#step * (1 + this.#clock.random()), BACKOFF_LAST);
    this.#step = Math.min(this.#step * BACKOFF_FACTOR, BACKOFF_LAST);
    this.#failedAt = now + ms;
    return Math.round(ms);
  }
}
