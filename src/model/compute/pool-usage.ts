import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import type { Quantity } from "./quantity.ts";
import { compareQuantities, formatQuantity, quantityOf, quantityRatio, zeroQuantity } from "./quantity.ts";

/** How much of one resource a NodePool's nodes have together, and how much they may have. */
export interface PoolUsage {
  /** Such as cpu, memory or nodes. */
  readonly resource: string;
  /** A quantity; null when it is not counted yet, or cannot be read. */
  readonly used: string | null;
  /** A quantity; null when there is no limit, or it cannot be read. */
  readonly limit: string | null;
  /** What part of the limit is used, such as 0.25; null without both, or for a limit of zero. */
  readonly ratio: number | null;
  /** Whether more is used than the limit; null when that is not known. */
  readonly exceeded: boolean | null;
  readonly problem: PoolUsageProblem | null;
}

export interface PoolUsageProblem {
  readonly code: "INVALID_LIMIT" | "INVALID_USAGE";
  readonly message: string;
}

/**
 * The usage of a NodePool by resource, in the order of their names: of what it limits and of what its nodes have. Source: karpenter
 * pkg/apis/v1/nodepool.go (Limits.ExceededBy): only more than the limit exceeds it, and what is not among the resources is not used.
 */
export function poolUsage({
  limits,
  resources,
}: {
  readonly limits: JsonObject | null;
  readonly resources: JsonObject | null;
}): readonly PoolUsage[] {
  const names = new Set([...Object.keys(limits ?? {}), ...Object.keys(resources ?? {})]);
  return [...names].toSorted((a, b) => (a < b ? -1 : 1)).map((resource) => usageOf(resource, limits, resources));
}

function usageOf(resource: string, limits: JsonObject | null, resources: JsonObject | null): PoolUsage {
  const limitValue = valueOf(limits, resource);
  const usedValue = valueOf(resources, resource);
  const limit = limitValue === undefined ? null : quantityOf(limitValue);
  const counted = resources === null ? null : zeroQuantity;
  const used = usedValue === undefined ? counted : quantityOf(usedValue);
  const isUnlimited = limitValue === undefined;
  return {
    resource,
    used: textOf(used),
    limit: textOf(limit),
    ratio: used === null || limit === null ? null : quantityRatio(used, limit),
    exceeded: isUnlimited ? false : exceeds(used, limit),
    problem:
      problemOf("INVALID_LIMIT", resource, "limit", limitValue, limit) ??
      problemOf("INVALID_USAGE", resource, "usage", usedValue, used),
  };
}

function exceeds(used: Quantity | null, limit: Quantity | null): boolean | null {
  return used === null || limit === null ? null : compareQuantities(used, limit) > 0;
}

function textOf(quantity: Quantity | null): string | null {
  return quantity === null ? null : formatQuantity(quantity);
}

function valueOf(quantities: JsonObject | null, resource: string): unknown {
  return quantities !== null && Object.hasOwn(quantities, resource) ? quantities[resource] : undefined;
}

function problemOf(
  code: PoolUsageProblem["code"],
  resource: string,
  what: string,
  value: unknown,
  read: Quantity | null,
): PoolUsageProblem | null {
  if (value === undefined || read !== null) return null;
  return { code, message: `the ${what} of ${resource} is no quantity: ${JSON.stringify(value).slice(0, 100)}` };
}
