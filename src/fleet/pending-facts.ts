import type { Fact } from "../ports.ts";

/**
 * Facts that wait to be appended, the last one of each id only: a source that falls behind skips states instead of growing. A fact that
 * comes again moves to the end, so that what is said of a watch never stands before the objects that it speaks of.
 */
export class PendingFacts {
  readonly #byId = new Map<string, Fact>();

  get size(): number {
    return this.#byId.size;
  }

  add(fact: Fact): void {
    const id = fact.op === "put" ? fact.entity.id : fact.id;
    const earlier = this.#byId.get(id);
    this.#byId.delete(id);
    this.#byId.set(id, fact.op === "put" && isLoudPut(earlier) ? { ...fact, quiet: false } : fact);
  }

  /** Takes out the first ones. */
  take(count: number): readonly Fact[] {
    const facts: Fact[] = [];
    for (const [id, fact] of this.#byId) {
      if (facts.length === count) break;
      facts.push(fact);
      this.#byId.delete(id);
    }
    return facts;
  }
}

/** A put that clients have to hear of stays so when a quiet one takes its place; a delete before a put is news as well. */
function isLoudPut(fact: Fact | undefined): boolean {
  return fact !== undefined && (fact.op === "delete" || fact.quiet !== true);
}
