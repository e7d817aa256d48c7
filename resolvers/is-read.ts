import type { EntityClass } from "../schema/entity.ts";
import type { View } from "../src/ports.ts";
import { watchesByType } from "./provenance.ts";

/** Whether a cluster's objects of a type are known: they were listed, or the cluster does not serve them and so has none. */
export function isRead(view: View, type: EntityClass, cluster: string): boolean {
  const watches = view.by(watchesByType, `${type.name} ${cluster}`);
  return watches.some(({ listed, phase }) => listed || phase === "ABSENT");
}
