import { keyOf, type KubeObject } from "../../kube-object.ts";
import type { Machine } from "../compute/machine.ts";
import { isPool } from "../compute/node-group.ts";
import { nodeNameOf, workloadOf } from "../workloads/pod-reading.ts";
import type { Workload } from "../workloads/workload.ts";
import { bringNode } from "./node-story.ts";
import { wantedReplicas } from "./replicas.ts";
import { isWaiting, settlePod, startPod } from "./start-pod.ts";
import { podsOf, pods, roomOf, type Story, type World } from "./world.ts";

/** Something that a controller, a kubelet or the scheduler would do now. */
type Need = (world: World) => Story;

/**
 * The first thing that is to be done about what is there: machines without a node are given back; pods that somebody deleted, or whose node is gone, end; workloads get the pods that
 * they lack, and lose those that are too many; machines that were asked for come; pods that waited for room get it.
 */
export function need(world: World): Need | undefined {
  const all = pods(world);
  const lost = [...world.machines].find(({ nodeName }) => world.server.get("nodes", nodeName) === undefined);
  if (lost !== undefined) return loss(lost);
  const idle = all.filter(({ metadata }) => !world.busy.has(keyOf(metadata)));
  const ending = idle.find((pod) => isEnding(world, pod));
  if (ending !== undefined) return removal(ending);
  for (const workload of world.stage.plan.workloads) {
    if (workload.controller === "DaemonSet" || world.server.get("namespaces", workload.namespace) === undefined)
      continue;
    const own = podsOf(world, workload);
    const missing = wantedReplicas(world, workload) - own.length;
    if (missing > 0) return (given) => startPod(given, workload, undefined);
    const surplus = own.filter(({ metadata }) => !world.busy.has(keyOf(metadata)));
    const last = surplus.toSorted((a, b) => (a.metadata.name < b.metadata.name ? 1 : -1))[0];
    if (surplus.length > wantedReplicas(world, workload) && last !== undefined) return removal(last);
  }
  const [machine] = world.coming;
  if (machine !== undefined) return (given) => bringNode(given, machine);
  const waiting = idle.filter(isWaiting);
  return waiting.length === 0 ? undefined : binding(world, waiting);
}

function isEnding({ server }: World, pod: KubeObject): boolean {
  const nodeName = nodeNameOf(pod);
  const isLost = nodeName !== undefined && server.get("nodes", nodeName) === undefined;
  return isLost || pod.metadata.deletionTimestamp !== undefined;
}

/** A machine whose node somebody deleted is given back. */
function loss(machine: Machine): Need {
  return function* giveBack({ server, machines }) {
    machines.delete(machine);
    if (isPool(machine.group) && server.delete("nodeclaims.karpenter.sh", machine.claimName)) yield;
  };
}

function removal({ metadata }: KubeObject): Need {
  return function* remove({ server }) {
    if (server.delete("pods", keyOf(metadata))) yield;
  };
}

/** The first pod that waits and for which there is room now. */
function binding(world: World, waiting: readonly KubeObject[]): Need | undefined {
  const room = roomOf(world);
  const found = waiting
    .map((pod) => ({ pod, workload: workloadOf(pod, world.stage.plan) }))
    .map(({ pod, workload }) => ({ pod, workload, machine: workload && room.roomiest(workload) }))
    .find((each): each is Bound => each.machine !== undefined);
  return found === undefined ? undefined : (given) => bind(given, found);
}

interface Bound {
  readonly pod: KubeObject;
  readonly workload: Workload;
  readonly machine: Machine;
}

function* bind(world: World, { pod, workload, machine }: Bound): Story {
  const key = keyOf(pod.metadata);
  world.busy.add(key);
  try {
    yield* settlePod(world, key, workload, machine);
  } finally {
    world.busy.delete(key);
  }
}
