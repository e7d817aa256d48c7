export interface HeardBatch {
  readonly cursor: string | null;
  readonly events: readonly {
    readonly kind: string;
    readonly id: string | null;
    readonly node: { readonly resourceVersion: string } | null;
  }[];
}

/**
 * What a subscriber comes to by all that it hears, over however many connections. Whatever breaks a rule of the stream it notes as a
 * fault. From a cursor on it expects exactly what followed, so that no change is told twice and none comes out of nothing.
 */
export class ChangeFold {
  /** The resourceVersion of each object by its id. */
  readonly state = new Map<string, string>();
  readonly faults: string[] = [];
  /** Every change since the last whole state, and how many there were at each cursor. */
  changes: string[] = [];
  places: { readonly cursor: string; readonly count: number }[] = [];
  resumptions = 0;
  gaps = 0;
  #cursor: string | null;
  readonly #versions = new Map<string, number>();
  #isInSnapshot = false;
  /** Whether the state is the one that the cursor stands for. */
  #isExact = false;

  constructor(cursor: string | null = null) {
    this.#cursor = cursor;
  }

  /** A connection begins: where it has to resume. */
  begin(): string | null {
    this.#isInSnapshot = this.#cursor === null;
    if (this.#cursor === null) this.#forget();
    else this.resumptions += 1;
    // What was told since the cursor is told again.
    if (!this.#isExact) {
      this.#versions.clear();
      this.changes = [];
      this.places = [];
    }
    return this.#cursor;
  }

  hear({ cursor, events }: HeardBatch): void {
    if (events.length === 0) this.faults.push("a batch of nothing");
    for (const { kind, id, node } of events)
      if (id === null) this.#hearMark(kind);
      else this.#hearChange(kind, id, node?.resourceVersion);
    if (this.#isInSnapshot && cursor !== null) this.faults.push("a cursor within a snapshot");
    this.#isExact &&= cursor !== null;
    if (cursor === null) return;
    this.#cursor = cursor;
    this.places.push({ cursor, count: this.changes.length });
  }

  #hearMark(kind: string): void {
    if (kind === "GAP") {
      this.gaps += 1;
      this.#forget();
      // The cursor too: with it the suffix of a state would be told that is not held any more.
      this.#cursor = null;
      this.#isInSnapshot = true;
    } else if (kind === "SNAPSHOT_END") {
      if (!this.#isInSnapshot) this.faults.push("the end of no snapshot");
      this.#isInSnapshot = false;
      this.#isExact = true;
    } else if (kind !== "PROGRESS" || this.#isInSnapshot) this.faults.push(`${kind} out of place`);
  }

  #hearChange(kind: string, id: string, version: string | undefined): void {
    const told = `${kind} ${id} ${version}`;
    if ((kind === "SNAPSHOT") !== this.#isInSnapshot) this.faults.push(`${told} out of place`);
    const isKnown = this.state.has(id);
    if ((this.#isExact || this.#isInSnapshot) && isKnown !== (kind === "MODIFIED" || kind === "DELETED"))
      this.faults.push(`${told}, of which ${isKnown ? this.state.get(id) : "nothing"} is known`);
    if (kind !== "SNAPSHOT") this.changes.push(told);
    if (version === undefined) {
      if (kind !== "DELETED") this.faults.push(told);
      this.state.delete(id);
      return;
    }
    const least = this.#versions.get(id) ?? 0;
    // A snapshot may tell again what was told before it; nothing else may.
    if (Number(version) < least || (Number(version) === least && kind !== "SNAPSHOT"))
      this.faults.push(`${told} after ${least}`);
    this.#versions.set(id, Number(version));
    this.state.set(id, version);
  }

  #forget(): void {
    this.state.clear();
    this.changes = [];
    this.places = [];
    this.#isExact = false;
  }
}
