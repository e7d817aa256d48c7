import type { Entity, EntityClass } from "../../schema/entity.ts";
import type { Index } from "../ports.ts";

/** Declares an index. The store builds it when it is first read and keeps it current from then on. */
export function indexOf<T extends Entity>(type: EntityClass<T>, keys: (entity: T) => readonly string[]): Index<T> {
  return Object.freeze({ type, keys });
}
