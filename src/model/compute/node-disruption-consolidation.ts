import { parseNillableDuration } from "./cron-duration.ts";
import type { DisruptionBlocker } from "./node-disruption-blocker.ts";
import { derived } from "./node-disruption-blocker.ts";
import type { DisruptionClaim, DisruptionFacts, DisruptionPool, PossibleDisruption } from "./node-disruption-facts.ts";
import { trueCondition } from "./node-disruption-facts.ts";
import { gracefulBlockers, ofPool } from "./node-disruption-graceful.ts";
import { observedUnconsolidatable } from "./node-disruption-observed.ts";
import { isReschedulable } from "./node-disruption-pods.ts";

/**
 * A node without pods that would have to go elsewhere. Since 1.14 Karpenter also passes over pods whose eviction costs nothing. Source:
 * karpenter pkg/controllers/disruption/emptiness.go.
 */
export function empty(facts: DisruptionFacts): PossibleDisruption {
  const isFilled = facts.pods?.some(isReschedulable) ?? null;
  return consolidation(facts, "Empty", isFilled === null ? null : !isFilled, []);
}

/** A node whose pods may fit elsewhere. Source: karpenter pkg/controllers/disruption/consolidation.go (ShouldDisrupt). */
export function underutilized(facts: DisruptionFacts): PossibleDisruption {
  const { node, nodeClaim, nodePool, pods, events, now } = facts;
  const labels = node?.labels ?? nodeClaim?.labels ?? {};
  const own: DisruptionBlocker[] = [];
  if (nodePool?.disruption["consolidationPolicy"] === "WhenEmpty")
    own.push(
      derived("POLICY_WHEN_EMPTY", `the NodePool ${nodePool.name} only lets go of empty nodes`, ofPool(nodePool)),
    );
  for (const label of ["karpenter.sh/capacity-type", "topology.kubernetes.io/zone"])
    if (!Object.hasOwn(labels, label))
      own.push(derived("LABEL_MISSING", `without its label ${label} no price is known`));
  const possible = consolidation(facts, "Underutilized", pods?.some(isReschedulable) ?? null, own);
  if (possible.eligible !== true) return possible;
  return {
    ...possible,
    blockedBy: [...observedUnconsolidatable(events, possible.since, now), ...possible.blockedBy],
  };
}

/** What Empty and Underutilized have in common: the pool's wish, and the claim's rest of pods that come and go. */
function consolidation(
  facts: DisruptionFacts,
  reason: "Empty" | "Underutilized",
  applies: boolean | null,
  own: readonly DisruptionBlocker[],
): PossibleDisruption {
  const { nodeClaim, nodePool } = facts;
  const after = parseNillableDuration(textIn(nodePool?.disruption["consolidateAfter"], "0s"));
  const never = [...own, ...neverConsolidated(nodePool, after)];
  const condition = trueCondition(nodeClaim, "Consolidatable");
  if (never.length > 0 || applies !== true) {
    const isUnknown = applies !== false && (after === null || never.length === 0);
    return { reason, eligible: isUnknown ? null : false, since: null, at: null, blockedBy: never };
  }
  if (condition === null) {
    const at = typeof after === "number" ? consolidatableAt(nodeClaim, after) : null;
    return { reason, eligible: false, since: null, at, blockedBy: [] };
  }
  return {
    reason,
    eligible: true,
    since: condition.lastTransitionAt,
    at: null,
    blockedBy: gracefulBlockers(facts, reason),
  };
}

function neverConsolidated(pool: DisruptionPool | null, after: number | "Never" | null): readonly DisruptionBlocker[] {
  if (pool === null) return [];
  const blockers: DisruptionBlocker[] = [];
  if (pool.replicas !== null)
    blockers.push(derived("STATIC_POOL", `the NodePool ${pool.name} keeps a fixed number of nodes`, ofPool(pool)));
  if (after === "Never")
    blockers.push(derived("CONSOLIDATION_DISABLED", `the NodePool ${pool.name} never consolidates`, ofPool(pool)));
  if (after === null)
    blockers.push(
      derived("INVALID_DURATION", `consolidateAfter of the NodePool ${pool.name} is no duration`, ofPool(pool)),
    );
  return blockers;
}

/** Source: karpenter pkg/utils/disruption (IsUnderConsolidateAfter): from the last pod's coming or going, else from its initialization. */
function consolidatableAt(claim: DisruptionClaim | null, afterMs: number): Date | null {
  const initialized = trueCondition(claim, "Initialized");
  if (initialized === null || claim?.lastPodEventAt === undefined) return null;
  const from = claim.lastPodEventAt ?? initialized.lastTransitionAt;
  return from === null ? null : new Date(from.getTime() + afterMs);
}

/** What is missing takes the CRD's default; what is no text is no duration. */
function textIn(value: unknown, missing: string): string {
  if (value === undefined || value === null) return missing;
  return typeof value === "string" ? value : "";
}
