import type { Clock } from "../../src/lib/clock.ts";
import { ABSENCE_PROVEN } from "./limits.ts";
import type { Outages } from "./outages.ts";

/**
 * How long one resource has been missing from what its cluster says that it serves. An API server that starts again and again says so each
 * time in its first second, so looks before and after an outage prove nothing together.
 */
export class Absence {
  readonly #clock: Clock;
  readonly #outages: Outages;
  #since = 0;
  #outagesBefore = 0;

  constructor(clock: Clock, outages: Outages) {
    this.#clock = clock;
    this.#outages = outages;
  }

  /** The first look that missed it. */
  begin(): void {
    this.#since = this.#clock.monotonic();
    this.#outagesBefore = this.#outages.count;
  }

  /** One more look missed it: whether it has been missing for long enough now. An outage since makes this the first look. */
  isProven(): boolean {
    if (this.#outages.count !== this.#outagesBefore) this.begin();
    return this.#clock.monotonic() - this.#since >= ABSENCE_PROVEN;
  }
}
