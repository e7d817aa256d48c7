import type { JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import { condition } from "../condition.ts";
import { madeBy, reportedBy } from "../owned.ts";
import type { Stage } from "../stage.ts";
import { machineLabels, resourcesOf, type Machine } from "./machine.ts";
import { nodeClassRef } from "./node-class.ts";

/** How far a claim has come. Each step includes those before. */
export const claimSteps = ["asked", "Launched", "Registered", "Initialized"] as const;
export type ClaimStep = (typeof claimSteps)[number];

/** A claim of a machine for a pool. */
export function nodeClaim(machine: Machine, poolUid: string, step: ClaimStep, stage: Stage): KubeObject {
  const { claimName, createdAt, group, type, zone } = machine;
  const classRef = nodeClassRef(group);
  const claim: KubeObject = {
    apiVersion: "karpenter.sh/v1",
    kind: "NodeClaim",
    metadata: {
      name: claimName,
      generateName: `${group.name}-`,
      uid: stage.uid(),
      generation: 1,
      creationTimestamp: createdAt,
      labels: {
        ...machineLabels(machine, stage.plan.region),
        [`${classRef.group}/${classRef.kind.toLowerCase()}`]: classRef.name,
      },
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
      nodeClassRef: classRef,
      expireAfter: group.provisioner === "auto" ? "336h" : "720h",
      ...(group.provisioner === "auto" && { terminationGracePeriod: "24h0m0s" }),
      ...(group.taint !== undefined && { taints: [group.taint] }),
    },
  };
  return withStep(madeBy(controllerOf(machine), claim, createdAt), machine, step, createdAt);
}

/** On Auto Mode, Karpenter is EKS's. */
function controllerOf({ group }: Machine): string {
  return group.provisioner === "auto" ? "eks" : "karpenter";
}

const steps = ["Launched", "Registered", "Initialized"] as const;

/** The claim as it is at a step. */
export function withStep(claim: KubeObject, machine: Machine, step: ClaimStep, at: string): KubeObject {
  const done = new Set<string>(claimSteps.slice(0, claimSteps.indexOf(step) + 1));
  const status = {
    ...(done.has("Launched") && {
      providerID: machine.providerId,
      imageID: "ami-0a1b2c3d4e5f67890",
      ...resourcesOf(machine),
    }),
    ...(done.has("Registered") && { nodeName: machine.nodeName }),
    conditions: claimConditions(done, at),
  };
  return reportedBy(controllerOf(machine), claim, status, at);
}

/** Source: karpenter pkg/controllers/nodeclaim/lifecycle: what a claim waits for is unknown, not false. */
function claimConditions(done: ReadonlySet<string>, at: string): JsonObject[] {
  const waiting = steps.filter((type) => !done.has(type));
  const unknown = (type: string): JsonObject => ({
    ...condition(type, false, at, "AwaitingReconciliation", "object is awaiting reconciliation"),
    ...(type !== "Launched" &&
      done.has("Launched") && { reason: "NodeNotFound", message: "Node not registered with cluster" }),
    ...(done.has("Registered") && { reason: "NodeNotReady", message: "Node status is NotReady" }),
    status: "Unknown",
  });
  const dependents = steps.map((type) => (done.has(type) ? condition(type, true, at, type) : unknown(type)));
  const ready =
    waiting.length === 0
      ? condition("Ready", true, at, "Ready")
      : {
          ...condition("Ready", false, at, "ReconcilingDependents"),
          status: "Unknown",
          message: waiting.map((type) => `${type}=Unknown`).join(", "),
        };
  const consolidatable = waiting.length === 0 ? [condition("Consolidatable", true, at, "Consolidatable")] : [];
  return [...dependents, ...consolidatable, ready].map((each) => ({ ...each, observedGeneration: 1 }));
}
