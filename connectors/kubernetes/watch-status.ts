import { SourceError } from "../../schema/source-error.ts";
import { Watch, WatchPhase } from "../../schema/watch.ts";
import type { Clock } from "../../src/lib/clock.ts";
import type { Sink } from "../../src/ports.ts";
import { faultCode } from "./fault.ts";
import type { Kind } from "./kind.ts";
import { resourceName } from "./kind.ts";
import { STATUS_INTERVAL } from "./limits.ts";

export interface WatchStatusOptions {
  readonly cluster: string;
  readonly source: string;
  readonly kind: Kind;
  readonly fingerprint: string;
  readonly sink: Sink;
  readonly clock: Clock;
  /** How many objects there are, at any moment. */
  readonly counts: { readonly size: number; readonly quarantined: number };
  /** Called after a change that clients see. */
  readonly onChange: () => void;
  /** What the last owner left, where it can be resumed from. */
  readonly resumed: Watch | null;
}

/**
 * The published state of one watch. A change that clients look for is put loudly; where the watch stands, quietly and at most once a
 * second. A put always follows the facts that it covers, because they are in the sink before it.
 */
export class WatchStatus {
  readonly #options: WatchStatusOptions;
  #watch: Watch;
  #heardAt: number;
  #heardOn: number;
  #putAt = -Infinity;
  #pending = false;

  constructor(options: WatchStatusOptions) {
    const { cluster, source, kind, fingerprint, clock, counts, resumed } = options;
    this.#options = options;
    this.#heardAt = clock.monotonic();
    this.#heardOn = clock.now();
    this.#watch = Object.freeze(
      Object.assign(new Watch(), {
        cluster,
        name: resourceName(kind),
        type: kind.type.name,
        source,
        since: new Date(clock.now()),
        lastEventAt: resumed?.lastEventAt ?? null,
        objects: counts.size,
        listed: resumed !== null,
        resourceVersion: resumed?.resourceVersion ?? "",
        fingerprint,
      }),
    );
    this.#put(this.#watch, false);
  }

  get current(): Watch {
    return this.#watch;
  }

  /** When the watch last spoke, by the monotonic clock; before that, when it began. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** What came means that the outside lives. */
  heard(): void {
    this.#heardAt = this.#options.clock.monotonic();
    this.#heardOn = this.#options.clock.now();
  }

  /** It watches from a place: the outside spoke just now. */
  watching(change: Pick<Watch, "listed" | "resourceVersion">): void {
    this.heard();
    this.enter(WatchPhase.WATCHING, { ...change, lastEventAt: new Date(this.#heardOn) });
  }

  /** Goes to a phase that is no failure. */
  enter(phase: WatchPhase, change: Partial<Pick<Watch, "listed" | "resourceVersion" | "lastEventAt">> = {}): void {
    this.#publish({ ...this.#phase(phase), ...change, error: null });
  }

  /** Says why the watch is not heard, and when it is tried again. */
  fail(phase: WatchPhase, error: unknown, retryInMs: number, change: Partial<Watch> = {}): void {
    const now = this.#options.clock.now();
    const failure = Object.assign(new SourceError(), {
      code: faultCode(error),
      message: error instanceof Error ? error.message : String(error),
      at: new Date(now),
      retryAt: new Date(now + retryInMs),
    });
    this.#publish({ ...this.#phase(phase), ...change, error: Object.freeze(failure) });
  }

  /** The watch came to a place. Told at once when `now`, else within the interval. */
  progress(resourceVersion: () => string, now: boolean, signal: AbortSignal): void {
    this.heard();
    const { clock, counts } = this.#options;
    if (this.#watch.quarantined !== counts.quarantined) now = true;
    const wait = now ? 0 : this.#putAt + STATUS_INTERVAL - clock.monotonic();
    if (wait <= 0) return this.#progressed(resourceVersion());
    if (this.#pending) return;
    this.#pending = true;
    void this.#later(wait, resourceVersion, signal);
  }

  async #later(wait: number, resourceVersion: () => string, signal: AbortSignal): Promise<void> {
    await this.#options.clock.sleep(wait, signal);
    this.#pending = false;
    try {
      if (!signal.aborted) this.#progressed(resourceVersion());
    } catch {
      // A sink that fails now fails again at the next event, where it is dealt with.
    }
  }

  #progressed(resourceVersion: string): void {
    this.#publish({ lastEventAt: new Date(this.#heardOn), resourceVersion });
  }

  #phase(phase: WatchPhase): Partial<Watch> {
    const { clock } = this.#options;
    return phase === this.#watch.phase ? {} : { phase, since: new Date(clock.now()) };
  }

  #publish(change: Partial<Watch>): void {
    const { size, quarantined } = this.#options.counts;
    const before = this.#watch;
    // Getters are not copied: only what the entity holds.
    const after = Object.assign(new Watch(), before, change, { objects: size, quarantined });
    this.#watch = Object.freeze(after);
    const quiet =
      before.phase === after.phase &&
      before.error === after.error &&
      before.listed === after.listed &&
      before.quarantined === after.quarantined;
    this.#put(after, quiet);
    if (!quiet) this.#options.onChange();
  }

  #put(watch: Watch, quiet: boolean): void {
    this.#putAt = this.#options.clock.monotonic();
    this.#options.sink.put(watch, quiet);
  }
}
