import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../src/lib/clock.ts";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it. Chance is always one half. */
export class TestClock implements Clock {
  #elapsed = 0;
  #date = Date.UTC(2026, 10, 23);
  #sleepers: Sleeper[] = [];

  now(): number {
    return this.#date + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  random(): number {
    return 0.5;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        at: this.#elapsed + ms,
        wake: () => {
          this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
          signal.removeEventListener("abort", sleeper.wake);
          resolve();
        },
      };
      this.#sleepers.push(sleeper);
      if (signal.aborted) sleeper.wake();
      else signal.addEventListener("abort", sleeper.wake);
    });
  }

  /** Lets time pass: who sleeps wakes at the right moment, in order, and does what can be done at once before time goes on. */
  async advance(ms: number): Promise<void> {
    const until = this.#elapsed + ms;
    for (;;) {
      const [next] = this.#sleepers.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#elapsed = Math.max(this.#elapsed, next.at);
      next.wake();
      await turn();
    }
    this.#elapsed = until;
    await turn();
  }

  /** Sets the system's clock, as an operator or NTP does: no time passes. */
  step(ms: number): void {
    this.#date += ms;
  }
}
