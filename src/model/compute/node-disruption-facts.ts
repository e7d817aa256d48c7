import type { Condition } from "../../../schema/condition.ts";
import type { JsonObject, StringMap } from "../../../schema/kubernetes-object.ts";
import type { Taint } from "../../../schema/taint.ts";
import type { BudgetNodes } from "./disruption-budget-nodes.ts";
import type { BudgetReason } from "./disruption-budget.ts";
import type { DisruptionBlocker } from "./node-disruption-blocker.ts";
import type { DisruptionEvent } from "./node-disruption-observed.ts";
import type { DisruptionPod, PodBudget } from "./node-disruption-pods.ts";

export interface PossibleDisruption {
  readonly reason: "Terminating" | "Expired" | BudgetReason;
  /**
   * Whether the reason holds now, whatever blocks it; null when that is not known. Underutilized holds for each node that Karpenter looks
   * at: whether its pods find a cheaper place is for Karpenter to find out, which it then says as an event.
   */
  readonly eligible: boolean | null;
  /** From when it has held. */
  readonly since: Date | null;
  /** When it will hold, or for Terminating, when what is left is killed; null when that is not known. */
  readonly at: Date | null;
  /** Empty while the reason does not hold, but for what keeps it from ever holding. */
  readonly blockedBy: readonly DisruptionBlocker[];
}

export interface DisruptionNode {
  readonly labels: StringMap;
  readonly annotations: StringMap;
  readonly taints: readonly Pick<Taint, "key" | "effect">[];
  readonly providerID: string | null;
  readonly createdAt: Date;
  readonly deletionTimestamp: Date | null;
}

export interface DisruptionClaim {
  readonly labels: StringMap;
  readonly annotations: StringMap;
  readonly createdAt: Date;
  readonly deletionTimestamp: Date | null;
  readonly conditions: readonly Condition[];
  /** Such as 720h, or Never. */
  readonly expireAfter: string | null;
  /** Undefined when it is not kept: then that of the pool counts. */
  readonly terminationGracePeriod?: string | null;
  /** When a pod last came or went (status.lastPodEventTime); undefined when it is not kept. */
  readonly lastPodEventAt?: Date | null;
}

export interface DisruptionPool {
  readonly name: string;
  /** `spec.disruption`. */
  readonly disruption: JsonObject;
  /** Null for a pool that follows the pods. */
  readonly replicas: number | null;
  readonly terminationGracePeriod: string | null;
}

export interface DisruptionFacts {
  readonly node: DisruptionNode | null;
  readonly nodeClaim: DisruptionClaim | null;
  /** The pool that the label karpenter.sh/nodepool names. */
  readonly nodePool: DisruptionPool | null;
  /** The pool's nodes, for its budgets. */
  readonly budgetNodes: BudgetNodes;
  /** Those on the node; null where pods are not read. */
  readonly pods: readonly DisruptionPod[] | null;
  /** At least those of the pods' namespaces; null where they are not read. */
  readonly podBudgets: readonly PodBudget[] | null;
  /** Those of the node and of its NodeClaim. */
  readonly events: readonly DisruptionEvent[];
  readonly now: Date;
}

export function trueCondition(claim: DisruptionClaim | null, type: string): Condition | null {
  const condition = conditionOf(claim, type);
  return condition?.status === "True" ? condition : null;
}

export function conditionOf(claim: DisruptionClaim | null, type: string): Condition | null {
  return claim?.conditions.find((condition) => condition.type === type) ?? null;
}
