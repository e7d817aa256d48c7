import type { Entity, EntityClass, EntityId } from "../../schema/entity.ts";
import type { Change, ChangeFilter, FeedBatch, FeedEvent } from "../ports.ts";
import type { Store } from "../store/store.ts";
import type { Rights } from "./rights.ts";
import { sees } from "./rights.ts";
import { walk } from "./walk.ts";

/** The changes that a filter names and a viewer may see, as a client hears them. */
export class ChangeMatch {
  readonly filter: ChangeFilter;
  readonly #types: ReadonlySet<EntityClass>;
  readonly #rights: Rights;
  readonly #ids: ReadonlySet<string> | null;

  /** `served`: the types that the graph has; of all others nobody hears. */
  constructor(filter: ChangeFilter, rights: Rights, served: ReadonlySet<EntityClass>) {
    this.filter = filter;
    this.#rights = rights;
    this.#types = filter.types ? new Set(filter.types.filter((type) => served.has(type))) : served;
    this.#ids = filter.ids ? new Set(filter.ids) : null;
  }

  get types(): Iterable<EntityClass> {
    return this.#types;
  }

  isNamed({ type, id, entity: { cluster, namespace, name } }: Pick<Change, "type" | "id" | "entity">): boolean {
    const { clusters, namespaces } = this.filter;
    return (
      this.#types.has(type) &&
      (this.#ids === null || this.#ids.has(id)) &&
      (clusters?.includes(cluster) ?? true) &&
      (namespaces ? namespace !== null && namespaces.includes(namespace) : true) &&
      sees(this.#rights.row(type, cluster), namespace, name)
    );
  }

  /** What a store has of it now: ids are read one by one, places by their segments, so nothing else is looked at. */
  *entities(store: Store): Generator<Entity, void, undefined> {
    if (this.#ids !== null) yield* this.#byId(store, this.#ids);
    else for (const type of this.#types) yield* this.#placed(store, type);
  }

  *#byId(store: Store, ids: Iterable<EntityId>): Generator<Entity, void, undefined> {
    const types = new Map([...this.#types].map((type) => [type.name, type]));
    for (const id of ids) {
      const type = types.get(typeName(id));
      if (type === undefined) continue;
      const entity = store.of(type).get(id);
      if (entity !== undefined && this.isNamed({ type, id, entity })) yield entity;
    }
  }

  #placed(store: Store, type: EntityClass): Iterable<Entity> {
    const rows = (cluster: string) => this.#rights.row(type, cluster);
    const { clusters, namespaces } = this.filter;
    return walk(store.of(type), { clusters, namespaces }, rows, { backwards: false }, () => {});
  }

  /** The events of some changes; what is quiet is none. */
  events(changes: readonly Change[], at: Date): readonly FeedEvent[] {
    return changes
      .filter((change) => change.news !== "quiet" && this.isNamed(change))
      .map((change) => eventOf(change, at));
  }
}

function eventOf({ kind, type, id, entity }: Change, at: Date): FeedEvent {
  return { kind, at, type: type.name, id, node: kind === "DELETED" ? null : entity };
}

/** The type that an id begins with. */
function typeName(id: EntityId): string {
  return id.split("/", 1)[0] ?? "";
}

/** Whether the store was replaced as a whole: what was heard before says nothing any more. */
export function isGap({ events }: FeedBatch): boolean {
  return events.some(({ kind }) => kind === "GAP");
}

/** An event that is about no entity. */
export function mark(kind: "SNAPSHOT_END" | "GAP" | "PROGRESS", at: Date): FeedEvent {
  return { kind, at, type: null, id: null, node: null };
}
