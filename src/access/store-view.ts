import type { Entity, EntityClass, EntityKey } from "../../schema/entity.ts";
import { entityId } from "../../schema/entity.ts";
import { TimeoutError } from "../errors.ts";
import type { Index, Page, Reads, Selection, View, Window } from "../ports.ts";
import type { Collection, Segment } from "../store/collection.ts";
import { compareEntities } from "../store/entity-order.ts";
import type { Store } from "../store/store.ts";
import type { Rights } from "./rights.ts";
import { namesIn, sees } from "./rights.ts";
import { isPlaced, segments, walk } from "./walk.ts";

export interface ViewOptions {
  readonly store: Store;
  readonly rights: Rights;
  /** The one time of the answer. */
  readonly now: Date;
  /** How many objects one count may look at: beyond it there is no count. */
  readonly scanBudget: number;
  /** True when the answer has taken too long: asked each 1,000 objects of a scan. */
  readonly isLate?: () => boolean;
  /** Where to note what was read. */
  readonly reads?: Reads;
}

/** The store as one viewer may see it. It costs nothing to make, so each answer has its own. */
export class StoreView implements View {
  readonly accessKey: string;
  readonly #options: ViewOptions;
  #scanned = 0;
  #isLate = false;

  constructor(options: ViewOptions) {
    this.#options = options;
    this.accessKey = options.rights.key;
  }

  now(horizon?: (now: Date) => Date): Date {
    const { now, reads } = this.#options;
    reads?.until(horizon?.(now) ?? now);
    return now;
  }

  get<T extends Entity>(type: EntityClass<T>, { cluster, namespace, name }: EntityKey): T | null {
    const id = entityId(type.name, cluster, namespace, name);
    this.#options.reads?.entity(id);
    const entity = this.#collection(type).get(id);
    if (entity === undefined || compareEntities(entity, { cluster, namespace, name }) !== 0) return null;
    return sees(this.#options.rights.row(type, cluster), namespace, name) ? entity : null;
  }

  page<T extends Entity>(type: EntityClass<T>, selection: Selection<T>, window: Window): Page<T> {
    this.#noteRange(type, selection);
    const backwards = "last" in window;
    const from = backwards ? window.before : window.after;
    const limit = backwards ? window.last : window.first;
    const items: T[] = [];
    let isMore = false;
    for (const entity of this.#matching(type, selection, from, backwards)) {
      isMore = items.length === limit;
      if (isMore) break;
      items.push(entity);
    }
    const isSomeBehind = from !== undefined && this.#hasBehind(type, selection, from, backwards);
    if (backwards) return { items: items.toReversed(), hasNextPage: isSomeBehind, hasPreviousPage: isMore };
    return { items, hasNextPage: isMore, hasPreviousPage: isSomeBehind };
  }

  all<T extends Entity>(type: EntityClass<T>, selection: Selection<T>): readonly T[] {
    this.#noteRange(type, selection);
    return [...this.#matching(type, selection, undefined, false)];
  }

  by<T extends Entity>(index: Index<T>, key: string): readonly T[] {
    const { reads, rights } = this.#options;
    reads?.indexKey(index as unknown as Index<Entity>, key);
    const seen: T[] = [];
    // Without the detours of a selection: an answer with edges asks this for each of its objects.
    for (const entity of this.#collection(index.type).index(index).get(key)?.after() ?? []) {
      this.#lookAtDeadline();
      if (sees(rights.row(index.type, entity.cluster), entity.namespace, entity.name)) seen.push(entity);
    }
    return seen;
  }

  count<T extends Entity>(type: EntityClass<T>, selection: Selection<T>): number | null {
    this.#noteRange(type, selection);
    const { names, within, where } = selection;
    if (within === undefined && where === undefined && (names === null || names === undefined))
      return this.#countPlaces(type, selection);
    let budget = this.#options.scanBudget;
    let count = 0;
    const isCounted = where ?? (() => true);
    const spend = (): number => (budget -= 1);
    for (const entity of this.#candidates(type, selection, undefined, false, spend)) {
      if (budget < 0) return null;
      if (isCounted(entity)) count += 1;
    }
    return budget < 0 ? null : count;
  }

  #collection<T extends Entity>(type: EntityClass<T>): Collection<T> {
    return this.#options.store.of(type);
  }

  /** Exact without looking at an entity, but for names that are granted one by one. */
  #countPlaces<T extends Entity>(type: EntityClass<T>, selection: Selection<T>): number {
    const collection = this.#collection(type);
    const rows = (cluster: string) => this.#options.rights.row(type, cluster);
    const { clusters, namespaces } = selection;
    let count = 0;
    for (const cluster of clusters ? new Set(clusters) : collection.clusters({ backwards: false })) {
      if (!namespaces && rows(cluster) === "all") count += collection.count(cluster);
      else
        for (const segment of segments(collection, { clusters: [cluster], namespaces }, rows, { backwards: false }))
          count += countSegment(segment, namesIn(rows(cluster), segment.namespace));
    }
    return count;
  }

