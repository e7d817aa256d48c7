import type { JsonObject, StringMap } from "../../../schema/kubernetes-object.ts";
import { addQuantities, compareQuantities, formatQuantity, quantityOf, zeroQuantity } from "./quantity.ts";

/** What every machine has some of: once a pool's share of it is used up, no machine fits, even for a pod that asks for none. */
const EVERY_MACHINE_HAS: ReadonlySet<string> = new Set(["cpu", "memory", "pods", "nodes"]);

/** A limit of a pool that one more machine would break. */
export interface ExceededLimit {
  readonly resource: string;
  readonly message: string;
}

/**
 * The first limit that leaves no room for any machine on which the pod fits; null when there is none that says so. A machine is at least as
 * large as the pod, so a limit may be exceeded though this says null. A limit or a use that is no quantity says nothing. Source: karpenter
 * scheduling/scheduler.go (addToNewNodeClaim, filterByRemainingResources).
 */
export function exceededLimit(limits: JsonObject, used: JsonObject, requests: StringMap): ExceededLimit | null {
  const needs: StringMap = { ...requests, pods: "1", nodes: "1" };
  for (const resource of Object.keys(limits).toSorted()) {
    const limit = quantityOf(limits[resource]);
    const use = Object.hasOwn(used, resource) ? quantityOf(used[resource]) : zeroQuantity;
    const need = Object.hasOwn(needs, resource) ? quantityOf(needs[resource]) : zeroQuantity;
    if (limit === null || use === null || need === null) continue;
    const after = need.nanos > 0n ? addQuantities(use, need) : use;
    const room = compareQuantities(limit, after);
    const isUsedUp = EVERY_MACHINE_HAS.has(resource) && compareQuantities(limit, use) <= 0;
    if (room >= 0 && !isUsedUp) continue;
    const message = `${formatQuantity(use)} of ${formatQuantity(limit)} ${resource} used, ${formatQuantity(need)} needed`;
    return { resource, message };
  }
  return null;
}
