import type { KubernetesObject } from "../../schema/kubernetes-object.ts";

/**
 * About how many bytes of heap an entity takes: what sizeOf says, at a third of its cost, which each object of each list pays. It may
 * recurse, because the decoder lets no entity be deep. What entities share is counted for each.
 */
export function entitySize(entity: KubernetesObject): number {
  return sizeOfValue(entity);
}

function sizeOfValue(value: unknown): number {
  if (typeof value === "string") return 24 + value.length;
  if (typeof value !== "object" || value === null) return 8;
  return 32 + (Array.isArray(value) ? sizeOfItems(value) : sizeOfMembers(value as Readonly<Record<string, unknown>>));
}

function sizeOfItems(items: readonly unknown[]): number {
  let size = 0;
  for (let index = 0; index < items.length; index += 1) size += 8 + sizeOfValue(items[index]);
  return size;
}

/** The members of an entity are its own: what its class has are getters, which for-in leaves out. */
function sizeOfMembers(object: Readonly<Record<string, unknown>>): number {
  let size = 0;
  for (const name in object) size += 8 + sizeOfValue(object[name]);
  return size;
}
