import type { Condition } from "../../../schema/condition.ts";
import type { PendingPod } from "./pending-facts.ts";

/** Why a pod is pending, in one word. */
export type PendingReason =
  | "WAITS_FOR_KUBELET"
  | "PREPARING"
  | "INIT_CONTAINERS"
  | "CONTAINERS_STARTING"
  | "GATED"
  | "STATIC_POD"
  | "PREEMPTING"
  | "NOT_SCHEDULED_YET"
  | "OTHER_SCHEDULER"
  | "SCHEDULER_ERROR"
  | "DAEMON_SET_POD"
  | "NODE_COMING"
  | "VOLUME_BINDING"
  | "AVOIDS_KARPENTER"
  | "IGNORED_BY_KARPENTER"
  | "NO_POOLS"
  | "NO_POOL_FITS"
  | "POOL_WOULD_SERVE"
  | "UNKNOWN";

/** OBSERVED: a controller said so. CLASSIFIED: read from its message. SIMULATED: computed from pools and pod. */
export type PendingConfidence = "OBSERVED" | "CLASSIFIED" | "SIMULATED" | "UNKNOWN";

/** A reason with one plain sentence for a person. */
export interface PendingClass {
  readonly reason: PendingReason;
  readonly message: string;
}

const DEFAULT_SCHEDULER = "default-scheduler";

export function conditionOf(pod: Pick<PendingPod, "conditions">, type: string): Condition | null {
  return pod.conditions.find((condition) => condition.type === type) ?? null;
}

/** Whether the scheduler is done with the pod: it has a node, or is being bound to one. */
export function isScheduled(pod: PendingPod): boolean {
  return pod.nodeName !== null || conditionOf(pod, "PodScheduled")?.status === "True";
}

/**
 * How far a pod is that has a node. The states of its containers are not kept, so an image that cannot be pulled is a container that has not
 * started. Source: k8s.io/kubernetes pkg/kubelet/status/generate.go.
 */
export function startingClass(pod: PendingPod): PendingClass {
  const node = pod.nodeName === null ? "its node" : `node ${pod.nodeName}`;
  const sandbox = conditionOf(pod, "PodReadyToStartContainers");
  const initialized = conditionOf(pod, "Initialized");
  const containers = conditionOf(pod, "ContainersReady");
  if (sandbox === null && initialized === null && containers === null)
    return { reason: "WAITS_FOR_KUBELET", message: `It is bound to ${node}, which has not begun with it.` };
  if (sandbox?.status === "False")
    return { reason: "PREPARING", message: `It is on ${node}, which prepares its volumes and its network.` };
  if (initialized?.status === "False")
    return {
      reason: "INIT_CONTAINERS",
      message: `It is on ${node}: ${told(initialized, "init containers are not done")}.`,
    };
  return {
    reason: "CONTAINERS_STARTING",
    message: `It is on ${node}: ${told(containers, "its containers have not started")}; images may still be pulled.`,
  };
}

/**
 * What holds a pod without a node before Karpenter is asked: Karpenter takes only pods that the scheduler has called Unschedulable, and
 * neither DaemonSet pods, static ones nor those for which room is being made. Null when Karpenter is asked. Source: karpenter
 * pkg/utils/pod/scheduling.go (IsProvisionable).
 */
export function heldClass(pod: PendingPod): PendingClass | null {
  const { scheduling, controllerKind } = pod;
  const scheduled = conditionOf(pod, "PodScheduled");
  const gates = scheduling?.schedulingGates ?? [];
  if (gates.length > 0 || scheduled?.reason === "SchedulingGated") {
    const names = gates.length > 0 ? `: ${gates.join(", ")}` : "";
    return { reason: "GATED", message: `It waits until its scheduling gates are taken away${names}.` };
  }
  if (controllerKind === "Node")
    return { reason: "STATIC_POD", message: "It is a static pod of one node: no scheduler is asked." };
  const nominated = scheduling?.nominatedNodeName ?? null;
  if (nominated !== null && nominated !== "")
    return { reason: "PREEMPTING", message: `Node ${nominated} is chosen for it, and it waits until there is room.` };
  const scheduler = scheduling?.schedulerName ?? "";
  const isOwnScheduler = scheduler !== "" && scheduler !== DEFAULT_SCHEDULER;
  if (scheduled?.reason !== "Unschedulable" && isOwnScheduler)
    return { reason: "OTHER_SCHEDULER", message: `It waits for the scheduler ${scheduler}${saidBy(scheduled)}.` };
  if (scheduled === null) return { reason: "NOT_SCHEDULED_YET", message: "The scheduler has not looked at it yet." };
  if (scheduled.reason !== "Unschedulable")
    return { reason: "SCHEDULER_ERROR", message: `The scheduler failed on it${saidBy(scheduled)}.` };
  if (controllerKind === "DaemonSet")
    return {
      reason: "DAEMON_SET_POD",
      message: `It is for one node, which does not take it: Karpenter makes none for DaemonSet pods${saidBy(scheduled)}.`,
    };
  return null;
}

function told(condition: Condition | null, otherwise: string): string {
  return (condition?.message ?? "") === "" ? otherwise : withoutStop(condition?.message ?? "");
}

function saidBy(condition: Condition | null): string {
  const words = condition?.message ?? condition?.reason ?? "";
  return words === "" ? "" : ` (${withoutStop(words)})`;
}

function withoutStop(text: string): string {
  return text.replace(/\.+$/, "");
}
