import type { KubeObject } from "../../kube-object.ts";
import { madeBy } from "../owned.ts";
import { days, type Stage } from "../stage.ts";

/** The namespaces that each cluster has, and those of its plan. */
export function namespaces(stage: Stage): KubeObject[] {
  const { plan } = stage;
  const everywhere = ["default", "kube-node-lease", "kube-public", "kube-system"].map((name) => ({ name, labels: {} }));
  const ofMesh =
    plan.mesh === undefined
      ? []
      : [{ name: "istio-system", labels: { "topology.istio.io/network": `${plan.name}-network` } }];
  return [...everywhere, ...ofMesh, ...plan.namespaces].map(({ name, labels }) => {
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

/** Labels of a team's namespace. What leads traffic to a sidecar may do more than Pod Security allows anybody else. */
export function teamLabels(team: string, ofMesh: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const hasSidecars = "istio-injection" in ofMesh || "istio.io/rev" in ofMesh;
  return {
    ...ofMesh,
    "pod-security.kubernetes.io/enforce": hasSidecars ? "privileged" : "baseline",
    "retail.example/team": team,
  };
}
