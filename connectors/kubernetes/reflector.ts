import type { KubernetesObject } from "../../schema/kubernetes-object.ts";
import type { Watch } from "../../schema/watch.ts";
import { WatchPhase } from "../../schema/watch.ts";
import type { Clock } from "../../src/lib/clock.ts";
import type { Logger } from "../../src/lib/logger.ts";
import type { Sink, Telemetry } from "../../src/ports.ts";
import { LinkedAbort, within } from "./abort.ts";
import { Backoff } from "./backoff.ts";
import { agree } from "./belief.ts";
import type { KubernetesClient } from "./client.ts";
import type { Contact } from "./contact.ts";
import type { Decoder } from "./decode.ts";
import type { Discovery } from "./discovery.ts";
import { faultCode, reactionTo, refusesWatchList, retryAfter } from "./fault.ts";
import type { Kind } from "./kind.ts";
import { resourceName } from "./kind.ts";
import * as limits from "./limits.ts";
import { pageQuery, readListPage } from "./list-page.ts";
import { ObjectTable } from "./object-table.ts";
import { ApiError, readStatus } from "./read-error.ts";
import { compareResourceVersions, resourceVersionOf } from "./resource-version.ts";
import type { ServedResource } from "./served-resource.ts";
import type { Slice } from "./slice.ts";
import type { Slots } from "./slots.ts";
import type { WatchEvent } from "./watch-event.ts";
import { endsInitialEvents } from "./watch-event.ts";
import type { WatchListener } from "./watch-stream.ts";
import { readWatchStream } from "./watch-stream.ts";
import { WatchStatus } from "./watch-status.ts";
import { WireError } from "./wire-error.ts";

/** What the reflectors of one cluster share. */
export interface ClusterReading {
  readonly cluster: string;
  /** The source's name. */
  readonly source: string;
  readonly client: KubernetesClient;
  readonly discovery: Discovery;
  readonly contact: Contact;
  readonly decoder: Decoder;
  readonly sink: Sink;
  readonly lists: Slots;
  readonly slice: Slice;
  readonly clock: Clock;
  readonly log: Logger;
  readonly telemetry: Telemetry;
  /** Whether the API server can give a list as a watch: found out by the first that tries. */
  readonly watchList: { refused: boolean };
  /** Ends everything, and is the only thing that does. */
  readonly signal: AbortSignal;
  /** A resourceVersion went back: every reflector of the cluster has to forget what it knows. */
  readonly wentBack: () => void;
  /** The status of a reflector changed in what clients see. */
  readonly changed: () => void;
}

/** What the log still holds of a kind. */
export interface HeldKind {
  readonly entities: Iterable<KubernetesObject>;
  /** The watch that brought it, where it can be resumed; null where only a list will do. */
  readonly resumable: Watch | null;
}

/**
 * Keeps the sink equal to one resource of one cluster, by client-go's rules: lists, then watches from the list's place, for as long as the
 * signal is not aborted. Every failure is a back-off and another try, from the same place when there still is one. What is held is
 * deleted by an event, or by a complete list that is believed, and by nothing else.
 */
export class Reflector {
  readonly kind: Kind;
  readonly #reading: ClusterReading;
  readonly #objects: ObjectTable;
  readonly #status: WatchStatus;
  readonly #backoff: Backoff;
  readonly #log: Logger;
  readonly #resource: string;
  readonly #unknownTypes = new Set<string>();
  /** Ends the present attempt, not the reflector. */
  #attempt: LinkedAbort;
  /** The resourceVersion that everything up to is in the sink; "" when only a list will do. */
  #place = "";
  /** The newest place that the cluster was seen at: it cannot be older now, unless its state went back. */
  #seen = "";
  /** Whether it watched in this run: before that, that the state went back is no news to the owner. */
  #established = false;
  /** Somebody else may answer now, or an older state: find out before believing what comes. */
  #doubtful: boolean;
  /** A silent watch is being opened anew, until this time. */
  #renewUntil: number | null = null;
  /** The next list is to come in pages. */
  #pages = false;
  /** What the list had that was not believed, by uid. */
  #disbelieved: ReadonlySet<string> | null = null;
  #absentSince = 0;

