import type { PendingCause } from "./pending-causes.ts";
import type { PendingClass, PendingConfidence, PendingReason } from "./pending-class.ts";
import { conditionOf, heldClass, isScheduled, startingClass } from "./pending-class.ts";
import type { KarpenterWord, Nomination } from "./pending-evidence.ts";
import { claimCauses, karpenterWord, lostNomination, poolOfClaim, poolRefusals } from "./pending-evidence.ts";
import type { NominatedClaim, PendingPod, SchedulingEvent, SchedulingPool } from "./pending-facts.ts";
import { nominationMessage } from "./pending-nomination.ts";
import { schedulerMessage } from "./pending-scheduler-message.ts";
import { simulationClass } from "./pending-simulated.ts";
import type { PoolAnswer } from "./pool-simulation.ts";
import { simulatePools } from "./pool-simulation.ts";
import { simulationLimits } from "./simulation-limits.ts";

/** All of one cluster. The events and claims may hold more than what is about the pod. */
export interface PendingInput {
  readonly pod: PendingPod;
  /** Null where NodePools are not read. */
  readonly pools: readonly SchedulingPool[] | null;
  /** Null where NodeClaims are not read. */
  readonly nodeClaims: readonly NominatedClaim[] | null;
  readonly events: readonly SchedulingEvent[];
  readonly now: Date;
}

export interface PendingExplanation {
  /** When it began to wait: for a node, when it was made; on a node, when it was bound. */
  readonly since: Date;
  readonly reason: PendingReason;
  readonly message: string;
  readonly nominated: Nomination | null;
  readonly servingPool: string | null;
  readonly confidence: PendingConfidence;
  /** In the order in which Karpenter tries them; empty where Karpenter is not asked. */
  readonly pools: readonly PoolAnswer[];
  readonly causes: readonly PendingCause[];
  /** What the scheduler said of making room by preemption. */
  readonly preemption: string | null;
  /** What the simulation does not know; empty without one. */
  readonly assumptions: readonly string[];
}

/** Why a pod is pending, and which pool would serve it; null when it is not pending. */
export function explainPending(input: PendingInput): PendingExplanation | null {
  const { pod } = input;
  if (pod.phase !== "Pending") return null;
  if (isScheduled(pod)) {
    const since = conditionOf(pod, "PodScheduled")?.lastTransitionAt ?? pod.createdAt;
    return { ...explanation(pod, startingClass(pod), "OBSERVED"), since };
  }
  const scheduled = conditionOf(pod, "PodScheduled");
  const said = scheduled?.reason === "Unschedulable" ? schedulerMessage(scheduled.message ?? "") : null;
  const causes = said?.causes ?? [];
  const preemption = said?.preemption ?? null;
  const held = heldClass(pod);
  if (held !== null) return { ...explanation(pod, held, "OBSERVED"), causes, preemption };
  return { ...unschedulable(input, causes), preemption };
}

function unschedulable(input: PendingInput, said: readonly PendingCause[]): PendingExplanation {
  const { pod, pools, nodeClaims, events, now } = input;
  const word = karpenterWord(pod, events, now);
  const lost = word?.kind === "NOMINATED" ? lostNomination(word, nodeClaims, now) : null;
  if (word?.kind === "NOMINATED" && lost === null) return nominated(input, word, said);
  const causes = [...said, ...wordCauses(input, word, lost)];
  const claim = causes.find(({ code }) => code === "VOLUME_UNBOUND" || code === "VOLUME_CLAIM");
  if (claim !== undefined) {
    const volumes = { reason: "VOLUME_BINDING", message: `It waits for its volumes (${claim.message}).` } as const;
    return { ...explanation(pod, volumes, "CLASSIFIED"), causes };
  }
  if (pools === null) return { ...explanation(pod, poolsUnknown, "UNKNOWN"), causes };
  const refusals = poolRefusals(word, pools, events, now);
  const simulation = simulatePools(pod.scheduling, pools, refusals);
  const { confidence, ...found } = simulationClass({ pod, simulation, word, causes });
  return {
    ...explanation(pod, found, confidence),
    ...simulation,
    causes,
    assumptions: pools.length === 0 ? [] : simulationLimits(pod.scheduling),
  };
}

const poolsUnknown: PendingClass = {
  reason: "UNKNOWN",
  message: "No node takes it; whether a pool would serve it is not known, as the NodePools are not read.",
};

function nominated(
  { pod, pools, nodeClaims }: PendingInput,
  { nomination }: Extract<KarpenterWord, { kind: "NOMINATED" }>,
  causes: readonly PendingCause[],
): PendingExplanation {
  const servingPool = poolOfClaim(nomination.nodeClaim, nodeClaims, pools ?? []);
  const claim = nodeClaims?.find(({ name }) => name === nomination.nodeClaim) ?? null;
  const coming = { reason: "NODE_COMING", message: nominationMessage(nomination, servingPool, claim) } as const;
  return { ...explanation(pod, coming, "OBSERVED"), nominated: nomination, servingPool, causes };
}

function wordCauses(
  { pools, nodeClaims, events }: PendingInput,
  word: KarpenterWord | null,
  lost: string | null,
): readonly PendingCause[] {
  if (word === null) return [];
  if (word.kind === "FAILED") return word.causes;
  if (lost === null) return [];
  const { nodeClaim } = word.nomination;
  const pool = poolOfClaim(nodeClaim, nodeClaims, pools ?? []);
  return [
    { code: "NOMINATION_LOST", from: "KARPENTER", pool, subject: nodeClaim, message: lost, count: 1 },
    ...claimCauses(nodeClaim, pool, events),
  ];
}

function explanation(
  pod: PendingPod,
  { reason, message }: PendingClass,
  confidence: PendingConfidence,
): PendingExplanation {
  return {
    since: pod.createdAt,
    reason,
    message,
    nominated: null,
    servingPool: null,
    confidence,
    pools: [],
    causes: [],
    preemption: null,
    assumptions: [],
  };
}
