import type { LogEntry, LogReader, LogState } from "../ports.ts";

/**
 * Those who follow the log. They must not throw; one that does nevertheless is no harm to the others, nor to whoever appends: it begins
 * again with the whole state, and when it cannot do that either it is dropped. `failed` hears each fault.
 */
export class Readers {
  readonly #readers = new Set<LogReader>();
  readonly #failed: (error: unknown) => void;

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  add(reader: LogReader): Disposable {
    this.#readers.add(reader);
    return { [Symbol.dispose]: () => this.#readers.delete(reader) };
  }

  /** `state`: what the log holds with this entry. */
  advance(entry: LogEntry, state: () => LogState): void {
    for (const reader of this.#readers) {
      try {
        reader.advance(entry);
      } catch (error) {
        this.#failed(error);
        this.#restart(reader, state());
      }
    }
  }

  #restart(reader: LogReader, state: LogState): void {
    try {
      reader.restart(state);
    } catch (error) {
      this.#readers.delete(reader);
      this.#failed(error);
    }
  }
}