  *#matching<T extends Entity>(
    type: EntityClass<T>,
    selection: Selection<T>,
    from: EntityKey | undefined,
    backwards: boolean,
  ): Generator<T, void, undefined> {
    const { where } = selection;
    for (const entity of this.#candidates(type, selection, from, backwards))
      if (where === undefined || where(entity)) yield entity;
  }

  /**
   * What the places, the names, the index key and the rights let through, before any condition on the entity itself. `look` is told of each
   * entity that was looked at, but for those that may not be seen: nobody learns how many they are.
   */
  *#candidates<T extends Entity>(
    type: EntityClass<T>,
    selection: Selection<T>,
    from: EntityKey | undefined,
    backwards: boolean,
    look = (): unknown => null,
  ): Generator<T, void, undefined> {
    const lookAt = (isSeen: boolean): void => {
      this.#lookAtDeadline();
      if (isSeen) look();
    };
    const rows = (cluster: string) => this.#options.rights.row(type, cluster);
    if (selection.within === undefined) {
      yield* walk(this.#collection(type), selection, rows, { from, backwards }, lookAt);
      return;
    }
    const { index, key } = selection.within;
    const posting = this.#collection(type).index(index).get(key);
    if (posting === undefined) return;
    for (const entity of backwards ? posting.before(from) : posting.after(from)) {
      const isSeen = sees(rows(entity.cluster), entity.namespace, entity.name);
      lookAt(isSeen);
      if (isSeen && isPlaced(entity, selection)) yield entity;
    }
  }

  /** Whether the walk would have given anything up to where it started, and with it. */
  #hasBehind<T extends Entity>(
    type: EntityClass<T>,
    selection: Selection<T>,
    from: EntityKey,
    backwards: boolean,
  ): boolean {
    const at = this.#at(type, from);
    if (at !== undefined && this.#isSelected(at, selection)) return true;
    return this.#matching(type, selection, from, !backwards).next().done === false;
  }

  /** What stands there, found by the way that the walk has just taken: the memory on it is at hand, which that of an id is not. */
  #at<T extends Entity>(type: EntityClass<T>, { cluster, namespace, name }: EntityKey): T | undefined {
    const isSeen = sees(this.#options.rights.row(type, cluster), namespace, name);
    return isSeen
      ? this.#collection(type)
          .segment(cluster, namespace ?? "")
          ?.entities.get({ name })
      : undefined;
  }

  #isSelected<T extends Entity>(entity: T, selection: Selection<T>): boolean {
    const { within, where } = selection;
    return (
      isPlaced(entity, selection) &&
      (within === undefined || within.index.keys(entity).includes(within.key)) &&
      (where === undefined || where(entity))
    );
  }

  /** Once too late, always: a field that may be null fails alone, and the fields after it must not go on. */
  #lookAtDeadline(): void {
    this.#scanned += 1;
    if (this.#scanned % 1000 === 0) this.#isLate ||= this.#options.isLate?.() === true;
    if (this.#isLate) throw new TimeoutError("the answer took too long: ask for less, or narrow the filter");
  }

  #noteRange<T extends Entity>(type: EntityClass<T>, { clusters, namespaces, within }: Selection<T>): void {
    const { reads } = this.#options;
    if (reads === undefined) return;
    if (within !== undefined) return reads.indexKey(within.index as unknown as Index<Entity>, within.key);
    for (const cluster of clusters ?? [null])
      for (const namespace of (cluster === null ? null : namespaces) ?? [null]) reads.range(type, cluster, namespace);
  }
}

function countSegment<T extends Entity>({ entities }: Segment<T>, names: "all" | ReadonlySet<string>): number {
  if (names === "all") return entities.size;
  return [...names].filter((name) => entities.get({ name }) !== undefined).length;
}
