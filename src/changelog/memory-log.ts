import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
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
  LogState,
  Ownership,
  Position,
  Resumed,
  SourceId,
} from "../ports.ts";
import { portions } from "./portions.ts";
import { Readers } from "./readers.ts";
import type { Retention } from "./retained.ts";
import { RetainedEntries } from "./retained.ts";
import { SourceState } from "./source-state.ts";

/** Entries of a withdrawal after which the event loop has a turn: some milliseconds of the readers' work. */
const ENTRIES_A_TURN = 4;

/** Changes that are walked past in history until the event loop has a turn. */
const WALKED_A_TURN = 1000;

/**
 * The log of one process: its epoch ends with it. Readers hear an entry before `append` resolves. What deletes much is told in entries of
 * at most MAX_FACTS changes, and the state goes along with them. Those of a batch follow within one turn of the event loop, so that nobody
 * sees half a batch. A withdrawal lets the loop turn in between: whoever reads then sees less of the source from turn to turn, but
 * whatever writes, begins a term or reads a whole state has to wait for its end.
 */
export class MemoryLog implements Log {
  readonly #epoch = randomUUID();
  readonly #now: () => Date;
  readonly #sources = new Map<SourceId, SourceState>();
  readonly #readers: Readers;
  readonly #retained: RetainedEntries;
  #count = 0;
  /** Ends when all that was asked before has been done. */
  #last: Promise<unknown> = Promise.resolve();

  /** `readerFailed` hears what a reader threw, which it must not: that is no fault of the batch, which is in the log all the same. */
  constructor(
    retention: Retention,
    now: () => Date = () => new Date(),
    readerFailed: (error: unknown) => void = warnOf,
  ) {
    this.#retained = new RetainedEntries(retention);
    this.#now = now;
    this.#readers = new Readers(readerFailed);
  }

  own(source: SourceId): Promise<Ownership> {
    return this.#inOrder(() => {
      const state = this.#source(source);
      state.begin(Math.max(state.term + 1, this.#now().getTime()));
      return { source, term: state.term, epoch: this.#epoch };
    });
  }

  append(owner: Ownership, batch: Batch): Promise<void> {
    return this.#inOrder(() => {
      if (batch.facts.length > MAX_FACTS) throw new RangeError(`a batch has at most ${MAX_FACTS} facts`);
      const state = this.#next(owner, batch.seq);
      if (state === null) return;
      for (const changes of portions(state.apply(batch), MAX_FACTS)) this.#announce(owner, changes);
    });
  }

  withdraw(owner: Ownership, seq: number): Promise<void> {
    return this.#inOrder(async () => {
      const state = this.#next(owner, seq);
      if (state === null) return;
      let told = 0;
      for (const changes of portions(state.clear(), MAX_FACTS)) {
        this.#announce(owner, changes);
        told += 1;
        if (told % ENTRIES_A_TURN === 0) await nextTurn();
      }
    });
  }

  held(source: SourceId): Promise<Iterable<Entity>> {
    return this.#inOrder(() => [...this.#source(source).entities()]);
  }

  follow(reader: LogReader): Promise<Disposable> {
    return this.#inOrder(() => {
      reader.restart(this.#state());
      return this.#readers.add(reader);
    });
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
    let walked = 0;
    for (const entry of this.#retained.newestFirst(upTo)) {
      if (since !== undefined && entry.at < since) return;
      if (until === undefined || entry.at <= until) yield entry;
      walked += entry.changes.length;
      if (walked < WALKED_A_TURN) continue;
      await nextTurn();
      walked = 0;
    }
  }

  /** One after another, as they were asked: nothing comes between the entries of a withdrawal. */
  #inOrder<T>(work: () => T | Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
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

  #state(): LogState {
    const entities = [...this.#sources.values()].flatMap((state) => [...state.entities()]);
    return { epoch: this.#epoch, position: this.#position, entities };
  }

  #announce({ source, term }: Ownership, changes: readonly Change[]): void {
    this.#count += 1;
    const entry: LogEntry = { position: this.#position, source, term, at: this.#now(), changes };
    const kept = changes.filter(({ news }) => news === "change");
    if (changes.some(({ news }) => news === "first")) this.#retained.skip(entry.position);
    if (kept.length > 0) this.#retained.push(kept.length === changes.length ? entry : { ...entry, changes: kept });
    this.#readers.advance(entry, () => this.#state());
  }
}

function warnOf(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
