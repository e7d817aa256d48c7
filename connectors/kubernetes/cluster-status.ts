import { Cluster } from "../../schema/cluster.ts";
import { Source, SourcePhase } from "../../schema/source.ts";
import type { Clock } from "../../src/lib/clock.ts";
import type { Logger } from "../../src/lib/logger.ts";
import type { Sink } from "../../src/ports.ts";
import type { Reflector } from "./reflector.ts";
import { isSettled, sourcePhase } from "./source-phase.ts";

export interface ClusterStatusOptions {
  readonly cluster: string;
  readonly source: string;
  readonly sink: Sink;
  readonly clock: Clock;
  /** Who the cluster was and what it called itself when it last answered; null for what it never said. */
  readonly held: { readonly identity: string | null; readonly version: string | null };
  /** May be filled later. */
  readonly reflectors: readonly Pick<Reflector, "watch" | "heardAt" | "overQuota">[];
}

/** The published state of a cluster and of its source. Each is put when it changes, and only then. */
export class ClusterStatus {
  readonly #options: ClusterStatusOptions;
  #cluster: Cluster;
  #source: Source;
  #started = false;
  #identified = false;
  #published = false;

  constructor(options: ClusterStatusOptions) {
    const { cluster, source, sink, clock, held } = options;
    const identity = held.identity ?? "";
    this.#options = options;
    this.#cluster = Object.freeze(Object.assign(new Cluster(), { name: cluster, version: held.version }));
    this.#source = Object.freeze(
      Object.assign(new Source(), { cluster, name: source, since: new Date(clock.now()), identity }),
    );
    sink.put(this.#cluster);
  }

  /** Whether the cluster has said who it is in this run, be it that it may not say. */
  get identified(): boolean {
    return this.#identified;
  }

  identify(identity: string, version: string | null): void {
    this.#identified = true;
    if (version !== null && version !== this.#cluster.version) {
      this.#cluster = Object.freeze(Object.assign(new Cluster(), this.#cluster, { version }));
      this.#options.sink.put(this.#cluster);
    }
    if (identity !== this.#source.identity) this.#publish({ identity });
  }

  /** Looks at the watches, and at the time. */
  evaluate(): void {
    const { reflectors, clock } = this.#options;
    if (this.#source.phase === SourcePhase.STOPPED) return;
    this.#started ||= reflectors.length > 0 && reflectors.every(({ watch }) => isSettled(watch));
    const now = clock.monotonic();
    const { phase, error } = this.#started
      ? sourcePhase(reflectors.map(({ watch, heardAt, overQuota }) => ({ watch, silence: now - heardAt, overQuota })))
      : { phase: SourcePhase.STARTING, error: null };
    const same = phase === this.#source.phase && error?.code === this.#source.error?.code;
    if (!same || !this.#published) this.#publish({ phase, error });
  }

  /** Time alone can make a source stale, so it is looked at again and again. */
  async run(interval: number, log: Logger, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.evaluate();
      } catch (error) {
        log.error({ err: error }, "the status of a source could not be told");
      }
      await this.#options.clock.sleep(interval, signal);
    }
  }

  stop(): void {
    this.#publish({ phase: SourcePhase.STOPPED, error: null });
  }

  #publish(change: Partial<Source>): void {
    const { sink, clock } = this.#options;
    const { phase } = this.#source;
    const moved = change.phase !== undefined && change.phase !== phase && !isStaleness(change.phase, phase);
    const since = moved ? new Date(clock.now()) : this.#source.since;
    this.#source = Object.freeze(Object.assign(new Source(), this.#source, change, { since }));
    this.#published = true;
    sink.put(this.#source);
  }
}

/** Going stale and back is a matter of hearing, not of another phase of life. */
function isStaleness(a: SourcePhase, b: SourcePhase): boolean {
  const { LIVE, STALE } = SourcePhase;
  return (a === LIVE && b === STALE) || (a === STALE && b === LIVE);
}
