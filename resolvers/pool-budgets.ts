import type { AllowedDisruptions } from "../schema/allowed-disruptions.ts";
import type { DisruptionBudget } from "../schema/disruption-budget.ts";
import { KubernetesNode } from "../schema/kubernetes-node.ts";
import { NodeClaim } from "../schema/node-claim.ts";
import type { NodePool } from "../schema/node-pool.ts";
import { remainingDisruptions } from "../src/model/compute/disruption-budget-nodes.ts";
import { allowedDisruptions, budgetAt, budgetSpecs, nextBudgetChange } from "../src/model/compute/disruption-budget.ts";
import type { View } from "../src/ports.ts";
import { isRead } from "./is-read.ts";
import { budgetNodesOf } from "./pool-members.ts";

/** The last moment that a Date can be: when nothing changes by itself. */
const NEVER = new Date(8.64e15);

const reasons = ["Underutilized", "Empty", "Drifted"] as const;

/** A pool's budgets as they stand; asked anew when the next one begins or ceases to limit. */
export function budgetsNow(view: View, pool: NodePool): readonly DisruptionBudget[] {
  if (!areNodesRead(view, pool)) return [];
  const specs = budgetSpecs(pool.disruption);
  const now = view.now((at) => nextBudgetChange(specs, at) ?? NEVER);
  const { total } = budgetNodesOf(view, pool);
  return specs.map((spec) => budgetAt(spec, total, now));
}

/** How many nodes of a pool may go now, for each reason. */
export function allowedNow(view: View, pool: NodePool): readonly AllowedDisruptions[] {
  if (!areNodesRead(view, pool)) return [];
  const specs = budgetSpecs(pool.disruption);
  const now = view.now((at) => nextBudgetChange(specs, at) ?? NEVER);
  const nodes = budgetNodesOf(view, pool);
  return reasons.map((reason) => {
    const allowed = allowedDisruptions(specs, reason, nodes.total, now);
    return { reason, allowed, remaining: remainingDisruptions(allowed, nodes) };
  });
}

/** Percentages are of the pool's nodes, as Karpenter counts them by node and claim. */
function areNodesRead(view: View, { cluster }: NodePool): boolean {
  return isRead(view, KubernetesNode, cluster) && isRead(view, NodeClaim, cluster);
}
