import type { Watch } from "../../schema/watch.ts";
import { WatchPhase } from "../../schema/watch.ts";
import type { Logger } from "../../src/lib/logger.ts";
import { Absence } from "./absence.ts";
import { LinkedAbort } from "./abort.ts";
import type { ClusterReading } from "./cluster-reading.ts";
import { Doubt } from "./doubt.ts";
import { FailureLog } from "./failure-log.ts";
import { faultCode, reactionTo } from "./fault.ts";
import type { Kind } from "./kind.ts";
import { resourceName } from "./kind.ts";
import { BACKOFF_LAST } from "./limits.ts";
import { Lister } from "./lister.ts";
import type { HeldKind } from "./mirror.ts";
import { Mirror } from "./mirror.ts";
import { ApiError } from "./read-error.ts";
import { Patience } from "./patience.ts";
import { Renewal } from "./renewal.ts";
import type { ServedResource } from "./served-resource.ts";
import { Watcher } from "./watcher.ts";
import { WireError } from "./wire-error.ts";

/** What comes between a failure and the next try. */
type Pause = "backOff" | "none";

/**
 * Keeps the sink equal to one resource of one cluster, by client-go's rules: lists, then watches from the list's place, for as long as the
 * signal is not aborted. Every failure is a back-off and another try, from the same place when there still is one. What is held is
 * deleted by an event, or by a complete list that is believed, and by nothing else.
 */
export class Reflector {
  readonly #kind: Kind;
  readonly #reading: ClusterReading;
  readonly #mirror: Mirror;
  readonly #watcher: Watcher;
  readonly #lister: Lister;
  readonly #absence: Absence;
  readonly #doubt: Doubt;
  readonly #renewal: Renewal;
  readonly #patience: Patience;
  readonly #log: Logger;
  readonly #failures: FailureLog;
  /** Ends the present attempt, not the reflector. */
  #attempt: LinkedAbort;

