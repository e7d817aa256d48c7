import type { Entity, EntityClass, EntityId } from "../../schema/entity.ts";
import type { Batch, Change, Fact } from "../ports.ts";

type Held = Map<EntityId, Entity>;

/**
 * What the log holds of one source: its present state, and how far its owner has come. What changes the state tells it change by change:
 * each is made when it is drawn, so that the state is at every moment what was told. Whoever begins to draw must draw all.
 */
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

  /** Takes a batch in and tells what it changes, in order. */
  *apply({ facts, list }: Batch): Generator<Change, void, undefined> {
    if (list?.mark === "begin") this.#lists.set(list.type, new Set());
    for (const fact of facts) {
      const change = this.#applyFact(fact);
      if (change !== null) yield change;
    }
    if (list?.mark === "complete") yield* this.#complete(list.type);
  }

  /** Forgets everything, and tells it. */
  *clear(): Generator<Change, void, undefined> {
    this.#lists.clear();
    this.#listed.clear();
    for (const type of this.#held.keys()) yield* this.#deleteAll(type, () => true);
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
  *#complete(type: EntityClass): Generator<Change, void, undefined> {
    const seen = this.#lists.get(type);
    this.#lists.delete(type);
    this.#listed.add(type);
    if (seen !== undefined) yield* this.#deleteAll(type, (id) => !seen.has(id));
  }

  *#deleteAll(type: EntityClass, isGone: (id: EntityId) => boolean): Generator<Change, void, undefined> {
    for (const id of this.#of(type).keys()) {
      const change = isGone(id) ? this.#delete(type, id) : null;
      if (change !== null) yield change;
    }
  }

  #of(type: EntityClass): Held {
    let held = this.#held.get(type);
    if (held === undefined) this.#held.set(type, (held = new Map()));
    return held;
  }
}
