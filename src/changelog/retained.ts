import { START, comparePositions } from "../lib/position.ts";
import { sizeOf } from "../lib/size-of.ts";
import type { LogEntry, Position } from "../ports.ts";

export interface Retention {
  /** How long a change is kept. */
  readonly maxAgeMs: number;
  /** How much all kept changes may take, by `sizeOf`. */
  readonly maxBytes: number;
}

/** The recent past of the log: what announced something, trimmed by age and by bytes. */
export class RetainedEntries {
  readonly #retention: Retention;
  readonly #sizes: number[] = [];
  #entries: LogEntry[] = [];
  /** How many of `#entries` at its front are trimmed and only not yet cut off. */
  #head = 0;
  /** How many were cut off ever: with it an entry has a number that stays. */
  #cut = 0;
  #bytes = 0;
  #floor: Position = START;

  constructor(retention: Retention) {
    this.#retention = retention;
  }

  /** Before this position something may be missing: nobody can resume from there. */
  get floor(): Position {
    return this.#floor;
  }

  /** Something was announced at this position that is not kept. */
  skip(position: Position): void {
    this.#floor = position;
  }

  push(entry: LogEntry): void {
    const size = sizeOf(entry.changes);
    this.#entries.push(entry);
    this.#sizes.push(size);
    this.#bytes += size;
    this.trim(entry.at);
  }

  trim(now: Date): void {
    const oldest = now.getTime() - this.#retention.maxAgeMs;
    for (let entry = this.#entries[this.#head]; entry !== undefined; entry = this.#entries[this.#head]) {
      if (this.#bytes <= this.#retention.maxBytes && entry.at.getTime() >= oldest) break;
      this.#bytes -= this.#sizes[this.#head] ?? 0;
      if (comparePositions(entry.position, this.#floor) > 0) this.#floor = entry.position;
      this.#head += 1;
    }
    if (this.#head * 2 < this.#entries.length) return;
    this.#entries = this.#entries.slice(this.#head);
    this.#sizes.splice(0, this.#head);
    this.#cut += this.#head;
    this.#head = 0;
  }

  /** The entries after a position, oldest first. */
  after(position: Position): readonly LogEntry[] {
    return this.#entries.slice(this.#firstAfter(position));
  }

  /** The entries up to a position, or all. What is trimmed while somebody walks is not told, nor what is pushed meanwhile. */
  *newestFirst(upTo?: Position): Generator<LogEntry, void, undefined> {
    const end = upTo === undefined ? this.#entries.length : this.#firstAfter(upTo);
    for (let number = this.#cut + end - 1; number >= this.#cut + this.#head; number -= 1) {
      const entry = this.#entries[number - this.#cut];
      if (entry !== undefined) yield entry;
    }
  }

  /** Where in `#entries` those after a position begin. */
  #firstAfter(position: Position): number {
    let low = this.#head;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.#entries[middle];
      if (entry !== undefined && comparePositions(entry.position, position) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
