import type { EntityKey } from "../../schema/entity.ts";
import { compareText } from "../lib/sorted-list.ts";

/** The order of a collection: cluster, namespace, name, by code unit; no namespace comes first. */
export function compareEntities(a: EntityKey, b: EntityKey): number {
  return (
    compareText(a.cluster, b.cluster) ||
    compareText(a.namespace ?? "", b.namespace ?? "") ||
    compareText(a.name, b.name)
  );
}

export function compareNames(a: Pick<EntityKey, "name">, b: Pick<EntityKey, "name">): number {
  return compareText(a.name, b.name);
}
