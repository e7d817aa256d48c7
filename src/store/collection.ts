import type { Entity, EntityId, EntityKey } from "../../schema/entity.ts";
import { SortedList } from "../lib/sorted-list.ts";
import { SortedMap } from "../lib/sorted-map.ts";
import type { Index } from "../ports.ts";
import { compareNames } from "./entity-order.ts";
import { IndexState } from "./index-state.ts";

/** The entities of one cluster and one namespace ("" for those without), in the order of their names. */
export interface Segment<T extends Entity> {
  readonly cluster: string;
  readonly namespace: string;
  readonly entities: SortedList<Pick<EntityKey, "name">, T>;
}

interface Place<T extends Entity> {
  size: number;
  readonly namespaces: SortedMap<Segment<T>>;
}

/** Where a walk starts, and which way it goes. */
export interface Walk {
  readonly from?: EntityKey | undefined;
  readonly backwards: boolean;
}

/**
 * All entities of one type: by id, and by cluster, namespace and name in order, so that a count needs no entity and a page is a seek.
 * A read sees one moment as long as the reader does not give up its turn of the event loop.
 */
export class Collection<T extends Entity> {
  readonly #byId = new Map<EntityId, T>();
  readonly #places = new SortedMap<Place<T>>();
  readonly #indexes = new Map<Index<T>, IndexState<T>>();

  get size(): number {
    return this.#byId.size;
  }

  get(id: EntityId): T | undefined {
    return this.#byId.get(id);
  }

  /** All of them, in no order. */
  values(): IterableIterator<T> {
    return this.#byId.values();
  }

  /** How many a cluster has, or one namespace of it. */
  count(cluster: string, namespace?: string): number {
    const place = this.#places.get(cluster);
    if (namespace === undefined) return place?.size ?? 0;
    return place?.namespaces.get(namespace)?.entities.size ?? 0;
  }

  put(id: EntityId, entity: T): void {
    const before = this.#byId.get(id);
    this.#byId.set(id, entity);
    const place = this.#places.getOrCreate(entity.cluster, () => ({ size: 0, namespaces: new SortedMap() }));
    if (before === undefined) place.size += 1;
    this.#segment(place, entity).entities.put(entity);
    for (const state of this.#indexes.values()) state.replace(before, entity);
  }

  delete(id: EntityId): void {
    const before = this.#byId.get(id);
    if (before === undefined) return;
    this.#byId.delete(id);
    const place = this.#places.get(before.cluster);
    const segment = place?.namespaces.get(before.namespace ?? "");
    segment?.entities.remove(before);
    if (place !== undefined) {
      place.size -= 1;
      if (segment?.entities.size === 0) place.namespaces.delete(segment.namespace);
      if (place.size === 0) this.#places.delete(before.cluster);
    }
    for (const state of this.#indexes.values()) state.replace(before, undefined);
  }

  /** The index's state, built when it is first asked for. */
  index(index: Index<T>): IndexState<T> {
    let state = this.#indexes.get(index);
    if (state === undefined) this.#indexes.set(index, (state = new IndexState(index, this.#byId.values())));
    return state;
  }

  /** The clusters that have any, in the order of the walk, from that of `from` on. */
  *clusters({ from, backwards }: Walk): Generator<string, void, undefined> {
    const places = backwards ? this.#places.back(from?.cluster) : this.#places.from(from?.cluster);
    for (const [cluster] of places) yield cluster;
  }

  /** The segments of one cluster, in the order of the walk, from that of `from` on when it is in this cluster. */
  *segments(cluster: string, { from, backwards }: Walk): Generator<Segment<T>, void, undefined> {
    const namespaces = this.#places.get(cluster)?.namespaces;
    if (namespaces === undefined) return;
    const start = from?.cluster === cluster ? (from.namespace ?? "") : undefined;
    for (const [, segment] of backwards ? namespaces.back(start) : namespaces.from(start)) yield segment;
  }

  segment(cluster: string, namespace: string): Segment<T> | undefined {
    return this.#places.get(cluster)?.namespaces.get(namespace);
  }

  #segment(place: Place<T>, { cluster, namespace: name }: T): Segment<T> {
    const namespace = name ?? "";
    return place.namespaces.getOrCreate(namespace, () => ({
      cluster,
      namespace,
      entities: new SortedList(compareNames),
    }));
  }
}
