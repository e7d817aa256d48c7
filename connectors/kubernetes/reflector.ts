import type { Watch } from "../../schema/watch.ts";
import { WatchPhase } from "../../schema/watch.ts";
import type { Logger } from "../../src/lib/logger.ts";
import { LinkedAbort, within } from "./abort.ts";
import { Backoff } from "./backoff.ts";
import type { ClusterReading } from "./cluster-reading.ts";
import { faultCode, reactionTo, refusesWatchList, retryAfter } from "./fault.ts";
import type { Kind } from "./kind.ts";
import { resourceName } from "./kind.ts";
import * as limits from "./limits.ts";
import { pageQuery, readListPage } from "./list-page.ts";
import type { HeldKind } from "./mirror.ts";
import { Mirror } from "./mirror.ts";
import { ApiError } from "./read-error.ts";
import { compareResourceVersions, resourceVersionOf } from "./resource-version.ts";
import type { ServedResource } from "./served-resource.ts";
import type { WatchEvent } from "./watch-event.ts";
import { endsInitialEvents } from "./watch-event.ts";
import type { WatchListener } from "./watch-stream.ts";
import { readWatchStream } from "./watch-stream.ts";
import { WireError } from "./wire-error.ts";

/**
 * Keeps the sink equal to one resource of one cluster, by client-go's rules: lists, then watches from the list's place, for as long as the
 * signal is not aborted. Every failure is a back-off and another try, from the same place when there still is one. What is held is
 * deleted by an event, or by a complete list that is believed, and by nothing else.
 */
export class Reflector {
  readonly #kind: Kind;
  readonly #reading: ClusterReading;
  readonly #mirror: Mirror;
  readonly #backoff: Backoff;
  readonly #log: Logger;
  readonly #resource: string;
  /** Ends the present attempt, not the reflector. */
  #attempt: LinkedAbort;
  /** Whether it watched in this run: before that, that the state went back is no news to the owner. */
  #established = false;
  /** Somebody else may answer now, or an older state: find out before believing what comes. */
  #doubtful: boolean;
  /** A silent watch is being opened anew, until this time. */
  #renewUntil: number | null = null;
  /** The next list is to come in pages. */
  #pages = false;
  #absentSince = 0;

  constructor(kind: Kind, fingerprint: string, reading: ClusterReading, held: HeldKind) {
    this.#kind = kind;
    this.#reading = reading;
    this.#resource = resourceName(kind);
    this.#log = reading.log.child({ resource: this.#resource });
    this.#attempt = new LinkedAbort(reading.signal);
    this.#backoff = new Backoff(reading.clock);
    this.#doubtful = held.resumable !== null;
    this.#mirror = new Mirror(kind, fingerprint, reading, held, this.#log);
  }

  get watch(): Watch {
    return this.#mirror.status.current;
  }

