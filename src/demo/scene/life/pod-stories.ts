import { keyOf, type KubeObject } from "../../kube-object.ts";
import type { Machine } from "../machine.ts";
import { newPod, runningPod } from "../pod.ts";
import { machinesFor } from "../scene.ts";
import { workloads, type Workload } from "../workloads.ts";
import { change, idlePods, nodeNameOf, pods, workloadOf, type Story, type World } from "./world.ts";

/** A pod of a team is replaced, as in a rollout: the new one comes, the old one goes. */
export function* rollPod(world: World): Story {
  const rolling = idlePods(world).filter((pod) => workloadOf(pod)?.meshed === true);
  if (rolling.length === 0) return;
  const old = world.stage.random.pick(rolling);
  const workload = workloadOf(old);
  if (workload === undefined) return;
  yield* replacePod(world, old, workload, someMachine(world, workload));
}

/** A pod runs out of memory and is started again. */
export function* restartPod(world: World): Story {
  const { server, stage } = world;
  const running = idlePods(world).filter(({ status }) => statusOf(status).phase === "Running");
  if (running.length === 0) return;
  const pod = stage.random.pick(running);
  const workload = workloadOf(pod);
  if (workload === undefined) return;
  const { podIP = "", hostIP = "", startTime: startedAt = "" } = statusOf(pod["status"]);
  const again = { podIP, hostIP, startedAt, readySince: stage.ago(0), restarts: 1 };
  for (const ready of [false, true]) {
    if (server.get("pods", keyOf(pod.metadata)) === undefined) return;
    server.put(runningPod(pod, workload, { ...again, ready }));
    yield;
  }
}

/** What kubelets and controllers do about pods that somebody deleted, or whose node is gone: these end, others take their place. */
export function* repair(world: World): Story {
  const ending = endingPod(world);
  if (ending !== undefined && world.server.delete("pods", keyOf(ending.metadata))) yield;
  const lacking = lackingWorkload(world);
  if (lacking !== undefined) yield* startPod(world, lacking, someMachine(world, lacking));
}

export function needsRepair(world: World): boolean {
  return endingPod(world) !== undefined || lackingWorkload(world) !== undefined;
}

function endingPod(world: World): KubeObject | undefined {
  return pods(world).find((pod) => {
    const nodeName = nodeNameOf(pod);
    const isLost = nodeName !== undefined && world.server.get("nodes", nodeName) === undefined;
    return (isLost || pod.metadata.deletionTimestamp !== undefined) && !world.busy.has(keyOf(pod.metadata));
  });
}

function lackingWorkload({ server }: World): Workload | undefined {
  return workloads.find((workload) => {
    const { namespace, replicas } = workload;
    if (replicas === "every node" || server.get("namespaces", namespace) === undefined) return false;
    return server.list("pods", namespace).filter((pod) => workloadOf(pod) === workload).length < replicas;
  });
}

/** One pod takes the place of another, on that machine. */
export function* replacePod(world: World, old: KubeObject, workload: Workload, machine: Machine): Story {
  const key = keyOf(old.metadata);
  if (world.busy.has(key) || world.server.get("pods", key) === undefined) return;
  world.busy.add(key);
  try {
    yield* startPod(world, workload, machine);
    const gone = { deletionTimestamp: world.stage.ago(-30), deletionGracePeriodSeconds: 30 };
    if (change(world, "pods", key, { metadata: gone })) yield;
    if (world.server.delete("pods", key)) yield;
  } finally {
    world.busy.delete(key);
  }
}

/** A new pod waits for a node, is started there, and gets ready. */
export function* startPod(world: World, workload: Workload, machine: Machine): Story {
  const { server, stage } = world;
  if (server.get("namespaces", workload.namespace) === undefined) return;
  const createdAt = stage.ago(0);
  const waiting = newPod(workload, undefined, createdAt, stage);
  const key = keyOf(waiting.metadata);
  const place = { podIP: stage.podAddress(), hostIP: machine.address, startedAt: createdAt, restarts: 0 };
  const spec = { ...(waiting["spec"] as object), nodeName: machine.nodeName };
  world.busy.add(key);
  try {
    server.put(waiting);
    yield;
    for (const ready of [false, true]) {
      if (server.get("pods", key) === undefined) return;
      server.put(runningPod({ ...waiting, spec }, workload, { ...place, ready, readySince: stage.ago(0) }));
      yield;
    }
  } finally {
    world.busy.delete(key);
  }
}

interface PodStatus {
  readonly phase?: string;
  readonly podIP?: string;
  readonly hostIP?: string;
  readonly startTime?: string;
}

const statusOf = (status: KubeObject["status"]): PodStatus => (status ?? {}) as PodStatus;

function someMachine({ stage, machines }: World, workload: Workload): Machine {
  return stage.random.pick(machinesFor(workload, [...machines]));
}
