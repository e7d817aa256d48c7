import type { Condition } from "../../../schema/condition.ts";
import type { StringMap } from "../../../schema/kubernetes-object.ts";
import type { Taint } from "../../../schema/taint.ts";

/** A node with the NodeClaim that it was made for; either may be missing. */
export interface BudgetMember {
  readonly node: {
    readonly labels: StringMap;
    readonly ready: boolean;
    readonly taints: readonly Pick<Taint, "key" | "effect">[];
  } | null;
  readonly nodeClaim: {
    readonly labels: StringMap;
    readonly conditions: readonly Pick<Condition, "type" | "status">[];
    readonly deletionTimestamp: Date | null;
  } | null;
}

/** What a pool's budgets are counted with. */
export interface BudgetNodes {
  /** What percentages are of. */
  readonly total: number;
  /** Those of the total that use the budgets up: they are not ready, or already on their way out. */
  readonly disrupting: number;
}

/**
 * The nodes that count for a pool's budgets. Source: karpenter pkg/controllers/disruption/helpers.go (BuildDisruptionBudgetMapping). What
 * Karpenter has marked in its own memory is recognised by what it writes with the mark: the taint karpenter.sh/disrupted and the
 * condition DisruptionReason.
 */
export function budgetNodes(pool: string, members: readonly BudgetMember[]): BudgetNodes {
  let total = 0;
  let disrupting = 0;
  for (const { node, nodeClaim } of members) {
    if (node === null || nodeClaim === null || node.labels["karpenter.sh/initialized"] !== "true") continue;
    if (isTrue(nodeClaim.conditions, "InstanceTerminating")) continue;
    const { labels } = node.labels["karpenter.sh/registered"] === "true" ? node : nodeClaim;
    if (labels["karpenter.sh/nodepool"] !== pool) continue;
    total += 1;
    if (!node.ready || isMarkedForDeletion(node, nodeClaim)) disrupting += 1;
  }
  return { total, disrupting };
}

/** What is left of an allowance; null when there is no limit. */
export function remainingDisruptions(allowed: number | null, { disrupting }: BudgetNodes): number | null {
  return allowed === null ? null : Math.max(0, allowed - disrupting);
}

function isMarkedForDeletion(
  { taints }: NonNullable<BudgetMember["node"]>,
  { conditions, deletionTimestamp }: NonNullable<BudgetMember["nodeClaim"]>,
): boolean {
  return (
    deletionTimestamp !== null ||
    isTrue(conditions, "DisruptionReason") ||
    taints.some(({ key, effect }) => key === "karpenter.sh/disrupted" && effect === "NoSchedule")
  );
}

function isTrue(conditions: readonly Pick<Condition, "type" | "status">[], type: string): boolean {
  return conditions.some((condition) => condition.type === type && condition.status === "True");
}
