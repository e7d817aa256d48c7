import type { PendingCause } from "./pending-causes.ts";
import type { PendingClass, PendingConfidence } from "./pending-class.ts";
import type { KarpenterWord } from "./pending-evidence.ts";
import type { PendingPod } from "./pending-facts.ts";
import { podRefusal } from "./pod-requirements.ts";
import type { PoolSimulation } from "./pool-simulation.ts";

/** What was found of a pod that no node takes and for which none is coming. */
export interface PoolFindings {
  readonly pod: PendingPod;
  readonly simulation: PoolSimulation;
  readonly word: KarpenterWord | null;
  readonly causes: readonly PendingCause[];
}

/** The reason, with how well it is known: what Karpenter said of the pod goes before what is computed. */
export function simulationClass({
  pod,
  simulation: { servingPool, pools },
  word,
  causes,
}: PoolFindings): PendingClass & { readonly confidence: PendingConfidence } {
  const confidence = word?.kind === "FAILED" ? confidenceOf(word.causes) : "SIMULATED";
  const said = causes.find(({ code }) => code === "NOT_TAKEN");
  if (pools.length === 0 && said === undefined)
    return {
      confidence: causes.length > 0 ? "CLASSIFIED" : "UNKNOWN",
      reason: "NO_POOLS",
      message: "No node takes it, and there is no NodePool that could make one.",
    };
  const refusal = pod.scheduling === null ? null : podRefusal(pod.scheduling);
  if (refusal?.kind === "AVOIDED")
    return {
      confidence: "SIMULATED",
      reason: "AVOIDS_KARPENTER",
      message: "No node takes it, and it asks not to run on nodes that Karpenter makes.",
    };
  const notTaken = said?.message ?? refusal?.message;
  if (notTaken !== undefined)
    return { confidence, reason: "IGNORED_BY_KARPENTER", message: `Karpenter does not consider it: ${notTaken}.` };
  if (servingPool !== null)
    return {
      confidence: "SIMULATED",
      reason: "POOL_WOULD_SERVE",
      message: `No node takes it; pool ${servingPool} would serve it, but Karpenter has not said so.`,
    };
  const unknown = pools.find(({ verdict }) => verdict === "UNKNOWN");
  if (unknown !== undefined)
    return {
      confidence: "UNKNOWN",
      reason: "UNKNOWN",
      message: `No node takes it; whether pool ${unknown.name} would serve it is not known: ${unknown.detail ?? ""}.`,
    };
  const reason = word?.kind === "FAILED" ? ": Karpenter found none" : "";
  return { confidence, reason: "NO_POOL_FITS", message: `No node takes it, and no pool would serve it${reason}.` };
}

/** What is not understood was still said. */
function confidenceOf(causes: readonly PendingCause[]): PendingConfidence {
  return causes.some(({ code }) => code !== "OTHER") ? "CLASSIFIED" : "OBSERVED";
}
