import type { StringMap } from "../../schema/kubernetes-object.ts";

/** What keeps pods running, as far as the graph has it. */
export interface WorkloadName {
  readonly kind: "Deployment" | "StatefulSet" | "DaemonSet";
  readonly name: string;
}

const HASH = "pod-template-hash";

/**
 * The workload that a pod is of; null for pods of others, such as Jobs, and for those that nothing made. A ReplicaSet is called after its
 * Deployment and the hash of the pod's template, which the pod carries. Source: istio pkg/kube/controllers (GetDeployMetaFromPod);
 * k8s.io/kubernetes pkg/controller/deployment/sync.go (the name of a new ReplicaSet).
 */
export function workloadOfPod(pod: {
  readonly labels: StringMap;
  readonly controllerKind: string | null;
  readonly controllerName: string | null;
}): WorkloadName | null {
  const { controllerKind: kind, controllerName: name } = pod;
  if (name === null) return null;
  if (kind === "StatefulSet" || kind === "DaemonSet") return { kind, name };
  const suffix = `-${pod.labels[HASH] ?? ""}`;
  if (kind !== "ReplicaSet" || suffix === "-" || !name.endsWith(suffix)) return null;
  return { kind: "Deployment", name: name.slice(0, -suffix.length) };
}
