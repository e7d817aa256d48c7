import type { Clock } from "../../src/lib/clock.ts";
import { RENEWAL } from "./limits.ts";

/** The short time in which a watch that fell silent must be opened anew, with all that has to be asked before. */
export class Renewal {
  readonly #clock: Clock;
  #until: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isOn(): boolean {
    return this.#until !== null;
  }

  begin(): void {
    this.#until = this.#clock.monotonic() + RENEWAL;
  }

  end(): void {
    this.#until = null;
  }

  /** What is left of it; the usual time when there is none. */
  left(usual: number): number {
    return this.#until === null ? usual : Math.max(this.#until - this.#clock.monotonic(), 1);
  }
}
