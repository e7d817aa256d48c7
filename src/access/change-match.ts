import type { EntityClass } from "../../schema/entity.ts";
import type { Change, ChangeFilter, FeedEvent } from "../ports.ts";
import type { Rights } from "./rights.ts";
import { sees } from "./rights.ts";

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

/** An event that is about no entity. */
export function mark(kind: "SNAPSHOT_END" | "GAP" | "PROGRESS", at: Date): FeedEvent {
  return { kind, at, type: null, id: null, node: null };
}
