import type { Version } from "./version.ts";

/** The last changes of one resource in order, at most `window` of them: the watch cache of a kube-apiserver. */
export class ChangeLog {
  readonly #window: number;
  #changes: Version[] = [];
  #first = 0;

  constructor(window: number) {
    this.#window = window;
  }

  get #size(): number {
    return this.#changes.length - this.#first;
  }

  /** Adds a change; what falls out of the window in return is forgotten. */
  push(change: Version): Version | undefined {
    this.#changes.push(change);
    return this.#size > this.#window ? this.shift() : undefined;
  }

  shift(): Version | undefined {
    const oldest = this.#changes[this.#first];
    if (oldest === undefined) return undefined;
    this.#first += 1;
    if (this.#first > 1024 && this.#first * 2 > this.#changes.length) {
      this.#changes = this.#changes.slice(this.#first);
      this.#first = 0;
    }
    return oldest;
  }

  /** The changes after a revision. */
  since(revision: number): Version[] {
    let low = this.#first;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#changes[middle] as Version).revision <= revision) low = middle + 1;
      else high = middle;
    }
    return this.#changes.slice(low);
  }
}
