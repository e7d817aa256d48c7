import type { KubeObject } from "../kube-object.ts";
import { condition } from "./condition.ts";
import { machineLabels, resourcesOf, type Machine } from "./machine.ts";
import { nodeClassRef } from "./node-pool.ts";
import { madeBy, reportedBy } from "./owned.ts";
import type { Stage } from "./stage.ts";

/** How far a claim has come. Each step includes those before. */
export const claimSteps = ["asked", "Launched", "Registered", "Initialized"] as const;
export type ClaimStep = (typeof claimSteps)[number];

/** Karpenter's claim of a machine. */
export function nodeClaim(machine: Machine, poolUid: string, step: ClaimStep, stage: Stage): KubeObject {
  const { claimName, createdAt, group, type, zone } = machine;
  const claim: KubeObject = {
    apiVersion: "karpenter.sh/v1",
    kind: "NodeClaim",
    metadata: {
      name: claimName,
      generateName: `${group.name}-`,
      uid: stage.uid(),
      generation: 1,
      creationTimestamp: createdAt,
      labels: machineLabels(machine, stage.plan.region),
      annotations: { "karpenter.sh/nodepool-hash-version": "v3" },
      finalizers: ["karpenter.sh/termination"],
      ownerReferences: [
        { apiVersion: "karpenter.sh/v1", kind: "NodePool", name: group.name, uid: poolUid, blockOwnerDeletion: true },
      ],
    },
    spec: {
      requirements: [
        { key: "karpenter.sh/capacity-type", operator: "In", values: [group.capacity] },
        { key: "node.kubernetes.io/instance-type", operator: "In", values: [type.name] },
        { key: "topology.kubernetes.io/zone", operator: "In", values: [zone] },
      ],
      resources: { requests: { cpu: "1850m", memory: "2318Mi", pods: "9" } },
      nodeClassRef,
      expireAfter: "720h",
    },
  };
  return withStep(madeBy("karpenter", claim, createdAt), machine, step, stage.ago(0));
}

/** The claim as it is at a step. */
export function withStep(claim: KubeObject, machine: Machine, step: ClaimStep, at: string): KubeObject {
  const done = new Set(claimSteps.slice(0, claimSteps.indexOf(step) + 1));
  const steps = ["Launched", "Registered", "Initialized"] as const;
  const conditions = [
    ...steps.map((type) => condition(type, done.has(type), at, done.has(type) ? type : "AwaitingReconciliation")),
    condition("Ready", step === "Initialized", at, step === "Initialized" ? "Ready" : "UnhealthyDependents"),
  ];
  const launched = {
    providerID: machine.providerId,
    imageID: "ami-0a1b2c3d4e5f67890",
    ...resourcesOf(machine),
  };
  const status = {
    ...(done.has("Launched") && launched),
    ...(done.has("Registered") && { nodeName: machine.nodeName }),
    conditions,
  };
  return reportedBy("karpenter", claim, status, at);
}
