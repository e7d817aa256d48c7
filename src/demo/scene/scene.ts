import { istioDefinitions } from "../definitions/istio.ts";
import { karpenterDefinitions } from "../definitions/karpenter.ts";
import type { KubeObject } from "../kube-object.ts";
import { egressRoutes } from "./egress-route.ts";
import { createMachine, type Machine } from "./machine.ts";
import { meshConfig } from "./mesh-config.ts";
import { namespaces } from "./namespace.ts";
import { networkPolicies } from "./network-policy.ts";
import { nodeClaim } from "./node-claim.ts";
import { nodeGroups } from "./node-group.ts";
import { nodePool } from "./node-pool.ts";
import { node } from "./node.ts";
import { newPod, runningPod, type Host } from "./pod.ts";
import { services } from "./service.ts";
import { days, type Stage } from "./stage.ts";
import { workloads, type Workload } from "./workloads.ts";

/** A cluster as it is before anything happens. */
export interface Scene {
  /** In an order in which they can be created. */
  readonly objects: readonly KubeObject[];
  readonly machines: readonly Machine[];
}

export function createScene(stage: Stage): Scene {
  const machines = nodeGroups.flatMap((group) =>
    Array.from({ length: group.count }, (_, index) =>
      createMachine(group, index, stage.ago(days(1 + stage.random.int(25))), stage),
    ),
  );
  const definitions = [...istioDefinitions, ...karpenterDefinitions].map((definition) => ({
    ...definition,
    metadata: { ...definition.metadata, uid: stage.uid(), creationTimestamp: stage.ago(days(305)) },
  }));
  const pools = nodeGroups.filter(isKarpenters).map((group) => nodePool(group, stage));
  const objects = [
    ...definitions,
    ...namespaces(stage),
    meshConfig(stage),
    ...pools,
    ...machines.filter(({ group }) => isKarpenters(group)).map((machine) => claimOf(machine, pools, stage)),
    ...machines.map((machine) => node(machine, true, stage)),
    ...workloads.flatMap((workload) => podsOf(workload, machines, stage)),
    ...services(stage),
    ...networkPolicies(stage),
    ...egressRoutes(stage),
  ];
  return { objects, machines };
}

const isKarpenters = ({ provisioner }: Machine["group"]): boolean => provisioner === "karpenter";

function claimOf(machine: Machine, pools: readonly KubeObject[], stage: Stage): KubeObject {
  const pool = pools.find(({ metadata }) => metadata.name === machine.group.name);
  return nodeClaim(machine, pool?.metadata.uid ?? "", "Initialized", stage);
}

/** The machines that a workload's pods may run on. */
export function machinesFor({ runsOn }: Workload, machines: readonly Machine[]): readonly Machine[] {
  if (runsOn === "any") return machines;
  return machines.filter(({ group }) => (group.name === "egress") === (runsOn === "egress"));
}

function podsOf(workload: Workload, machines: readonly Machine[], stage: Stage): KubeObject[] {
  const fitting = machinesFor(workload, machines);
  const first = stage.random.int(fitting.length);
  const count = workload.replicas === "every node" ? fitting.length : workload.replicas;
  return Array.from({ length: count }, (_, index) => {
    const host = fitting[(first + index) % fitting.length] as Machine;
    return settledPod(workload, host, stage);
  });
}

/** A pod that has been running for a while. */
function settledPod(workload: Workload, host: Host, stage: Stage): KubeObject {
  const age = 600 + stage.random.int(days(1));
  return runningPod(newPod(workload, host, stage.ago(age), stage), workload, {
    podIP: stage.podAddress(),
    hostIP: host.address,
    startedAt: stage.ago(age - 1),
    readySince: stage.ago(age - 8),
    ready: true,
    restarts: stage.random.int(20) === 0 ? 1 : 0,
  });
}
