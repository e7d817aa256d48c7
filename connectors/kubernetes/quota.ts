import { QUOTA_OVERDRAFT } from "./limits.ts";
import { WireError } from "./wire-error.ts";

/**
 * How many bytes what is held of one cluster may take, all its kinds together, and how many it takes, by estimate: so that one huge
 * cluster cannot end the process for all others. What is held already is never let go for it.
 */
export class Quota {
  readonly #limit: number;
  #used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get used(): number {
    return this.#used;
  }

  /** Whether what is held may grow by so much; `isHeld`, by an object that is held already. Shrinking is always allowed. */
  hasRoomFor(growth: number, isHeld: boolean): boolean {
    const limit = isHeld ? this.#limit * (1 + QUOTA_OVERDRAFT) : this.#limit;
    return growth <= 0 || this.#used + growth <= limit;
  }

  /** What is held grew by so much; shrank, when it is negative. */
  add(growth: number): void {
    this.#used += growth;
  }

  exceeded(): WireError {
    return new WireError("QUOTA_EXCEEDED", `${this.#limit} bytes`);
  }
}
