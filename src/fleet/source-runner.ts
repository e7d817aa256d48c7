import type { Entity } from "../../schema/entity.ts";
import { systemClock } from "../lib/clock.ts";
import type { Logger } from "../lib/logger.ts";
import type { Log, Sink, SourceId } from "../ports.ts";
import { SourceSink } from "./source-sink.ts";

/** Somewhere that facts come from. */
export interface FactSource {
  readonly id: SourceId;
  /** Reads its outside into the sink, on from what is held of it, until the signal is aborted. */
  run(sink: Sink, held: Iterable<Entity>, signal: AbortSignal): Promise<void>;
}

/** After how long a source whose run ended by a fault is owned anew, in milliseconds. */
const AGAIN_AFTER = 1000;

/** Runs one source: owns it, lets it read, and begins a new term when its term is over before it is stopped. */
export class SourceRunner {
  readonly #source: FactSource;
  readonly #log: Log;
  readonly #logger: Logger;
  readonly #stop = new AbortController();
  #term = new AbortController();
  readonly #ended: Promise<void>;

  constructor(source: FactSource, log: Log, logger: Logger) {
    this.#source = source;
    this.#log = log;
    this.#logger = logger.child({ source: source.id });
    this.#ended = this.#run();
  }

  /** Ends the present term and begins another: the outside is not the one that it was. */
  renew(): void {
    this.#term.abort();
  }

  /** Resolves when the source has ended and all that it said is in the log. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#term.abort();
    await this.#ended;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#term = new AbortController();
      try {
        await this.#runTerm(this.#term);
      } catch (error) {
        // How a run ends that was told to is no news.
        if (!this.#stop.signal.aborted) this.#logger.error({ err: error }, "the source failed and is started again");
      }
      if (!this.#stop.signal.aborted) await systemClock.sleep(AGAIN_AFTER, this.#stop.signal);
    }
  }

  async #runTerm(term: AbortController): Promise<void> {
    const owner = await this.#log.own(this.#source.id);
    const sink = new SourceSink(this.#log, owner, (error) => {
      this.#logger.warn({ err: error }, "the log refused an append, so the term is over");
      term.abort();
    });
    const held = await this.#log.held(this.#source.id);
    if (term.signal.aborted) return;
    try {
      await this.#source.run(sink, held, term.signal);
    } finally {
      await sink.flush();
    }
  }
}

/** Deletes from the log what a source that no longer runs has left. */
export async function withdraw(source: SourceId, log: Log): Promise<void> {
  await log.withdraw(await log.own(source), 1);
}
