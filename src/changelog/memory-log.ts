import { randomUUID } from "node:crypto";
import type { Entity } from "../../schema/entity.ts";
import { FencedError } from "../errors.ts";
import { START, comparePositions } from "../lib/position.ts";
import { MAX_FACTS } from "../ports.ts";
import type {
  Batch,
  Change,
  HistoryRange,
  Log,
  LogEntry,
  LogReader,
  Ownership,
  Position,
  Resumed,
  SourceId,
} from "../ports.ts";
import type { Retention } from "./retained.ts";
import { RetainedEntries } from "./retained.ts";
import { SourceState } from "./source-state.ts";

/** The log of one process: its epoch ends with it. Readers hear an entry before `append` resolves. */
export class MemoryLog implements Log {
  readonly #epoch = randomUUID();
  readonly #now: () => Date;
  readonly #sources = new Map<SourceId, SourceState>();
  readonly #readers = new Set<LogReader>();
  readonly #retained: RetainedEntries;
  #count = 0;

  constructor(retention: Retention, now: () => Date = () => new Date()) {
    this.#retained = new RetainedEntries(retention);
    this.#now = now;
  }

  async own(source: SourceId): Promise<Ownership> {
    const state = this.#source(source);
    state.begin(Math.max(state.term + 1, this.#now().getTime()));
    return { source, term: state.term, epoch: this.#epoch };
  }

  async append(owner: Ownership, batch: Batch): Promise<void> {
    if (batch.facts.length > MAX_FACTS) throw new RangeError(`a batch has at most ${MAX_FACTS} facts`);
    const state = this.#next(owner, batch.seq);
    if (state !== null) this.#announce(owner, state.apply(batch));
  }

  async withdraw(owner: Ownership, seq: number): Promise<void> {
    const state = this.#next(owner, seq);
    if (state !== null) this.#announce(owner, state.clear());
  }

  async held(source: SourceId): Promise<Iterable<Entity>> {
    return [...this.#source(source).entities()];
  }

  async follow(reader: LogReader): Promise<Disposable> {
    const entities = [...this.#sources.values()].flatMap((state) => [...state.entities()]);
    reader.restart({ epoch: this.#epoch, position: this.#position, entities });
    this.#readers.add(reader);
    return { [Symbol.dispose]: () => this.#readers.delete(reader) };
  }

  async since(epoch: string, position: Position): Promise<Resumed> {
    this.#retained.trim(this.#now());
    if (epoch !== this.#epoch) return { gap: "another epoch" };
    if (comparePositions(position, this.#position) > 0) return { gap: "a position that was never reached" };
    if (comparePositions(position, this.#retained.floor) < 0) return { gap: "no longer kept" };
    return { entries: this.#retained.after(position) };
  }

  async *history({ since, until, upTo }: HistoryRange): AsyncGenerator<LogEntry, void, undefined> {
    this.#retained.trim(this.#now());
    for (const entry of this.#retained.newestFirst()) {
      if (since !== undefined && entry.at < since) return;
      const later = until !== undefined && entry.at > until;
      if (!later && (upTo === undefined || comparePositions(entry.position, upTo) <= 0)) yield entry;
    }
  }

  get #position(): Position {
    return this.#count === 0 ? START : `${this.#count}-0`;
  }

  #source(source: SourceId): SourceState {
    let state = this.#sources.get(source);
    if (state === undefined) this.#sources.set(source, (state = new SourceState()));
    return state;
  }

  /** The source's state, ready to take the batch of this number; null for the last one again. */
  #next({ source, term, epoch }: Ownership, seq: number): SourceState | null {
    const state = this.#source(source);
    if (epoch !== this.#epoch) throw new FencedError("the log lost data and began a new epoch", { source });
    if (term !== state.term) throw new FencedError("the source has a later owner", { source });
    if (seq === state.seq) return null;
    if (seq !== state.seq + 1) throw new FencedError(`batch ${state.seq + 1} is missing`, { source });
    state.seq = seq;
    return state;
  }

  #announce({ source, term }: Ownership, changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.#count += 1;
    const entry: LogEntry = { position: this.#position, source, term, at: this.#now(), changes };
    const kept = changes.filter(({ news }) => news === "change");
    if (changes.some(({ news }) => news === "first")) this.#retained.skip(entry.position);
    if (kept.length > 0) this.#retained.push(kept.length === changes.length ? entry : { ...entry, changes: kept });
    for (const reader of this.#readers) reader.advance(entry);
  }
}
