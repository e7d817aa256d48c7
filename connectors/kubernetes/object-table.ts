import type { JsonObject, KubernetesObject } from "../../schema/kubernetes-object.ts";
import type { Logger } from "../../src/lib/logger.ts";
import type { Sink } from "../../src/ports.ts";
import type { Decoder } from "./decode.ts";
import { HeldObjects } from "./held-objects.ts";
import { DecodeError } from "./json.ts";
import type { Kind } from "./kind.ts";
import { Listing } from "./listing.ts";
import { Quarantine } from "./quarantine.ts";
import type { Place } from "./place.ts";
import { placeOf } from "./place.ts";
import { compareResourceVersions, isObject } from "./resource-version.ts";
import { servesTheSame } from "./same-served.ts";
import { Tombstones } from "./tombstones.ts";

/** What an object of the wire turns out to be: an entity, none of those that the kind keeps, or nothing that can be read. */
type Read = KubernetesObject | "unwanted" | "unreadable";

/**
 * The objects of one kind, between the wire and the sink: what comes is decoded, compared with what is held, and put. Nothing of the
 * wire makes it throw: an object that cannot be read keeps its last good state. Only what a complete list lacks, or an event says, is deleted.
 */
export class ObjectTable {
  readonly #kind: Kind;
  readonly #decoder: Decoder;
  readonly #sink: Sink;
  readonly #held = new HeldObjects();
  readonly #quarantine: Quarantine;
  readonly #tombstones = new Tombstones();
  #trusted: boolean;
  #listing: Listing | null = null;

  /** `trusted` says that what is held was decoded by this very kind from this very cluster. */
  constructor(
    kind: Kind,
    decoder: Decoder,
    sink: Sink,
    log: Logger,
    held: Iterable<KubernetesObject>,
    trusted: boolean,
  ) {
    this.#kind = kind;
    this.#decoder = decoder;
    this.#sink = sink;
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

  /** What is held may be of another cluster, or of a state that is no more: the next list is taken as it comes. */
  distrust(): void {
    this.#trusted = false;
    this.#tombstones.clear();
  }

  /** Takes in ADDED and MODIFIED alike: which of the two it is for us, what is held says. */
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
    this.#put(read, held);
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
    this.#put(read, held);
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
    this.#trusted = true;
    this.#listing = null;
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

  #isHeld(held: KubernetesObject | undefined, { uid, resourceVersion }: Place): held is KubernetesObject {
    return this.#trusted && held !== undefined && held.uid === uid && held.resourceVersion === resourceVersion;
  }

  #read(object: unknown, place: Place, wireKind: string): Read {
    try {
      const wire = ofKind(object, wireKind);
      if (this.#kind.keep !== undefined && !this.#kind.keep(wire)) return "unwanted";
      if (place.resourceVersion === "") throw new DecodeError("resourceVersion: expected a whole number");
      return this.#decoder.decode(this.#kind, wire);
    } catch (error) {
      this.#quarantine.add(place, error);
      return "unreadable";
    }
  }

  /** The same state again is put within a list, because it is part of it; `upsert` lets none come here. */
  #put(entity: KubernetesObject, held: KubernetesObject | undefined): void {
    const quiet = held === entity || (held !== undefined && held.uid === entity.uid && servesTheSame(held, entity));
    this.#sink.put(entity, quiet);
    if (held !== entity) this.#held.set(entity);
    this.#quarantine.release(entity);
  }

  #keep(entity: KubernetesObject, listing: Listing): void {
    listing.keep(entity);
    this.#sink.put(entity, true);
  }

  #drop(held: KubernetesObject | undefined, place: Place): void {
    this.#quarantine.release(place);
    if (place.resourceVersion !== "") this.#tombstones.add(place.uid, place.resourceVersion);
    if (held === undefined) return;
    this.#sink.delete(this.#kind.type, held.id);
    this.#held.delete(held);
  }
}

/** Objects in the lists of built-in kinds do not say their kind; where it is said, it must be right. */
function ofKind(object: unknown, wireKind: string): JsonObject {
  if (!isObject(object)) throw new DecodeError("expected an object");
  const { kind } = object;
  if (kind !== undefined && kind !== wireKind) throw new DecodeError("kind: expected the kind that was asked for");
  return object;
}
