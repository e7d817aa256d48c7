import type { Entity, EntityClass, EntityId } from "../../schema/entity.ts";

/** Where one watch of a source puts its facts. It numbers, chunks and coalesces them by id, so calls are cheap and return at once. */
export interface Sink {
  put(entity: Entity, quiet?: boolean): void;
  delete(type: EntityClass, id: EntityId): void;
  /** Resolves when there is room: a caller that awaits it holds its outside back, and lets other sources run. */
  ready(): Promise<void>;
  /** Resolves when all that was put before is in the log. */
  flush(): Promise<void>;
  /** A list begins: what is put from now on is the list. */
  beginList(type: EntityClass): Promise<void>;
  /** The list was whole: what it did not have is deleted. */
  completeList(type: EntityClass): Promise<void>;
}
