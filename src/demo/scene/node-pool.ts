import type { KubeObject } from "../kube-object.ts";
import { condition } from "./condition.ts";
import type { NodeGroup } from "./node-group.ts";
import { appliedBy, reportedBy } from "./owned.ts";
import { days, type Stage } from "./stage.ts";

export const nodeClassRef = { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" };

/** A pool that Karpenter takes nodes from. */
export function nodePool({ name, capacity, types, count, weight }: NodeGroup, stage: Stage): KubeObject {
  const creationTimestamp = stage.ago(days(200));
  const requirements = [
    { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
    { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
    { key: "karpenter.sh/capacity-type", operator: "In", values: [capacity] },
    { key: "node.kubernetes.io/instance-type", operator: "In", values: types.map((type) => type.name) },
    { key: "topology.kubernetes.io/zone", operator: "In", values: stage.plan.zones },
  ];
  const pool: KubeObject = {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: {
      name,
      uid: stage.uid(),
      generation: 3,
      creationTimestamp,
      annotations: {
        "karpenter.sh/nodepool-hash": stage.random.text(20, "0123456789"),
        "karpenter.sh/nodepool-hash-version": "v3",
      },
    },
    spec: {
      template: {
        metadata: { labels: { "retail.example/pool": name } },
        spec: { requirements, nodeClassRef, expireAfter: "720h" },
      },
      disruption: {
        consolidationPolicy: "WhenEmptyOrUnderutilized",
        consolidateAfter: "1m",
        budgets: [{ nodes: "20%" }, { nodes: "0", schedule: "0 8 * * mon-fri", duration: "2h", reasons: ["Drifted"] }],
      },
      limits: { cpu: "64", memory: "256Gi" },
      ...(weight !== undefined && { weight }),
    },
  };
  const [largest] = types;
  const status = {
    resources: {
      cpu: String(count * (largest?.cpu ?? 0)),
      memory: `${count * (largest?.memoryGi ?? 0)}Gi`,
      nodes: String(count),
    },
    nodes: count,
    nodeClassObservedGeneration: 1,
    conditions: ["ValidationSucceeded", "NodeClassReady", "NodeRegistrationHealthy", "Ready"].map((type) =>
      condition(type, true, creationTimestamp, type),
    ),
  };
  return reportedBy("karpenter", appliedBy("argocd-controller", pool, creationTimestamp), status, stage.ago(days(2)));
}
