import { isOfPods } from "./node-disruption-blocker.ts";
import { empty, underutilized } from "./node-disruption-consolidation.ts";
import { expired, terminating } from "./node-disruption-ending.ts";
import type { DisruptionFacts, PossibleDisruption } from "./node-disruption-facts.ts";
import { trueCondition } from "./node-disruption-facts.ts";
import { gracefulBlockers } from "./node-disruption-graceful.ts";
import type { DisruptionNote } from "./node-disruption-note.ts";
import { disruptionNote } from "./node-disruption-note.ts";

/** What may take a node away next, and what holds that back. */
export interface NodeDisruption {
  /** A node that is on its way out has only Terminating. */
  readonly reasons: readonly PossibleDisruption[];
  readonly note: DisruptionNote | null;
}

/**
 * What may disrupt a node, in the order in which Karpenter tries. Source: karpenter pkg/controllers/state/statenode.go
 * (ValidateNodeDisruptable, ValidatePodsDisruptable) and pkg/controllers/disruption (NewMethods, NewCandidate). Expiry waits for nobody;
 * the others wait for the node, its pods and the pool's budgets.
 */
export function nodeDisruption(facts: DisruptionFacts): NodeDisruption {
  const ending = terminating(facts);
  const note = disruptionNote(facts);
  if (ending !== null) return { reasons: [ending], note };
  const expiry = expired(facts);
  if (facts.nodeClaim === null) return { reasons: expiry === null ? [] : [expiry], note };
  return { reasons: [...(expiry === null ? [] : [expiry]), empty(facts), drifted(facts), underutilized(facts)], note };
}

/** A claim with a terminationGracePeriod drifts in spite of its pods. Source: karpenter pkg/controllers/disruption/types.go (NewCandidate). */
function drifted(facts: DisruptionFacts): PossibleDisruption {
  const condition = trueCondition(facts.nodeClaim, "Drifted");
  if (condition === null) return { reason: "Drifted", eligible: false, since: null, at: null, blockedBy: [] };
  const all = gracefulBlockers(facts, "Drifted");
  const { nodeClaim, nodePool } = facts;
  const own = nodeClaim?.terminationGracePeriod;
  const grace = own === undefined ? (nodePool?.terminationGracePeriod ?? null) : own;
  return {
    reason: "Drifted",
    eligible: true,
    since: condition.lastTransitionAt,
    at: null,
    blockedBy: grace === null ? all : all.filter((blocker) => !isOfPods(blocker)),
  };
}
