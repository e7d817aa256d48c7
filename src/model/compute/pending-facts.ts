import type { Condition } from "../../../schema/condition.ts";
import type { JsonObject, StringMap } from "../../../schema/kubernetes-object.ts";
import type { Taint } from "../../../schema/taint.ts";

/** What a pod's spec says of where it may run. */
export interface PodScheduling {
  readonly nodeSelector: StringMap;
  readonly affinity: JsonObject;
  readonly tolerations: readonly JsonObject[];
  readonly topologySpreadConstraints: readonly JsonObject[];
  /** As the scheduler counts them: requestsOf. */
  readonly requests: StringMap;
  readonly schedulingGates: readonly string[];
  readonly schedulerName: string;
  /** Of the pod's status: the node on which the scheduler makes or keeps room for it. */
  readonly nominatedNodeName: string | null;
  readonly priorityClassName: string | null;
  readonly preemptionPolicy: string | null;
  readonly persistentVolumeClaims: readonly string[];
  readonly resourceClaims: readonly string[];
}

export interface PendingPod {
  readonly namespace: string | null;
  readonly name: string;
  readonly uid: string;
  readonly phase: string;
  readonly nodeName: string | null;
  readonly createdAt: Date;
  readonly conditions: readonly Condition[];
  /** The kind of the owner that controls it; Node for a static pod. */
  readonly controllerKind: string | null;
  /** Null where it is not kept. */
  readonly scheduling: PodScheduling | null;
}

/** A NodePool, with what its template says of its nodes. */
export interface SchedulingPool {
  readonly name: string;
  readonly createdAt: Date;
  readonly deletionTimestamp: Date | null;
  readonly ready: boolean | null;
  readonly weight: number | null;
  readonly limits: JsonObject | null;
  readonly resources: JsonObject | null;
  readonly requirements: readonly JsonObject[];
  readonly taints: readonly Taint[];
  readonly templateLabels: StringMap;
  readonly nodeClassRef: JsonObject;
  readonly conditions: readonly Condition[];
  /** Null unless the pool is static. */
  readonly replicas: number | null;
}

export interface NominatedClaim {
  readonly name: string;
  readonly labels: StringMap;
  readonly deletionTimestamp: Date | null;
  readonly conditions: readonly Condition[];
}

export interface SchedulingEvent {
  readonly reason: string;
  readonly message: string;
  readonly type: string;
  /** When it was last said. */
  readonly at: Date;
  readonly count: number;
  readonly reporter: string;
  readonly involvedKind: string;
  readonly involvedNamespace: string | null;
  readonly involvedName: string;
  readonly involvedUid: string | null;
}
