import type { Clock } from "../../src/lib/clock.ts";

/** A bounded number of turns at something: who comes when all are taken waits in line. A turn ends by itself when it takes too long. */
export class Slots {
  readonly #clock: Clock;
  readonly #longest: number;
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number, longest: number, clock: Clock) {
    this.#free = count;
    this.#longest = longest;
    this.#clock = clock;
  }

  /** Resolves with what ends the turn, which may be called more than once; rejects when the signal is aborted first. */
  async take(signal: AbortSignal): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn(signal);
    const ended = new AbortController();
    const end = (): void => {
      if (!ended.signal.aborted) this.#giveBack();
      ended.abort();
    };
    void this.#clock.sleep(this.#longest, ended.signal).then(end);
    return end;
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(signal.reason);
      };
      const enter = (): void => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener("abort", leave, { once: true });
      this.#waiting.push(enter);
    });
  }

  #giveBack(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
