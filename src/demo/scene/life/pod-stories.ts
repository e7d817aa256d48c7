import { textOf } from "../../json.ts";
import { keyOf, type KubeObject } from "../../kube-object.ts";
import type { Machine } from "../compute/machine.ts";
import { statusOf, workloadOf } from "../workloads/pod-reading.ts";
import { runningPod } from "../workloads/pod.ts";
import type { Workload } from "../workloads/workload.ts";
import { isWaiting, startPod } from "./start-pod.ts";
import { change, idlePods, type Story, type World } from "./world.ts";

/** A pod of a team is replaced, as in a rollout: the new one comes, the old one goes. */
export function* rollPod(world: World): Story {
  const { plan } = world.stage;
  const rolling = idlePods(world).filter((pod) => workloadOf(pod, plan)?.isTeams === true && !isWaiting(pod));
  if (rolling.length === 0) return;
  const old = world.stage.random.pick(rolling);
  const workload = workloadOf(old, plan);
  if (workload !== undefined) yield* replacePod(world, old, workload);
}

/** A pod runs out of memory and is started again. */
export function* restartPod(world: World): Story {
  const { server, stage } = world;
  const running = idlePods(world).filter((pod) => statusOf(pod)["phase"] === "Running");
  if (running.length === 0) return;
  const pod = stage.random.pick(running);
  const workload = workloadOf(pod, stage.plan);
  if (workload === undefined) return;
  const { podIP, hostIP, startTime } = statusOf(pod);
  const address = { podIP: textOf(podIP), hostIP: textOf(hostIP), startedAt: textOf(startTime) };
  for (const ready of [false, true]) {
    if (server.get("pods", keyOf(pod.metadata)) === undefined) return;
    const again = { ...address, readySince: stage.ago(0), restarts: 1, ready };
    server.put(runningPod(pod, workload, again, stage));
    yield;
  }
}

/** One pod takes the place of another, on that machine if it has room. A StatefulSet ends the old one first: both have one name. */
export function* replacePod(world: World, old: KubeObject, workload: Workload, machine?: Machine): Story {
  const key = keyOf(old.metadata);
  if (world.busy.has(key) || world.server.get("pods", key) === undefined) return;
  world.busy.add(key);
  try {
    const isOrdered = workload.controller === "StatefulSet";
    if (!isOrdered) yield* startPod(world, workload, machine ?? someMachine(world));
    const gone = { deletionTimestamp: world.stage.ago(-30), deletionGracePeriodSeconds: 30 };
    if (change(world, "pods", key, { metadata: gone })) yield;
    if (world.server.delete("pods", key)) yield;
    if (isOrdered) yield* startPod(world, workload, machine);
  } finally {
    world.busy.delete(key);
  }
}

/** Any node: a scheduler does not always take the roomiest. */
function someMachine({ stage, machines }: World): Machine | undefined {
  return machines.size === 0 ? undefined : stage.random.pick([...machines]);
}
