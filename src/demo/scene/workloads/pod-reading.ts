import { isJsonObject, type JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import type { ClusterPlan } from "../cluster/cluster-plan.ts";
import type { Workload } from "./workload.ts";

const workloadsByPlan = new WeakMap<ClusterPlan, ReadonlyMap<string, Workload>>();

/** The workload that a pod is of, if it is one of the cluster's. */
export function workloadOf({ metadata }: KubeObject, plan: ClusterPlan): Workload | undefined {
  const known = workloadsByPlan.get(plan) ?? byKey(plan);
  workloadsByPlan.set(plan, known);
  return known.get(`${metadata.namespace}/${metadata.labels?.["app.kubernetes.io/name"]}`);
}

function byKey({ workloads }: ClusterPlan): ReadonlyMap<string, Workload> {
  return new Map(workloads.map((workload) => [`${workload.namespace}/${workload.name}`, workload]));
}

export function nodeNameOf({ spec }: KubeObject): string | undefined {
  const nodeName = isJsonObject(spec) ? spec["nodeName"] : undefined;
  return typeof nodeName === "string" ? nodeName : undefined;
}

export function statusOf({ status }: KubeObject): JsonObject {
  return isJsonObject(status) ? status : {};
}
