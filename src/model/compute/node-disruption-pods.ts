import type { Condition } from "../../../schema/condition.ts";
import type { JsonObject, StringMap } from "../../../schema/kubernetes-object.ts";
import { selectorOfObject, selects } from "../label-selector.ts";
import { parseGoDuration } from "./cron-duration.ts";
import type { BlockingObject, DisruptionBlocker } from "./node-disruption-blocker.ts";
import { derived } from "./node-disruption-blocker.ts";
import { untoleratedTaints } from "./taints.ts";

/** A pod on a node. */
export interface DisruptionPod {
  readonly namespace: string | null;
  readonly name: string;
  readonly labels: StringMap;
  readonly annotations: StringMap;
  readonly phase: string;
  readonly deletionTimestamp: Date | null;
  readonly conditions: readonly Pick<Condition, "type" | "status">[];
  readonly controllerKind: string | null;
  /** When its kubelet took it on (status.startTime); null when it did not say, undefined when that is not kept. */
  readonly startedAt?: Date | null;
  /** Undefined when they are not kept. */
  readonly tolerations?: readonly JsonObject[];
}

export interface PodBudget {
  readonly namespace: string | null;
  readonly name: string;
  readonly selector: JsonObject | null;
  readonly disruptionsAllowed: number;
  readonly unhealthyPodEvictionPolicy: string | null;
}

const DISRUPTED = { key: "karpenter.sh/disrupted", value: null, effect: "NoSchedule" };
const DO_NOT_DISRUPT = "karpenter.sh/do-not-disrupt";

/**
 * The pods and PodDisruptionBudgets that keep a node from being emptied. Source: karpenter pkg/controllers/state/statenode.go
 * (ValidatePodsDisruptable), pkg/utils/pod/scheduling.go (IsDisruptable, IsEvictable) and pkg/utils/pdb/pdb.go (CanEvictPods), all of
 * them instead of the first. The annotation counts on every pod that runs, DaemonSets' and static ones included; a budget does not on
 * pods that are never evicted: static ones, and those that tolerate the taint of Karpenter.
 */
export function podBlockers(
  pods: readonly DisruptionPod[],
  budgets: readonly PodBudget[],
  now: Date,
): readonly DisruptionBlocker[] {
  const running = pods.filter(isActive);
  const matchers = budgets.map((budget) => ({
    budget,
    selector: budget.selector && selectorOfObject(budget.selector),
  }));
  return running.flatMap((pod) => {
    const kept = doNotDisrupt(pod, now);
    if (kept !== null) return [kept];
    if (pod.controllerKind === "Node" || toleratesDisruption(pod) === true) return [];
    const matching = matchers.filter(
      ({ budget, selector }) =>
        budget.namespace === pod.namespace && selector !== null && selects(selector, pod.labels),
    );
    const blocker = ofBudgets(
      pod,
      matching.map(({ budget }) => budget),
    );
    return blocker === null ? [] : [blocker];
  });
}

/**
 * Whether a pod would have to go elsewhere. Source: karpenter pkg/utils/pod/scheduling.go (IsReschedulable): a StatefulSet's pod is still
 * counted while it ends.
 */
export function isReschedulable(pod: DisruptionPod): boolean {
  const isEnding = pod.controllerKind === "StatefulSet" && pod.deletionTimestamp !== null;
  return (isActive(pod) || isEnding) && pod.controllerKind !== "DaemonSet" && pod.controllerKind !== "Node";
}

function isActive({ phase, deletionTimestamp }: DisruptionPod): boolean {
  return phase !== "Failed" && phase !== "Succeeded" && deletionTimestamp === null;
}

/**
 * The annotation is "true", or how long from the pod's start on; anything else says nothing. Source: karpenter
 * pkg/utils/pod/scheduling.go (IsDoNotDisruptActive); up to 1.6 it knew no durations. A start that is not known counts as now.
 */
function doNotDisrupt(pod: DisruptionPod, now: Date): DisruptionBlocker | null {
  const value = Object.hasOwn(pod.annotations, DO_NOT_DISRUPT) ? pod.annotations[DO_NOT_DISRUPT] : undefined;
  if (value === undefined) return null;
  const message = `the pod ${keyOf(pod)} is annotated ${DO_NOT_DISRUPT}: ${value}`;
  if (value === "true") return derived("POD_DO_NOT_DISRUPT", message, { object: referenceTo(pod) });
  const durationMs = parseGoDuration(value);
  if (durationMs === null || durationMs <= 0) return null;
  const { startedAt } = pod;
  if (startedAt === undefined || startedAt === null)
    return derived("POD_DO_NOT_DISRUPT", `${message}, from a start that is not known`, {
      object: referenceTo(pod),
      evidence: startedAt === undefined ? "ASSUMED" : "DERIVED",
    });
  const until = new Date(startedAt.getTime() + durationMs);
  return now < until ? derived("POD_DO_NOT_DISRUPT", message, { object: referenceTo(pod), until }) : null;
}

/** Kubernetes evicts no pod that several budgets are for. */
function ofBudgets(pod: DisruptionPod, matching: readonly PodBudget[]): DisruptionBlocker | null {
  const evidence = pod.tolerations === undefined ? "ASSUMED" : "DERIVED";
  const [budget] = matching;
  if (budget === undefined) return null;
  if (matching.length > 1) {
    const names = matching.map(({ name }) => name).join(", ");
    const message = `the pod ${keyOf(pod)} has several PodDisruptionBudgets, so that it cannot be evicted: ${names}`;
    return derived("MULTIPLE_PDBS", message, { object: referenceTo(pod), evidence });
  }
  const isUnready = pod.conditions.some(({ type, status }) => type === "Ready" && status === "False");
  if (budget.unhealthyPodEvictionPolicy === "AlwaysAllow" && isUnready) return null;
  if (budget.disruptionsAllowed !== 0) return null;
  const object: BlockingObject = { kind: "PodDisruptionBudget", namespace: budget.namespace, name: budget.name };
  return derived(
    "PDB",
    `the PodDisruptionBudget ${keyOf(budget)} allows no eviction now, which the pod ${keyOf(pod)} needs`,
    {
      object,
      evidence,
    },
  );
}

function toleratesDisruption({ tolerations }: DisruptionPod): boolean | null {
  return tolerations === undefined ? null : untoleratedTaints([DISRUPTED], tolerations).length === 0;
}

function referenceTo({ namespace, name }: DisruptionPod): BlockingObject {
  return { kind: "Pod", namespace, name };
}

function keyOf({ namespace, name }: { readonly namespace: string | null; readonly name: string }): string {
  return `${namespace ?? ""}/${name}`;
}
