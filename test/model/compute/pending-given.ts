import type { Condition } from "../../../schema/condition.ts";
import type {
  NominatedClaim,
  PendingPod,
  PodScheduling,
  SchedulingEvent,
  SchedulingPool,
} from "../../../src/model/compute/pending-facts.ts";

export const now = new Date("2026-11-23T12:00:00Z");

/** A time before now. */
export function ago(seconds: number): Date {
  return new Date(now.getTime() - seconds * 1000);
}

export function condition(type: string, status: string, more: Partial<Condition> = {}): Condition {
  return { type, status, reason: null, message: null, lastTransitionAt: null, ...more };
}

export function unschedulable(message: string): Condition {
  return condition("PodScheduled", "False", { reason: "Unschedulable", message, lastTransitionAt: ago(600) });
}

export function schedulingOf(more: Partial<PodScheduling> = {}): PodScheduling {
  return {
    nodeSelector: {},
    affinity: {},
    tolerations: [],
    topologySpreadConstraints: [],
    requests: { cpu: "1", memory: "1Gi" },
    schedulingGates: [],
    schedulerName: "default-scheduler",
    nominatedNodeName: null,
    priorityClassName: null,
    preemptionPolicy: null,
    persistentVolumeClaims: [],
    resourceClaims: [],
    ...more,
  };
}

export function podOf(more: Partial<PendingPod> = {}): PendingPod {
  return {
    namespace: "shop",
    name: "web-1",
    uid: "uid-1",
    phase: "Pending",
    nodeName: null,
    createdAt: ago(3600),
    conditions: [unschedulable("0/2 nodes are available: 2 Insufficient cpu.")],
    controllerKind: "ReplicaSet",
    scheduling: schedulingOf(),
    ...more,
  };
}

export function poolOf(name: string, more: Partial<SchedulingPool> = {}): SchedulingPool {
  return {
    name,
    createdAt: ago(86_400),
    deletionTimestamp: null,
    ready: true,
    weight: null,
    limits: null,
    resources: null,
    requirements: [],
    taints: [],
    templateLabels: {},
    nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" },
    conditions: [condition("Ready", "True", { lastTransitionAt: ago(80_000) })],
    replicas: null,
    ...more,
  };
}

export function claimOf(name: string, pool: string, more: Partial<NominatedClaim> = {}): NominatedClaim {
  return { name, labels: { "karpenter.sh/nodepool": pool }, deletionTimestamp: null, conditions: [], ...more };
}

export function eventOf(reason: string, message: string, more: Partial<SchedulingEvent> = {}): SchedulingEvent {
  return {
    reason,
    message,
    type: "Normal",
    at: ago(120),
    count: 1,
    reporter: "karpenter",
    involvedKind: "Pod",
    involvedNamespace: "shop",
    involvedName: "web-1",
    involvedUid: "uid-1",
    ...more,
  };
}

/** A pod's required node affinity: alternatives of key, operator and values. */
export type Expression = readonly [string, string, ...string[]];

export function expressionsOf(expressions: readonly Expression[]): readonly object[] {
  return expressions.map(([key, operator, ...values]) => ({ key, operator, values }));
}

export function affinityOf(
  required: readonly (readonly Expression[])[],
  preferred: readonly (readonly [number, readonly Expression[]])[] = [],
): PodScheduling["affinity"] {
  const nodeSelectorTerms = required.map((term) => ({ matchExpressions: expressionsOf(term) }));
  return {
    nodeAffinity: {
      ...(required.length > 0 && { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } }),
      preferredDuringSchedulingIgnoredDuringExecution: preferred.map(([weight, term]) => ({
        weight,
        preference: { matchExpressions: expressionsOf(term) },
      })),
    },
  };
}
