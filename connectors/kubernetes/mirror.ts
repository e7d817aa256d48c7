import type { KubernetesObject } from "../../schema/kubernetes-object.ts";
import type { Watch } from "../../schema/watch.ts";
import { WatchPhase } from "../../schema/watch.ts";
import type { Logger } from "../../src/lib/logger.ts";
import { agree } from "./belief.ts";
import type { ClusterReading } from "./cluster-reading.ts";
import type { Kind } from "./kind.ts";
import { SECOND_LIST_AFTER } from "./limits.ts";
import { ObjectTable } from "./object-table.ts";
import { readStatus } from "./read-error.ts";
import { compareResourceVersions, resourceVersionOf } from "./resource-version.ts";
import type { WatchEvent } from "./watch-event.ts";
import { WatchStatus } from "./watch-status.ts";
import { WireError } from "./wire-error.ts";

/** What the log still holds of a kind. */
export interface HeldKind {
  readonly entities: Iterable<KubernetesObject>;
  /** The watch that brought it, where it can be resumed; null where only a list will do. */
  readonly resumable: Watch | null;
}

/** One resource of one cluster as the sink has it: its objects, the place that they are of, and the status that says so. It asks nothing itself. */
export class Mirror {
  readonly kind: Kind;
  readonly status: WatchStatus;
  readonly #reading: ClusterReading;
  readonly #objects: ObjectTable;
  readonly #log: Logger;
  readonly #unknownTypes = new Set<string>();
  #place: string;
  #seen: string;
  /** What the list had that was not believed, by uid. */
  #disbelieved: ReadonlySet<string> | null = null;

  constructor(kind: Kind, fingerprint: string, reading: ClusterReading, held: HeldKind, log: Logger) {
    const { cluster, source, sink, clock, changed } = reading;
    const { entities, resumable } = held;
    this.kind = kind;
    this.#reading = reading;
    this.#log = log;
    this.#place = this.#seen = resumable?.resourceVersion ?? "";
    const counts = (this.#objects = new ObjectTable(kind, reading, log, entities, resumable !== null));
    this.status = new WatchStatus({
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

  /** The resourceVersion that everything up to is in the sink; "" when only a list will do. */
  get place(): string {
    return this.#place;
  }

  /** Whether there is a place to watch on from. */
  get hasPlace(): boolean {
    return this.#place !== "";
  }

  /** The newest place that the cluster was seen at: it cannot be older now, unless its state went back. "" when that is not known. */
  get seen(): string {
    return this.#seen;
  }

  get size(): number {
    return this.#objects.size;
  }

  /** Whether what is held is not all there is, for want of room. */
  get overQuota(): boolean {
    return this.#objects.overQuota;
  }

  losePlace(): void {
    this.#place = "";
  }

  /** Nothing that is known of places and versions holds any more. */
  forget(): void {
    this.#place = this.#seen = "";
    this.#disbelieved = null;
    this.#objects.distrust();
  }

  async beginList(): Promise<void> {
    this.#objects.beginList();
    await this.#reading.sink.beginList(this.kind.type);
    if (this.status.current.phase !== WatchPhase.ABSENT) this.status.enter(WatchPhase.LISTING, { resourceVersion: "" });
  }

  takeItem(object: unknown, wireKind: string): void {
    this.#objects.listItem(object, wireKind);
  }

  /**
   * The list is whole. Believed, it is completed, and its place is good to watch from, unless the signal was aborted meanwhile: the place may
   * be another cluster's then. Not believed, it fails with LIST_NOT_BELIEVED. One that there was no room for is completed, so that what is
   * gone makes room, and fails with QUOTA_EXCEEDED.
   */
  async finishList(place: string, signal: AbortSignal): Promise<void> {
    const doubtful = this.#objects.doubtful();
    if (doubtful !== null && (this.#disbelieved === null || !agree(this.#disbelieved, doubtful))) {
      this.#disbelieved = doubtful;
      throw new WireError("LIST_NOT_BELIEVED", "", { retryAfterMs: SECOND_LIST_AFTER });
    }
    await this.#completeList();
    signal.throwIfAborted();
    this.#disbelieved = null;
    if (this.overQuota) throw this.#reading.quota.exceeded();
    this.#place = this.#seen = place;
    this.#log.info({ objects: this.#objects.size }, "the resource was listed");
  }

  /** The resource is not served any more: there are no objects of it. */
  async empty(): Promise<void> {
    await this.beginList();
    await this.#completeList();
  }

  /** Takes an event of a watch that goes on from the place. An ERROR is thrown. */
  take({ type, object }: WatchEvent, wireKind: string): void {
    switch (type) {
      case "ADDED":
      case "MODIFIED":
        this.#objects.upsert(object, wireKind);
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

  async #completeList(): Promise<void> {
    this.#objects.completeList();
    await this.#reading.sink.completeList(this.kind.type);
  }

  /** Moves the place on, never back: events may come out of order, and a bookmark may be late. */
  #advance(object: unknown, bookmark: boolean): void {
    const version = resourceVersionOf(object);
    if (!this.hasPlace || version === "") return;
    if (compareResourceVersions(version, this.#place) > 0) this.#place = this.#seen = version;
    this.status.progress(() => this.#place, bookmark, this.#reading.signal);
  }
}
