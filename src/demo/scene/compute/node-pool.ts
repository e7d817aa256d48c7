import type { JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import { settledConditions } from "../condition.ts";
import { appliedBy, madeBy, reportedBy } from "../owned.ts";
import { days, type Stage } from "../stage.ts";
import type { Machine } from "./machine.ts";
import { nodeClassRef } from "./node-class.ts";
import type { NodeGroup } from "./node-group.ts";

/** A pool from which nodes are taken when pods ask for them. */
export function nodePool(group: NodeGroup, machines: readonly Machine[], stage: Stage): KubeObject {
  const { name, builtIn = false, limits, weight, labels } = group;
  const creationTimestamp = stage.ago(days(200));
  const isAuto = group.provisioner === "auto";
  const pool: KubeObject = {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: {
      name,
      uid: stage.uid(),
      generation: builtIn ? 1 : 3,
      creationTimestamp,
      ...(builtIn && { labels: { "app.kubernetes.io/managed-by": "eks" } }),
      annotations: {
        "karpenter.sh/nodepool-hash": stage.random.text(20, "0123456789"),
        "karpenter.sh/nodepool-hash-version": "v3",
      },
    },
    spec: {
      template: {
        ...(labels !== undefined && { metadata: { labels } }),
        spec: {
          requirements: requirementsOf(group, stage),
          nodeClassRef: nodeClassRef(group),
          expireAfter: isAuto ? "336h" : "720h",
          ...(isAuto && { terminationGracePeriod: "24h0m0s" }),
          ...(group.taint !== undefined && { taints: [group.taint] }),
        },
      },
      disruption: builtIn ? builtInDisruption : disruption,
      ...(limits !== undefined && { limits: { cpu: String(limits.cpu), memory: `${limits.memoryGi}Gi` } }),
      ...(weight !== undefined && { weight }),
    },
  };
  const controller = isAuto ? "eks" : "karpenter";
  const made = builtIn
    ? madeBy("eks", pool, creationTimestamp)
    : appliedBy("argocd-controller", pool, creationTimestamp);
  const status = {
    ...poolUsage(machines),
    nodeClassObservedGeneration: isAuto ? 1 : 2,
    conditions: settledConditions(
      ["ValidationSucceeded", "NodeClassReady", "NodeRegistrationHealthy", "Ready"],
      creationTimestamp,
      builtIn ? 1 : 3,
    ),
  };
  return reportedBy(controller, made, status, stage.ago(days(2)));
}

/** What the machines of a pool have together, as its status says. */
export function poolUsage(machines: readonly Machine[]): JsonObject & { readonly nodes: number } {
  const sum = (of: (machine: Machine) => number): number => machines.reduce((total, each) => total + of(each), 0);
  const count = machines.length;
  return {
    resources: {
      cpu: String(sum(({ type }) => type.cpu)),
      "ephemeral-storage": `${count * 81_854}Mi`,
      memory: `${sum(({ type }) => Math.round(type.memoryGi * 1024 * 1024 * 0.97))}Ki`,
      nodes: String(count),
      pods: String(count * 58),
    },
    nodes: count,
  };
}

/** What EKS says of its own pools. */
const builtInDisruption = {
  budgets: [{ nodes: "10%" }],
  consolidateAfter: "30s",
  consolidationPolicy: "WhenEmptyOrUnderutilized",
};

/** Few nodes at a time, and no new images while people come to work. */
const disruption = {
  consolidationPolicy: "WhenEmptyOrUnderutilized",
  consolidateAfter: "1m",
  budgets: [{ nodes: "20%" }, { nodes: "0", schedule: "0 8 * * mon-fri", duration: "2h", reasons: ["Drifted"] }],
};

const isIn = (key: string, values: readonly string[]): JsonObject => ({ key, operator: "In", values });

function requirementsOf(group: NodeGroup, { plan }: Stage): JsonObject[] {
  const { capacity, types, builtIn = false, provisioner, name } = group;
  if (builtIn)
    return [
      isIn("karpenter.sh/capacity-type", ["on-demand"]),
      isIn("eks.amazonaws.com/instance-category", ["c", "m", "r"]),
      { key: "eks.amazonaws.com/instance-generation", operator: "Gt", values: ["4"] },
      isIn("kubernetes.io/arch", name === "system" ? ["amd64", "arm64"] : ["amd64"]),
    ];
  return [
    isIn("kubernetes.io/arch", ["amd64"]),
    // Auto Mode knows no such label to ask for.
    ...(provisioner === "auto" ? [] : [isIn("kubernetes.io/os", ["linux"])]),
    isIn("karpenter.sh/capacity-type", [capacity]),
    isIn(
      "node.kubernetes.io/instance-type",
      types.map((type) => type.name),
    ),
    isIn("topology.kubernetes.io/zone", plan.zones),
  ];
}
