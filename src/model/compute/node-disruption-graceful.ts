import type { BudgetReason } from "./disruption-budget.ts";
import { allowedDisruptions, budgetSpecs, nextBudgetChange } from "./disruption-budget.ts";
import { remainingDisruptions } from "./disruption-budget-nodes.ts";
import type { DisruptionBlocker } from "./node-disruption-blocker.ts";
import { derived, mergedBlockers } from "./node-disruption-blocker.ts";
import type { DisruptionFacts, DisruptionPool } from "./node-disruption-facts.ts";
import { observedBlocks } from "./node-disruption-observed.ts";
import { podBlockers } from "./node-disruption-pods.ts";

/** What holds a disruption back that waits: what Karpenter said, the node, its pods, and the pool's budgets. */
export function gracefulBlockers(facts: DisruptionFacts, reason: BudgetReason): readonly DisruptionBlocker[] {
  const { pods, podBudgets, events, now } = facts;
  const ofPods = podBlockers(pods ?? [], podBudgets ?? [], now);
  const told = [...nodeBlockers(facts), ...ofPods, ...budgetBlockers(facts, reason)];
  return mergedBlockers(observedBlocks(events, now), told, pods !== null && podBudgets !== null);
}

export function ofPool({ name }: DisruptionPool): Pick<DisruptionBlocker, "object"> {
  return { object: { kind: "NodePool", namespace: null, name } };
}

/** The annotation counts as "true" only: on nodes, Karpenter knows no durations. */
function nodeBlockers({ node, nodeClaim, nodePool }: DisruptionFacts): readonly DisruptionBlocker[] {
  if (node === null) return [derived("NODE_MISSING", "its NodeClaim has no node yet")];
  const registered = node.labels["karpenter.sh/registered"] === "true";
  const { labels, annotations } = registered || nodeClaim === null ? node : nodeClaim;
  const blockers: DisruptionBlocker[] = [];
  if (node.labels["karpenter.sh/initialized"] !== "true")
    blockers.push(derived("NODE_NOT_INITIALIZED", "it is not initialized yet"));
  if (annotations["karpenter.sh/do-not-disrupt"] === "true")
    blockers.push(derived("NODE_DO_NOT_DISRUPT", "it is annotated karpenter.sh/do-not-disrupt: true"));
  const pool = Object.hasOwn(labels, "karpenter.sh/nodepool") ? labels["karpenter.sh/nodepool"] : undefined;
  if (pool === undefined)
    blockers.push(derived("LABEL_MISSING", "without its label karpenter.sh/nodepool it has no pool"));
  else if (nodePool === null) blockers.push(derived("NODE_POOL_MISSING", `its NodePool ${pool} is not there`));
  return blockers;
}

function budgetBlockers(
  { nodePool, budgetNodes, now }: DisruptionFacts,
  reason: BudgetReason,
): readonly DisruptionBlocker[] {
  if (nodePool === null) return [];
  const specs = budgetSpecs(nodePool.disruption);
  const allowed = allowedDisruptions(specs, reason, budgetNodes.total, now);
  if (remainingDisruptions(allowed, budgetNodes) !== 0) return [];
  const message = `the budgets of the NodePool ${nodePool.name} allow ${allowed ?? 0} at once for ${reason}, and ${budgetNodes.disrupting} are on their way out or not ready`;
  return [
    derived("BUDGET", message, { ...ofPool(nodePool), until: allowed === 0 ? nextBudgetChange(specs, now) : null }),
  ];
}
