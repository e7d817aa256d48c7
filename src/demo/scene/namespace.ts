import type { KubeObject } from "../kube-object.ts";
import { madeBy } from "./owned.ts";
import { egress, type ClusterPlan } from "./plan.ts";
import { days, type Stage } from "./stage.ts";
import { teamNamespaces } from "./workloads.ts";

/** The labels of each namespace, besides its name. */
function labelsByNamespace({ name }: ClusterPlan): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const team = { "istio-injection": "enabled", "pod-security.kubernetes.io/enforce": "restricted" };
  return {
    default: {},
    "kube-node-lease": {},
    "kube-public": {},
    "kube-system": {},
    "istio-system": { "topology.istio.io/network": `${name}-network` },
    [egress.namespace]: { "istio-injection": "enabled", "retail.example/purpose": "egress" },
    ...Object.fromEntries(
      teamNamespaces.map((namespace) => [namespace, { ...team, "retail.example/team": namespace }]),
    ),
  };
}

export function namespaces(stage: Stage): KubeObject[] {
  return Object.entries(labelsByNamespace(stage.plan)).map(([name, labels]) => {
    const creationTimestamp = stage.ago(days(310));
    const namespace: KubeObject = {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name,
        uid: stage.uid(),
        creationTimestamp,
        labels: { "kubernetes.io/metadata.name": name, ...labels },
      },
      spec: { finalizers: ["kubernetes"] },
    };
    return { ...madeBy("kubectl-create", namespace, creationTimestamp), status: { phase: "Active" } };
  });
}
