import type { Entity, EntityClass, EntityId } from "../../schema/entity.ts";
import type { Sink } from "../../src/ports.ts";

/** What a sink was told, in order. */
export type Told =
  | { readonly op: "put"; readonly entity: Entity; readonly quiet: boolean }
  | { readonly op: "delete"; readonly id: EntityId }
  | { readonly op: "begin" | "complete"; readonly type: EntityClass };

/** A sink that applies what it is told to a map, by the log's rules, and remembers it. */
export class RecordingSink implements Sink {
  readonly told: Told[] = [];
  readonly entities = new Map<EntityId, Entity>();
  readonly #listing = new Map<EntityClass, Set<EntityId>>();
  /** While set, `ready` waits for it. */
  full: Promise<void> | null = null;
  /** While set, `put` throws it. */
  broken: Error | null = null;

  put(entity: Entity, quiet = false): void {
    if (this.broken !== null) throw this.broken;
    this.told.push({ op: "put", entity, quiet });
    this.entities.set(entity.id, entity);
    this.#listing.get(entity.constructor as EntityClass)?.add(entity.id);
  }

  delete(_type: EntityClass, id: EntityId): void {
    this.told.push({ op: "delete", id });
    this.entities.delete(id);
  }

  async ready(): Promise<void> {
    await this.full;
  }

  async flush(): Promise<void> {}

  async beginList(type: EntityClass): Promise<void> {
    this.told.push({ op: "begin", type });
    this.#listing.set(type, new Set());
  }

  async completeList(type: EntityClass): Promise<void> {
    const listed = this.#listing.get(type);
    if (listed === undefined) throw new Error(`${type.name}: a list ended that had not begun`);
    this.#listing.delete(type);
    this.told.push({ op: "complete", type });
    for (const { id } of this.of(type)) if (!listed.has(id)) this.entities.delete(id);
  }

  /** What it holds of a class. */
  of<T extends Entity>(type: EntityClass<T>): T[] {
    return [...this.entities.values()].filter((entity): entity is T => entity instanceof type);
  }
}
