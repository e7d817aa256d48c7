import type { Logger } from "../lib/logger.ts";
import type { Log, SourceId } from "../ports.ts";
import { SourceRunner, withdraw } from "./source-runner.ts";
import type { FactSource } from "./source-runner.ts";

/** A source that is wanted. Another fingerprint under the same id is another source, which takes its place. */
export interface WantedSource {
  readonly id: SourceId;
  readonly fingerprint: string;
  readonly create: (renew: () => void) => FactSource;
}

export interface FleetOptions {
  readonly log: Log;
  readonly logger: Logger;
  /** How long what a removed source brought is kept, in milliseconds. */
  readonly removalGraceMs: number;
}

interface Running {
  readonly fingerprint: string;
  readonly runner: SourceRunner;
}

/** The sources that this process runs. Each lives and fails by itself. */
export class Fleet implements AsyncDisposable {
  readonly #options: FleetOptions;
  readonly #running = new Map<SourceId, Running>();
  readonly #leaving = new Map<SourceId, NodeJS.Timeout>();
  /** Changes are made one after another. */
  #turn: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** Starts what is new, stops what is no longer wanted, and withdraws it after its grace. */
  set(wanted: readonly WantedSource[]): Promise<void> {
    const changed = this.#turn.then(() => this.#change(new Map(wanted.map((source) => [source.id, source]))));
    this.#turn = changed.catch(() => {});
    return changed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.#turn;
    for (const timer of this.#leaving.values()) clearTimeout(timer);
    await Promise.all([...this.#running.values()].map(({ runner }) => runner.stop()));
    this.#running.clear();
  }

  async #change(wanted: ReadonlyMap<SourceId, WantedSource>): Promise<void> {
    if (this.#isOver) return;
    const ended = [...this.#running].filter(([id, { fingerprint }]) => wanted.get(id)?.fingerprint !== fingerprint);
    await Promise.all(ended.map(([, { runner }]) => runner.stop()));
    for (const [id] of ended) {
      this.#running.delete(id);
      if (!wanted.has(id)) this.#leave(id);
    }
    for (const source of wanted.values()) if (!this.#running.has(source.id)) this.#start(source);
  }

  #start({ id, fingerprint, create }: WantedSource): void {
    const { log, logger } = this.#options;
    clearTimeout(this.#leaving.get(id));
    this.#leaving.delete(id);
    const runner: SourceRunner = new SourceRunner(
      create(() => runner.renew()),
      log,
      logger,
    );
    this.#running.set(id, { fingerprint, runner });
    logger.info({ source: id }, "the source was started");
  }

  #leave(id: SourceId): void {
    const { log, logger, removalGraceMs } = this.#options;
    logger.info({ source: id, graceMs: removalGraceMs }, "the source was stopped and will be withdrawn");
    const timer = setTimeout(() => {
      this.#leaving.delete(id);
      withdraw(id, log).then(
        () => logger.info({ source: id }, "the source was withdrawn"),
        (error: unknown) => logger.error({ source: id, err: error }, "the source could not be withdrawn"),
      );
    }, removalGraceMs);
    this.#leaving.set(id, timer.unref());
  }
}
