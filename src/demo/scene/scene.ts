import type { KubeObject } from "../kube-object.ts";
import { namespaces } from "./cluster/namespace.ts";
import { accessRules } from "./cluster/rbac.ts";
import type { ClusterScript } from "./cluster/script.ts";
import { disruptionEvents, type PooledMachine } from "./compute/disruption-events.ts";
import { createMachine, type Machine } from "./compute/machine.ts";
import { nodeClaim } from "./compute/node-claim.ts";
import { autoNodeClass, ec2NodeClass } from "./compute/node-class.ts";
import { isPool, type NodeGroup } from "./compute/node-group.ts";
import { nodePool } from "./compute/node-pool.ts";
import { node } from "./compute/node.ts";
import { egressRoutes } from "./egress/egress-route.ts";
import { networkPolicies } from "./egress/network-policy.ts";
import { injectors } from "./mesh/injector.ts";
import { meshConfigs } from "./mesh/mesh-config.ts";
import { days, type Stage } from "./stage.ts";
import { placePods, type PlacedPod } from "./workloads/place-pods.ts";
import { waitingEvents } from "./workloads/waiting-events.ts";
import { workloadObjects } from "./workloads/workload-objects.ts";

/** A cluster as it is before anything happens. */
export interface Scene {
  /** In an order in which they can be created. */
  readonly objects: readonly KubeObject[];
  /** Those that are nodes. */
  readonly machines: readonly Machine[];
  /** Those that will be: a pod waits for each. */
  readonly coming: readonly Machine[];
}

export function createScene({ scenery }: ClusterScript, stage: Stage): Scene {
  const { mesh, nodeGroups } = stage.plan;
  const machines = nodeGroups.flatMap((group) =>
    Array.from({ length: group.count }, (_, index) =>
      createMachine(group, index, stage.ago(days(1 + stage.random.int(oldestDays(group)))), stage),
    ),
  );
  const { pods, coming } = placePods(machines, stage);
  const compute = computeObjects(machines, coming, pods, stage);
  const objects = [
    ...definitions(stage),
    ...namespaces(stage),
    ...accessRules(stage),
    ...(mesh === undefined ? [] : [...meshConfigs(mesh, stage), ...injectors(mesh, stage)]),
    ...compute,
    ...workloadObjects(machines, pods, stage),
    ...networkPolicies(stage),
    ...egressRoutes(stage),
    ...scenery(stage),
    ...pods.flatMap(({ pod, waits }) =>
      waits === undefined ? [] : waitingEvents(pod, waits, stage.since(pod.metadata.creationTimestamp), stage),
    ),
  ];
  return { objects, machines, coming };
}

/** Machines of a pool are younger than its expireAfter, 336h on Auto Mode and 720h elsewhere. */
function oldestDays({ provisioner }: NodeGroup): number {
  return provisioner === "auto" ? 12 : 25;
}

function definitions(stage: Stage): KubeObject[] {
  return stage.plan.definitions.map((definition) => ({
    ...definition,
    metadata: { ...definition.metadata, uid: stage.uid(), creationTimestamp: stage.ago(days(305)) },
  }));
}

/** What stands for machines, and for what makes them. */
function computeObjects(
  machines: readonly Machine[],
  coming: readonly Machine[],
  pods: readonly PlacedPod[],
  stage: Stage,
): KubeObject[] {
  const groups = stage.plan.nodeGroups.filter(isPool);
  const provisioners = new Set(groups.map(({ provisioner }) => provisioner));
  const pools = groups.map((group) =>
    nodePool(
      group,
      [...machines, ...coming].filter((machine) => machine.group === group),
      stage,
    ),
  );
  const uidOf = ({ group }: Machine): string =>
    pools.find(({ metadata }) => metadata.name === group.name)?.metadata.uid ?? "";
  const claims = new Map(
    [...machines, ...coming]
      .filter(({ group }) => isPool(group))
      .map((machine) => [
        machine,
        nodeClaim(machine, uidOf(machine), coming.includes(machine) ? "Launched" : "Initialized", stage),
      ]),
  );
  const nodes = new Map(machines.map((machine) => [machine, node(machine, true, stage)]));
  const pooled = machines.flatMap((machine): PooledMachine[] => {
    const [ownNode, claim] = [nodes.get(machine), claims.get(machine)];
    return ownNode === undefined || claim === undefined ? [] : [{ machine, node: ownNode, claim }];
  });
  return [
    ...(provisioners.has("karpenter") ? [ec2NodeClass(stage)] : []),
    ...(provisioners.has("auto") ? [autoNodeClass(stage)] : []),
    ...pools,
    ...claims.values(),
    ...nodes.values(),
    ...disruptionEvents(pooled, pods, stage),
  ];
}
