import type { KubernetesObject } from "../../schema/kubernetes-object.ts";
import type { Logger } from "../../src/lib/logger.ts";
import type { ClusterReading } from "./cluster-reading.ts";
import { HeldObjects } from "./held-objects.ts";
import { DecodeError } from "./json.ts";
import type { Kind } from "./kind.ts";
import { Listing } from "./listing.ts";
import { ofKind } from "./of-kind.ts";
import { Quarantine } from "./quarantine.ts";
import type { Place } from "./place.ts";
import { placeOf } from "./place.ts";
import { compareResourceVersions } from "./resource-version.ts";
import { servesTheSame } from "./same-served.ts";
import { Tombstones } from "./tombstones.ts";
import type { WireError } from "./wire-error.ts";

/** What it needs of what a cluster's reflectors share. */
type TableReading = Pick<ClusterReading, "decoder" | "sink" | "quota">;

/** What an object of the wire turns out to be: an entity, none of those that the kind keeps, or nothing that can be read. */
type Read = KubernetesObject | "unwanted" | "unreadable";

/**
 * The objects of one kind, between the wire and the sink: what comes is decoded, compared with what is held, and put. Nothing
 * that the wire says makes it throw: an object that cannot be read keeps its last good state. Only what a complete list lacks, or an event
 * says, is deleted. What there is no room for in the cluster's quota is not taken in.
 */
export class ObjectTable {
  readonly #kind: Kind;
  readonly #reading: TableReading;
  readonly #held: HeldObjects;
  readonly #quarantine: Quarantine;
  readonly #tombstones = new Tombstones();
  #trusted: boolean;
  #overQuota = false;
  #listing: Listing | null = null;

  /** `trusted` says that what is held was decoded by this very kind from this very cluster. */
  constructor(kind: Kind, reading: TableReading, log: Logger, held: Iterable<KubernetesObject>, trusted: boolean) {
    this.#kind = kind;
    this.#reading = reading;
    this.#held = new HeldObjects(reading.quota);
    this.#quarantine = new Quarantine(log);
    this.#trusted = trusted;
    for (const entity of held) this.#held.set(entity);
  }

  get size(): number {
    return this.#held.size;
  }

  get quarantined(): number {
    return this.#quarantine.size;
  }

  /** Whether something was left out for want of room, since the last list that had room for all. */
  get overQuota(): boolean {
    return this.#overQuota;
  }

  /** What is held may be of another cluster, or of a state that is no more: the next list is taken as it comes. */
  distrust(): void {
    this.#trusted = false;
    this.#tombstones.clear();
  }

