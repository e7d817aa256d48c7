import { keyOf, withMetadata, type KubeObject } from "../../kube-object.ts";
import { karpenterVerdict } from "../compute/karpenter-verdict.ts";
import { createMachine, type Machine } from "../compute/machine.ts";
import { nodeClaim } from "../compute/node-claim.ts";
import { isPool } from "../compute/node-group.ts";
import { Room } from "../compute/room.ts";
import { reportedBy } from "../owned.ts";
import { newPod, pendingPod, runningPod, topologyLabels } from "../workloads/pod.ts";
import type { Waits } from "../workloads/place-pods.ts";
import { nodeNameOf } from "../workloads/pod-reading.ts";
import { waitingEvents } from "../workloads/waiting-events.ts";
import type { Workload } from "../workloads/workload.ts";
import { podsOf, roomOf, type Story, type World } from "./world.ts";

/** A new pod waits for a node, is started there, and gets ready. Where no node has room for it, it is said why. */
export function* startPod(world: World, workload: Workload, wished: Machine | undefined): Story {
  const { server, stage } = world;
  if (server.get("namespaces", workload.namespace) === undefined) return;
  const createdAt = stage.ago(0);
  const pod = newPod(workload, undefined, createdAt, stage, freeOrdinal(world, workload));
  const key = keyOf(pod.metadata);
  world.busy.add(key);
  try {
    const room = roomOf(world);
    const isGood = wished !== undefined && room.obstacle(workload, wished) === undefined;
    const machine = isGood ? wished : room.roomiest(workload);
    if (machine === undefined) yield* leaveWaiting(world, pod, workload, room);
    else {
      server.put(reportedBy("kube-apiserver", pod, { phase: "Pending", qosClass: "Burstable" }, createdAt));
      yield;
      yield* settlePod(world, key, workload, machine);
    }
  } finally {
    world.busy.delete(key);
  }
}

/** A pod that waits is bound to a node, is started there, and gets ready. */
export function* settlePod(world: World, key: string, workload: Workload, machine: Machine): Story {
  const { server, stage } = world;
  const pod = server.get("pods", key);
  if (pod === undefined) return;
  const startedAt = stage.ago(0);
  const place = { podIP: stage.podAddress(), hostIP: machine.address, startedAt, restarts: 0 };
  const labels = { ...pod.metadata.labels, ...topologyLabels(machine, stage) };
  const bound = { ...withMetadata(pod, { labels }), spec: { ...(pod["spec"] as object), nodeName: machine.nodeName } };
  for (const ready of [false, true]) {
    if (server.get("pods", key) === undefined) return;
    server.put(runningPod(bound, workload, { ...place, ready, readySince: stage.ago(0) }, stage));
    yield;
  }
}

function* leaveWaiting(world: World, pod: KubeObject, workload: Workload, room: Room): Story {
  const { server, stage, coming } = world;
  const waits = answerTo(world, workload, room);
  server.put(pendingPod(pod, waits.refusal, stage.ago(0)));
  yield;
  if (typeof waits.answer !== "string" && !coming.has(waits.answer)) {
    const pool = server.get("nodepools.karpenter.sh", waits.answer.group.name);
    server.put(nodeClaim(waits.answer, pool?.metadata.uid ?? "", "asked", stage));
    coming.add(waits.answer);
    yield;
  }
  for (const event of waitingEvents(pod, waits, 0, stage)) {
    server.put(event);
    yield;
  }
}

/** What the scheduler and Karpenter say of a pod that fits nowhere. One machine that is on its way may serve several. */
function answerTo(world: World, workload: Workload, room: Room): Waits {
  const { stage, coming, server } = world;
  const refusal = room.refusal(workload);
  const onItsWay = new Room(coming, stage).roomiest(workload);
  if (onItsWay !== undefined) return { refusal, answer: onItsWay };
  const groups = stage.plan.nodeGroups
    .filter(isPool)
    .filter(({ name }) => server.get("nodepools.karpenter.sh", name) !== undefined)
    .map((group) => ({ ...group, ...liveLimits(world, group.name) }));
  const verdict = karpenterVerdict(workload, groups, [...room.machines, ...coming]);
  if ("error" in verdict) return { refusal, answer: verdict.error };
  const group = stage.plan.nodeGroups.find(({ name }) => name === verdict.pool.name) ?? verdict.pool;
  return { refusal, answer: createMachine(group, stage.random.int(3), stage.ago(0), stage, verdict.type) };
}

/** The limits of a pool as they are now: somebody may have changed them. */
function liveLimits({ server }: World, pool: string): { limits?: { cpu: number; memoryGi: number } } {
  const { spec } = server.get("nodepools.karpenter.sh", pool) as unknown as {
    spec?: { limits?: { cpu?: string; memory?: string } };
  };
  const cpu = Number(spec?.limits?.cpu ?? "");
  const memoryGi = Number((spec?.limits?.memory ?? "").replace(/Gi$/, ""));
  return spec?.limits === undefined || Number.isNaN(cpu) || Number.isNaN(memoryGi) ? {} : { limits: { cpu, memoryGi } };
}

/** The first place of a StatefulSet that has no pod. */
function freeOrdinal(world: World, workload: Workload): number {
  const taken = new Set(podsOf(world, workload).map(({ metadata }) => metadata.name));
  let ordinal = 0;
  while (taken.has(`${workload.name}-${ordinal}`)) ordinal += 1;
  return ordinal;
}

/** Whether a pod has no node yet. */
export function isWaiting(pod: KubeObject): boolean {
  return nodeNameOf(pod) === undefined && pod.metadata.deletionTimestamp === undefined;
}