  constructor(kind: Kind, fingerprint: string, reading: ClusterReading, held: HeldKind) {
    const { cluster, source, sink, clock, changed, decoder, log, signal } = reading;
    const { entities, resumable } = held;
    this.kind = kind;
    this.#reading = reading;
    this.#resource = resourceName(kind);
    this.#log = log.child({ resource: this.#resource });
    this.#attempt = new LinkedAbort(signal);
    this.#backoff = new Backoff(clock);
    this.#place = this.#seen = resumable?.resourceVersion ?? "";
    this.#doubtful = resumable !== null;
    const counts = (this.#objects = new ObjectTable(kind, decoder, sink, this.#log, entities, resumable !== null));
    this.#status = new WatchStatus({
      cluster,
      source,
      kind,
      fingerprint,
      sink,
      clock,
      counts,
      onChange: changed,
      resumed: resumable,
    });
  }

  get watch(): Watch {
    return this.#status.current;
  }

  /** When it last heard its resource, by the monotonic clock. */
  get heardAt(): number {
    return this.#status.heardAt;
  }

  /** Resolves when the signal is aborted; never rejects. */
  async run(): Promise<void> {
    const { signal } = this.#reading;
    while (!signal.aborted) {
      using attempt = (this.#attempt = new LinkedAbort(signal));
      try {
        await this.#step(attempt.signal);
      } catch (error) {
        if (!signal.aborted) await this.#react(attempt.signal.aborted ? attempt.signal.reason : error);
      }
    }
    this.#safely(() => this.#status.enter(WatchPhase.STOPPED, { resourceVersion: this.#place }));
  }

  /** Tells of a failure of the whole cluster, before there is anything to run. */
  fail(error: unknown, retryInMs: number): void {
    this.#safely(() => this.#status.fail(phaseOf(error), error, retryInMs));
  }

  /** Another cluster, or an older state of it, answers: nothing that is known of places and versions holds any more. */
  forget(): void {
    this.#place = this.#seen = "";
    this.#disbelieved = null;
    this.#objects.distrust();
    this.#safely(() =>
      this.#status.fail(WatchPhase.WAITING, identityChanged(), 0, { listed: false, resourceVersion: "" }),
    );
    this.#attempt.abort(identityChanged());
  }

  /** One list, if need be, and one watch. */
  async #step(signal: AbortSignal): Promise<void> {
    const resource = await this.#locate(signal);
    await this.#lookAround(resource, signal);
    if (this.#place === "" && !this.#pages && !this.#reading.watchList.refused) {
      try {
        return await this.#watch(resource, signal);
      } catch (error) {
        if (this.#place !== "") throw error;
        this.#pages = !(error instanceof ApiError) || error.inStream;
        if (!refusesWatchList(error)) throw error;
        this.#reading.watchList.refused = true;
        this.#log.info({ code: faultCode(error) }, "the API server cannot list by watch, listing by pages");
      }
    }
    if (this.#place === "") await this.#list(resource, signal);
    await this.#watch(resource, signal);
  }

  /** Where the resource is served; waits while it is not. What is held of it is let go only when its absence lasts. */
  async #locate(signal: AbortSignal): Promise<ServedResource> {
    const { discovery, clock } = this.#reading;
    for (;;) {
      const served = discovery.served(this.kind);
      if (served !== null) return served;
      if (this.#status.current.phase !== WatchPhase.ABSENT) {
        this.#losePlace();
        this.#absentSince = clock.monotonic();
        this.#status.enter(WatchPhase.ABSENT, { resourceVersion: "" });
        this.#log.info({}, "the resource is not served");
      } else if (this.#objects.size > 0 && clock.monotonic() - this.#absentSince >= limits.ABSENCE_PROVEN) {
        await this.#beginList();
        await this.#completeList();
        this.#status.enter(WatchPhase.ABSENT);
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
      if (this.#seen === "") return;
      const { body } = await client.get(`${path}?limit=1`, { operation: "probe", signal });
      const { resourceVersion } = readListPage(body, { path, apiVersion, kind });
      if (compareResourceVersions(resourceVersion, this.#seen) >= 0) return;
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
        if (place === "") await this.#beginList();
        place ||= page.resourceVersion;
        for (const item of page.items) {
          this.#objects.listItem(item, resource.kind);
          if (slice.over()) await slice.rest();
        }
        this.#status.heard();
        await sink.ready();
        signal.throwIfAborted();
      } while (token !== "");
      await this.#finishList(place);
    } finally {
      endTurn();
    }
  }

  async #beginList(): Promise<void> {
    this.#objects.beginList();
    await this.#reading.sink.beginList(this.kind.type);
    if (this.#status.current.phase !== WatchPhase.ABSENT)
      this.#status.enter(WatchPhase.LISTING, { resourceVersion: "" });
  }

  async #completeList(): Promise<void> {
    this.#objects.completeList();
    await this.#reading.sink.completeList(this.kind.type);
  }

  /** The list is whole. Believed, it is completed, and the place is good to watch from. */
  async #finishList(place: string): Promise<void> {
    const doubtful = this.#objects.doubtful();
    if (doubtful !== null && (this.#disbelieved === null || !agree(this.#disbelieved, doubtful))) {
      this.#disbelieved = doubtful;
      this.#pages = true;
      throw new WireError("LIST_NOT_BELIEVED", "", { retryAfterMs: limits.SECOND_LIST_AFTER });
    }
    await this.#completeList();
    this.#disbelieved = null;
    this.#pages = false;
    this.#place = this.#seen = place;
    this.#log.info({ objects: this.#objects.size }, "the resource was listed");
  }

  /** Watches from the place; without one, the watch begins with the list. Resolves when the server ended it well. */
  async #watch(resource: ServedResource, parent: AbortSignal): Promise<void> {
    const { clock, client, lists, slice } = this.#reading;
    using abort = new LinkedAbort(parent);
    const openedAt = clock.monotonic();
    const from = this.#place;
    const endTurn = from === "" ? await lists.take(abort.signal) : (): void => {};
    const question = { operation: "watch", signal: abort.signal, deadline: this.#left(limits.HEADERS_DEADLINE) };
    try {
      const chunks = await client.stream(`${resource.path}?${this.#watchQuery()}`, question);
      this.#renewUntil = null;
      if (from === "") await this.#beginList();
      else this.#watching();
      await readWatchStream(chunks, this.#listener(resource, endTurn), { clock, slice, abort });
    } finally {
      endTurn();
      abort.abort(null);
    }
    if (this.#place === "") throw new WireError("WATCH_LIST_FAILED");
    if (this.#place === from && clock.monotonic() - openedAt < limits.SHORT_WATCH) throw new WireError("SHORT_WATCH");
  }

  #watchQuery(): string {
    const span = limits.WATCH_SECONDS_LAST - limits.WATCH_SECONDS_FIRST;
    const seconds = limits.WATCH_SECONDS_FIRST + Math.floor(this.#reading.clock.random() * span);
    const start =
      this.#place === ""
        ? "sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
        : `resourceVersion=${this.#place}`;
    return `watch=true&allowWatchBookmarks=true&timeoutSeconds=${seconds}&${start}`;
  }

  #watching(): void {
    this.#established = true;
    this.#status.watching({ listed: true, resourceVersion: this.#place });
  }

  /** What becomes of what the watch says. `listed` is called when it has begun with a whole list. */
  #listener(resource: ServedResource, listed: () => void): WatchListener {
    const { sink, telemetry, cluster } = this.#reading;
    return {
      take: (event) => {
        if (this.#place !== "") this.#take(event, resource);
        else if (this.#takeInitial(event, resource)) return this.#endInitial(event, listed);
        return null;
      },
      rest: async (events) => {
        if (events > 0) telemetry.watchEvents(cluster, this.#resource, events);
        this.#status.heard();
        await sink.ready();
      },
      silent: () => new WireError(this.#place === "" ? "FROZEN" : "SILENT"),
    };
  }

  #take({ type, object }: WatchEvent, { kind }: ServedResource): void {
    switch (type) {
      case "ADDED":
      case "MODIFIED":
        this.#objects.upsert(object, kind);
        return this.#advance(object, false);
      case "DELETED":
        this.#objects.remove(object);
        return this.#advance(object, false);
      case "BOOKMARK":
        return this.#advance(object, true);
      case "ERROR":
        throw readStatus(object);
      default:
        if (!this.#unknownTypes.has(type))
          this.#log.warn({ type: type.slice(0, 50) }, "events of an unknown type came");
        if (this.#unknownTypes.size < 100) this.#unknownTypes.add(type);
    }
  }

  /** Takes an event of the list that the watch begins with. True for the one that ends it. */
  #takeInitial(event: WatchEvent, resource: ServedResource): boolean {
    if (event.type === "ADDED") this.#objects.listItem(event.object, resource.kind);
    else if (event.type !== "BOOKMARK") this.#take(event, resource);
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
    await this.#finishList(resourceVersionOf(object));
    this.#watching();
    listed();
  }

  /** Moves the place on, never back: events may come out of order, and a bookmark may be late. */
  #advance(object: unknown, bookmark: boolean): void {
    const version = resourceVersionOf(object);
    if (this.#place === "" || version === "") return;
    if (compareResourceVersions(version, this.#place) > 0) this.#place = this.#seen = version;
    this.#status.progress(() => this.#place, bookmark, this.#reading.signal);
  }

  #losePlace(): void {
    // Who lists anew wants to know first that it is the same cluster, and no older one.
    if (this.#place !== "") this.#doubt();
    this.#place = "";
  }

  #doubt(): void {
    this.#doubtful = true;
    this.#reading.contact.doubt();
  }

  /** What is left of the time for opening a silent watch anew; else the usual time. */
  #left(usual: number): number {
    return this.#renewUntil === null ? usual : Math.max(this.#renewUntil - this.#reading.clock.monotonic(), 1);
  }

  /** Never rejects: should the reaction itself fail, there is still the back-off. */
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
    this.#safely(() => this.#status.fail(phaseOf(failure), failure, wait, { resourceVersion: this.#place }));
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
    return discovery.served(this.kind) !== null;
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