  constructor(kind: Kind, fingerprint: string, reading: ClusterReading, held: HeldKind) {
    const { clock, signal } = reading;
    this.#kind = kind;
    this.#reading = reading;
    this.#log = reading.log.child({ resource: resourceName(kind) });
    this.#attempt = new LinkedAbort(signal);
    this.#patience = new Patience(clock, reading.contact);
    this.#absence = new Absence(clock, reading.outages);
    const renewal = (this.#renewal = new Renewal(clock));
    const mirror = (this.#mirror = new Mirror(kind, fingerprint, reading, held, this.#log));
    const failed = "the watch failed and will try again";
    const failures = (this.#failures = new FailureLog({ log: this.#log, clock, signal, failed }));
    this.#watcher = new Watcher(mirror, reading, renewal, () => failures.works("the watch works again"));
    this.#lister = new Lister(mirror, reading, this.#watcher, this.#log);
    const resumed = held.resumable !== null;
    this.#doubt = new Doubt({ mirror, reading, renewal, resumed, onOlder: () => this.#wentBack() });
  }

  get watch(): Watch {
    return this.#mirror.status.current;
  }

  /** When it last heard its resource, by the monotonic clock. */
  get heardAt(): number {
    return this.#mirror.status.heardAt;
  }

  /** Whether what is held is not all there is, for want of room. */
  get overQuota(): boolean {
    return this.#mirror.overQuota;
  }

  /** Resolves when the signal is aborted; never rejects. */
  async run(): Promise<void> {
    const { signal, clock } = this.#reading;
    while (!signal.aborted) {
      using attempt = (this.#attempt = new LinkedAbort(signal));
      try {
        await this.#step(attempt.signal);
      } catch (error) {
        // Should the reaction itself fail, there is still a wait.
        const cause: unknown = attempt.signal.aborted ? attempt.signal.reason : error;
        if (!signal.aborted) await this.#react(cause).catch(() => clock.sleep(BACKOFF_LAST, signal));
      }
    }
    this.#safely(() => this.#mirror.status.enter(WatchPhase.STOPPED, { resourceVersion: this.#mirror.place }));
  }

  /** Tells of a failure of the whole cluster, before there is anything to run. */
  fail(error: unknown, retryInMs: number): void {
    this.#safely(() => this.#mirror.status.fail(phaseOf(error), error, retryInMs));
  }

  /** Another cluster, or an older state of it, answers: nothing that is known of places and versions holds any more. */
  forget(): void {
    const changed = new WireError("IDENTITY_CHANGED");
    const nothing = { listed: false, resourceVersion: "" };
    this.#mirror.forget();
    this.#safely(() => this.#mirror.status.fail(WatchPhase.WAITING, changed, 0, nothing));
    this.#attempt.abort(changed);
  }

  /** One list, if need be, and one watch. */
  async #step(signal: AbortSignal): Promise<void> {
    const resource = await this.#locate(signal);
    await this.#doubt.settle(resource, signal);
    if (!this.#mirror.hasPlace && (await this.#lister.list(resource, signal)) === "byWatch") return;
    await this.#watcher.watch(resource, signal);
  }

  /** Where the resource is served; waits while it is not. What is held of it is let go only when its absence lasts. */
  async #locate(signal: AbortSignal): Promise<ServedResource> {
    const { discovery } = this.#reading;
    for (;;) {
      const served = discovery.served(this.#kind);
      if (served !== null) return served;
      if (this.#mirror.status.current.phase !== WatchPhase.ABSENT) {
        this.#losePlace();
        this.#absence.begin();
        this.#mirror.status.enter(WatchPhase.ABSENT, { resourceVersion: "" });
        this.#log.info({}, "the resource is not served");
      } else if (this.#mirror.size > 0 && this.#absence.isProven()) {
        await this.#mirror.empty();
        this.#mirror.status.enter(WatchPhase.ABSENT);
      }
      await discovery.next(signal);
      signal.throwIfAborted();
    }
  }

  #losePlace(): void {
    // Who lists anew wants to know first that it is the same cluster, and no older one.
    if (this.#mirror.hasPlace) this.#doubt.contactLost();
    this.#mirror.losePlace();
  }

  #wentBack(): void {
    if (this.#watcher.established) this.#reading.wentBack();
    else this.forget();
  }

  async #react(error: unknown): Promise<void> {
    const { telemetry, cluster } = this.#reading;
    telemetry.watchRestart(cluster, resourceName(this.#kind), faultCode(error));
    const failure = this.#renewal.isOn && faultCode(error) === "TIMEOUT" ? new WireError("FROZEN") : error;
    if ((await this.#prepare(failure)) === "backOff") await this.#backOff(failure);
  }

  /** Makes ready for what follows the failure, and says what comes before that. */
  async #prepare(failure: unknown): Promise<Pause> {
    if (faultCode(failure) === "SILENT") {
      this.#doubt.raise();
      this.#renewal.begin();
      return "none";
    }
    this.#renewal.end();
    const { next } = reactionTo(failure);
    if (next === "reconnect") this.#doubt.contactLost();
    if (next === "list" || next === "discover") this.#losePlace();
    return next === "discover" ? this.#discover() : "backOff";
  }

  /** Looks whether the resource is still served. One that is not has nothing to wait for here. */
  async #discover(): Promise<Pause> {
    const { discovery, signal } = this.#reading;
    await discovery.refresh(signal).catch(() => {});
    return discovery.served(this.#kind) === null ? "none" : "backOff";
  }

  async #backOff(failure: unknown): Promise<void> {
    const wait = this.#patience.after(failure);
    const place = { resourceVersion: this.#mirror.place };
    this.#safely(() => this.#mirror.status.fail(phaseOf(failure), failure, wait, place));
    this.#failures.failed(failure, wait);
    await this.#patience.wait(wait, failure, this.#reading.signal);
  }

  /** A sink that fails while a failure is told must not end the reflector. */
  #safely(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.#log.error({ err: error }, "the status of a watch could not be told");
    }
  }
}

function phaseOf(error: unknown): WatchPhase {
  return error instanceof ApiError && error.status === 403 ? WatchPhase.FORBIDDEN : WatchPhase.WAITING;
}