  /** Takes in ADDED and MODIFIED alike: which of the two it is for us, what is held says. Throws QUOTA_EXCEEDED when there is no room. */
  upsert(object: unknown, wireKind: string): void {
    const place = placeOf(object);
    if (place === null) return this.#quarantine.addUnnamed();
    const held = this.#held.get(place.namespace, place.name);
    const { uid, resourceVersion } = place;
    if (resourceVersion !== "") {
      if (held !== undefined && compareResourceVersions(resourceVersion, held.resourceVersion) <= 0) return;
      if (this.#tombstones.cover(uid, resourceVersion)) return;
    }
    const read = this.#read(object, place, wireKind);
    if (read === "unreadable") return;
    if (read === "unwanted") return this.#drop(held, place);
    if (!this.#put(read, held)) throw this.#outOfRoom();
    // An event between those of a list by watch: what it brings is there, too.
    this.#listing?.keep(read);
  }

  /** Takes in DELETED. What is older than what is held tells of an earlier object of that name. */
  remove(object: unknown): void {
    const place = placeOf(object);
    if (place === null) return;
    const { namespace, name, uid, resourceVersion } = place;
    const held = this.#held.get(namespace, name);
    if (held !== undefined && resourceVersion === "" && held.uid !== uid) return;
    if (
      held !== undefined &&
      resourceVersion !== "" &&
      compareResourceVersions(resourceVersion, held.resourceVersion) < 0
    )
      return;
    this.#drop(held, place);
  }

  beginList(): void {
    this.#listing = new Listing(this.#held.size);
  }

  /** Takes in an object of the list, whatever is held: a list from the newest state is the truth. */
  listItem(object: unknown, wireKind: string): void {
    const listing = this.#listing;
    if (listing === null) return;
    const place = placeOf(object);
    if (place === null) return this.#listUnnamed(listing);
    const held = this.#held.get(place.namespace, place.name);
    const read = this.#isHeld(held, place) ? held : this.#read(object, place, wireKind);
    if (read === "unwanted") return;
    if (read === "unreadable") return this.#listUnreadable(listing, place, held);
    listing.add(read);
    if (!this.#put(read, held)) this.#listSurplus(listing, read, held);
  }

  /** What the list has, by uid, when it is not believed for itself; null when it is. */
  doubtful(): ReadonlySet<string> | null {
    return this.#listing?.doubtful() ?? null;
  }

  /** The list was whole and is believed: what it lacked is forgotten here; the sink deletes it when it is told. */
  completeList(): void {
    const listing = this.#listing;
    if (listing === null) return;
    const fates = Map.groupBy(this.#held, (entity) => listing.fateOf(entity));
    for (const entity of fates.get("kept") ?? []) this.#keep(entity, listing);
    for (const entity of fates.get("gone") ?? []) this.#held.delete(entity);
    this.#quarantine.keepOnly(listing.unreadable, listing.unnamed);
    this.#overQuota = listing.hasSurplus;
    this.#trusted ||= !listing.hasSurplus;
    this.#listing = null;
  }

  #outOfRoom(): WireError {
    this.#overQuota = true;
    return this.#reading.quota.exceeded();
  }

  #listUnnamed(listing: Listing): void {
    listing.addUnnamed();
    this.#quarantine.addUnnamed();
  }

  /** It is there, so what is held of it stays. */
  #listUnreadable(listing: Listing, place: Place, held: KubernetesObject | undefined): void {
    listing.addUnreadable(place);
    if (held !== undefined) this.#keep(held, listing);
  }

  /** There is no room for this state of it. The one that is held stays, unless it was of an earlier object of that name. */
  #listSurplus(listing: Listing, read: KubernetesObject, held: KubernetesObject | undefined): void {
    listing.addSurplus();
    if (held?.uid === read.uid) this.#keep(held, listing);
  }

  #isHeld(held: KubernetesObject | undefined, { uid, resourceVersion }: Place): held is KubernetesObject {
    return this.#trusted && held !== undefined && held.uid === uid && held.resourceVersion === resourceVersion;
  }

  #read(object: unknown, place: Place, wireKind: string): Read {
    try {
      const wire = ofKind(object, wireKind);
      if (this.#kind.keep !== undefined && !this.#kind.keep(wire)) return "unwanted";
      if (place.resourceVersion === "") throw new DecodeError("resourceVersion: expected a whole number");
      return this.#reading.decoder.decode(this.#kind, wire);
    } catch (error) {
      this.#quarantine.add(place, error);
      return "unreadable";
    }
  }

  /** Whether there was room for it. The same state again is put within a list, because it is part of it; `upsert` lets none come here. */
  #put(entity: KubernetesObject, held: KubernetesObject | undefined): boolean {
    const { quota, sink } = this.#reading;
    const growth = held === entity ? 0 : this.#held.growthWith(entity);
    if (!quota.hasRoomFor(growth, held !== undefined)) return false;
    const quiet = held === entity || (held !== undefined && held.uid === entity.uid && servesTheSame(held, entity));
    sink.put(entity, quiet);
    if (held !== entity) this.#held.set(entity, growth);
    this.#quarantine.release(entity);
    return true;
  }

  #keep(entity: KubernetesObject, listing: Listing): void {
    listing.keep(entity);
    this.#reading.sink.put(entity, true);
  }

  #drop(held: KubernetesObject | undefined, place: Place): void {
    this.#quarantine.release(place);
    if (place.resourceVersion !== "") this.#tombstones.add(place.uid, place.resourceVersion);
    if (held === undefined) return;
    this.#reading.sink.delete(this.#kind.type, held.id);
    this.#held.delete(held);
  }
}
