import type { Entity, EntityClass, EntityId } from "../../schema/entity.ts";
import type { Batch, Change, Fact } from "../ports.ts";

type Held = Map<EntityId, Entity>;

/** What the log holds of one source: its present state, and how far its owner has come. */
export class SourceState {
  /** The fencing token: a batch of another term is refused. */
  term = 0;
  /** The last batch of the term. */
  seq = 0;
  readonly #held = new Map<EntityClass, Held>();
  /** Ids put since a list of the type began. */
  readonly #lists = new Map<EntityClass, Set<EntityId>>();
  /** Types of which a whole list was taken in: what is put of another type while its list is open is no news. */
  readonly #listed = new Set<EntityClass>();

  *entities(): Generator<Entity, void, undefined> {
    for (const held of this.#held.values()) yield* held.values();
  }

  /** A new owner begins: lists that the last one left open were not whole. */
  begin(term: number): void {
    this.term = term;
    this.seq = 0;
    this.#lists.clear();
  }

  /** Takes a batch in and tells what it changed, in order. */
  apply({ facts, list }: Batch): readonly Change[] {
    if (list?.mark === "begin") this.#lists.set(list.type, new Set());
    const changes = facts.map((fact) => this.#applyFact(fact)).filter((change) => change !== null);
    return list?.mark === "complete" ? [...changes, ...this.#complete(list.type)] : changes;
  }

  /** Forgets everything, and tells it. */
  clear(): readonly Change[] {
    this.#lists.clear();
    this.#listed.clear();
    return [...this.#held]
      .flatMap(([type, held]) => [...held.keys()].map((id) => this.#delete(type, id)))
      .filter((change) => change !== null);
  }

  #applyFact(fact: Fact): Change | null {
    if (fact.op === "delete") return this.#delete(fact.type, fact.id);
    const { entity } = fact;
    const { id } = entity;
    const type = entity.constructor as EntityClass;
    const held = this.#of(type);
    const kind = held.has(id) ? "MODIFIED" : "ADDED";
    const list = this.#lists.get(type);
    list?.add(id);
    held.set(id, entity);
    const first = kind === "ADDED" && list !== undefined && !this.#listed.has(type);
    return { kind, type, id, entity, news: fact.quiet === true ? "quiet" : first ? "first" : "change" };
  }

  #delete(type: EntityClass, id: EntityId): Change | null {
    const held = this.#of(type);
    const entity = held.get(id);
    if (entity === undefined) return null;
    held.delete(id);
    this.#lists.get(type)?.delete(id);
    return { kind: "DELETED", type, id, entity, news: "change" };
  }

  /** The list was whole: what it did not have is gone. */
  #complete(type: EntityClass): readonly Change[] {
    const seen = this.#lists.get(type);
    this.#lists.delete(type);
    this.#listed.add(type);
    if (seen === undefined) return [];
    const gone = [...this.#of(type).keys()].filter((id) => !seen.has(id));
    return gone.map((id) => this.#delete(type, id)).filter((change) => change !== null);
  }

  #of(type: EntityClass): Held {
    let held = this.#held.get(type);
    if (held === undefined) this.#held.set(type, (held = new Map()));
    return held;
  }
}