  /** When it last heard its resource, by the monotonic clock. */
  get heardAt(): number {
    return this.#mirror.status.heardAt;
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
        if (!signal.aborted) await this.#react(cause).catch(() => clock.sleep(limits.BACKOFF_LAST, signal));
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
    this.#mirror.forget();
    this.#safely(() =>
      this.#mirror.status.fail(WatchPhase.WAITING, identityChanged(), 0, { listed: false, resourceVersion: "" }),
    );
    this.#attempt.abort(identityChanged());
  }

  /** One list, if need be, and one watch. */
  async #step(signal: AbortSignal): Promise<void> {
    const resource = await this.#locate(signal);
    await this.#lookAround(resource, signal);
    if (this.#mirror.place === "" && !this.#pages && !this.#reading.watchList.refused) {
      try {
        return await this.#watch(resource, signal);
      } catch (error) {
        if (this.#mirror.place !== "") throw error;
        this.#pages = !(error instanceof ApiError) || error.inStream;
        if (!refusesWatchList(error)) throw error;
        this.#reading.watchList.refused = true;
        this.#log.info({ code: faultCode(error) }, "the API server cannot list by watch, listing by pages");
      }
    }
    if (this.#mirror.place === "") await this.#list(resource, signal);
    await this.#watch(resource, signal);
  }

  /** Where the resource is served; waits while it is not. What is held of it is let go only when its absence lasts. */
  async #locate(signal: AbortSignal): Promise<ServedResource> {
    const { discovery, clock } = this.#reading;
    for (;;) {
      const served = discovery.served(this.#kind);
      if (served !== null) return served;
      if (this.#mirror.status.current.phase !== WatchPhase.ABSENT) {
        this.#losePlace();
        this.#absentSince = clock.monotonic();
        this.#mirror.status.enter(WatchPhase.ABSENT, { resourceVersion: "" });
        this.#log.info({}, "the resource is not served");
      } else if (this.#mirror.size > 0 && clock.monotonic() - this.#absentSince >= limits.ABSENCE_PROVEN) {
        await this.#mirror.empty();
        this.#mirror.status.enter(WatchPhase.ABSENT);
      }
      await discovery.next(signal);
      signal.throwIfAborted();
    }
  }

  /** Finds out, after a doubt or a long time, whether this is still the cluster that we know, and no older state of it. */
  async #lookAround({ path, apiVersion, kind }: ServedResource, parent: AbortSignal): Promise<void> {
    const { contact, clock, client, wentBack } = this.#reading;
    if (!this.#doubtful) return contact.verify();
    await within(clock, this.#left(limits.ANSWER_DEADLINE), parent, timedOut, async (signal) => {
      await contact.verify();
      signal.throwIfAborted();
      if (this.#mirror.seen === "") return;
      const { body } = await client.get(`${path}?limit=1`, { operation: "probe", signal });
      const { resourceVersion } = readListPage(body, { path, apiVersion, kind });
      if (compareResourceVersions(resourceVersion, this.#mirror.seen) >= 0) return;
      if (this.#established) wentBack();
      else this.forget();
    });
    parent.throwIfAborted();
    this.#doubtful = false;
  }

  async #list(resource: ServedResource, signal: AbortSignal): Promise<void> {
    const { client, lists, slice, sink } = this.#reading;
    const endTurn = await lists.take(signal);
    try {
      let token = "";
      let place = "";
      do {
        const question = { operation: "list", signal };
        const { body } = await client.get(`${resource.path}?${pageQuery(token)}`, question);
        const page = readListPage(body, resource);
        if (page.continue === token && token !== "") throw new WireError("MALFORMED_LIST", "its continue token again");
        token = page.continue;
        if (place === "") await this.#mirror.beginList();
        place ||= page.resourceVersion;
        for (const item of page.items) {
          this.#mirror.takeItem(item, resource.kind);
          if (slice.over()) await slice.rest();
        }
        this.#mirror.status.heard();
        await sink.ready();
        signal.throwIfAborted();
      } while (token !== "");
      await this.#mirror.finishList(place);
      this.#pages = false;
    } finally {
      endTurn();
    }
  }

  /** Watches from the place; without one, the watch begins with the list. Resolves when the server ended it well. */
  async #watch(resource: ServedResource, parent: AbortSignal): Promise<void> {
    const { clock, client, lists, slice } = this.#reading;
    using abort = new LinkedAbort(parent);
    const openedAt = clock.monotonic();
    const from = this.#mirror.place;
    const endTurn = from === "" ? await lists.take(abort.signal) : (): void => {};
    const question = { operation: "watch", signal: abort.signal, deadline: this.#left(limits.HEADERS_DEADLINE) };
    try {
      const chunks = await client.stream(`${resource.path}?${this.#watchQuery()}`, question);
      this.#renewUntil = null;
      if (from === "") await this.#mirror.beginList();
      else this.#watching();
      await readWatchStream(chunks, this.#listener(resource, endTurn, parent), { clock, slice, abort });
    } finally {
      endTurn();
      abort.abort(null);
    }
    if (this.#mirror.place === "") throw new WireError("WATCH_LIST_FAILED");
    if (this.#mirror.place === from && clock.monotonic() - openedAt < limits.SHORT_WATCH)
      throw new WireError("SHORT_WATCH");
  }

  #watchQuery(): string {
    const span = limits.WATCH_SECONDS_LAST - limits.WATCH_SECONDS_FIRST;
    const seconds = limits.WATCH_SECONDS_FIRST + Math.floor(this.#reading.clock.random() * span);
    const start =
      this.#mirror.place === ""
        ? "sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
        : `resourceVersion=${this.#mirror.place}`;
    return `watch=true&allowWatchBookmarks=true&timeoutSeconds=${seconds}&${start}`;
  }

  #watching(): void {
    this.#established = true;
    this.#mirror.status.watching({ listed: true, resourceVersion: this.#mirror.place });
  }

  /** What becomes of what the watch says. `listed` is called when it has begun with a whole list. */
  #listener(resource: ServedResource, listed: () => void, signal: AbortSignal): WatchListener {
    const { sink, telemetry, cluster } = this.#reading;
    return {
      take: (event) => {
        // Who was told to forget in the middle of a chunk must not go on with the rest of it.
        signal.throwIfAborted();
        if (this.#mirror.place !== "") this.#mirror.take(event, resource.kind);
        else if (this.#takeInitial(event, resource)) return this.#endInitial(event, listed);
        return null;
      },
      rest: async (events) => {
        if (events > 0) telemetry.watchEvents(cluster, this.#resource, events);
        this.#mirror.status.heard();
        await sink.ready();
      },
      silent: () => new WireError(this.#mirror.place === "" ? "FROZEN" : "SILENT"),
    };
  }

  /** Takes an event of the list that the watch begins with. True for the one that ends it. */
  #takeInitial(event: WatchEvent, resource: ServedResource): boolean {
    if (event.type === "ADDED") this.#mirror.takeItem(event.object, resource.kind);
    else if (event.type !== "BOOKMARK") this.#mirror.take(event, resource.kind);
    else if (endsInitialEvents(event.object)) {
      if (resourceVersionOf(event.object) === "") throw new WireError("MALFORMED_LIST", "no resourceVersion");
      return true;
    } else {
      // A server that knows WatchList sends no other bookmark first: this one took it for a plain watch, and its list has no end.
      this.#reading.watchList.refused = true;
      throw new WireError("WATCH_LIST_FAILED");
    }
    return false;
  }

  async #endInitial({ object }: WatchEvent, listed: () => void): Promise<void> {
    await this.#mirror.finishList(resourceVersionOf(object));
    this.#watching();
    listed();
  }

  #losePlace(): void {
    // Who lists anew wants to know first that it is the same cluster, and no older one.
    if (this.#mirror.place !== "") this.#doubt();
    this.#mirror.losePlace();
  }

  #doubt(): void {
    this.#doubtful = true;
    this.#reading.contact.doubt();
  }

  /** What is left of the time for opening a silent watch anew; else the usual time. */
  #left(usual: number): number {
    return this.#renewUntil === null ? usual : Math.max(this.#renewUntil - this.#reading.clock.monotonic(), 1);
  }

  async #react(error: unknown): Promise<void> {
    const { telemetry, cluster, clock, signal } = this.#reading;
    telemetry.watchRestart(cluster, this.#resource, faultCode(error));
    if (error instanceof WireError && error.code === "SILENT") {
      this.#doubt();
      this.#renewUntil = clock.monotonic() + limits.RENEWAL;
      return;
    }
    const failure = this.#renewUntil !== null && faultCode(error) === "TIMEOUT" ? new WireError("FROZEN") : error;
    this.#renewUntil = null;
    if (!(await this.#prepare(failure))) return;
    const wait = Math.max(this.#backoff.next(), retryAfter(failure));
    this.#safely(() =>
      this.#mirror.status.fail(phaseOf(failure), failure, wait, { resourceVersion: this.#mirror.place }),
    );
    this.#log.warn({ code: faultCode(failure), retryInMs: wait, err: failure }, "the watch failed and will try again");
    await clock.sleep(wait, signal);
  }

  /** Makes ready for what follows the failure. False when there is nothing to wait for. */
  async #prepare(failure: unknown): Promise<boolean> {
    const { discovery, signal } = this.#reading;
    const { next } = reactionTo(failure);
    if (next === "reconnect") this.#doubt();
    if (next === "list" || next === "discover") this.#losePlace();
    if (next !== "discover") return true;
    await discovery.refresh(signal).catch(() => {});
    return discovery.served(this.#kind) !== null;
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

function identityChanged(): WireError {
  return new WireError("IDENTITY_CHANGED");
}

function timedOut(): WireError {
  return new WireError("TIMEOUT");
}
