import { keyOf, type KubeObject } from "../../kube-object.ts";
import { createMachine, type Machine } from "../compute/machine.ts";
import { nodeClaim, withStep, type ClaimStep } from "../compute/node-claim.ts";
import { hasRoomFor } from "../compute/karpenter-verdict.ts";
import { node } from "../compute/node.ts";
import { isPool } from "../compute/node-group.ts";
import { Room } from "../compute/room.ts";
import { nodeNameOf, workloadOf } from "../workloads/pod-reading.ts";
import { replacePod } from "./pod-stories.ts";
import { startPod } from "./start-pod.ts";
import { withStoredLimits } from "./stored-limits.ts";
import { change, pods, type Story, type World } from "./world.ts";

const claims = "nodeclaims.karpenter.sh";

/** Taken while a node is being replaced or given back: one at a time. */
const turn = "a node is going";

/** AWS takes a Spot machine back: Karpenter gets another, the pods move, the old one goes. */
export function* replaceNode(world: World): Story {
  const { machines, coming, stage, busy } = world;
  const all = [...machines, ...coming];
  const spot = [...machines].filter(
    ({ group }) => group.capacity === "spot" && hasRoomFor(withStoredLimits(world, group), all),
  );
  if (spot.length === 0 || busy.has(turn)) return;
  const old = stage.random.pick(spot);
  const machine = createMachine(old.group, stage.plan.zones.indexOf(old.zone), stage.ago(0), stage);
  busy.add(turn);
  try {
    const pool = world.server.get("nodepools.karpenter.sh", machine.group.name);
    world.server.put(nodeClaim(machine, pool?.metadata.uid ?? "", "asked", stage));
    yield;
    yield* comeUp(world, machine);
    yield* goDown(world, old, machine);
  } finally {
    busy.delete(turn);
  }
}

/** A machine that a pod waits for becomes a node. */
export function* bringNode(world: World, machine: Machine): Story {
  world.coming.delete(machine);
  yield* comeUp(world, machine);
}

/** A node that a pool has more than it began with, and on which nothing but agents runs, is given back. */
export function* consolidate(world: World): Story {
  const { machines, stage, busy } = world;
  if (busy.has(turn)) return;
  const isUsed = new Set(
    pods(world)
      .filter((pod) => workloadOf(pod, stage.plan)?.controller !== "DaemonSet")
      .map((pod) => nodeNameOf(pod)),
  );
  const empty = [...machines].find(({ group, nodeName }) => {
    const size = [...machines].filter((machine) => machine.group === group).length;
    return isPool(group) && size > group.count && !isUsed.has(nodeName);
  });
  if (empty === undefined) return;
  busy.add(turn);
  try {
    yield* goDown(world, empty, undefined);
  } finally {
    busy.delete(turn);
  }
}

/** From a claim to a node that is ready, with its agents. */
function* comeUp(world: World, machine: Machine): Story {
  const { server, stage, machines } = world;
  const advance = (step: ClaimStep): boolean => {
    const claim = server.get(claims, machine.claimName);
    if (claim === undefined) return false;
    server.put(withStep(claim, machine, step, stage.ago(0)));
    return true;
  };
  if (advance("Launched")) yield;
  server.put(node(machine, false, stage));
  yield;
  if (advance("Registered")) yield;
  server.put(node(machine, true, stage));
  machines.add(machine);
  yield;
  if (advance("Initialized")) yield;
  const own = new Room([machine], stage);
  const agents = stage.plan.workloads.filter(({ controller }) => controller === "DaemonSet");
  for (const agent of agents) if (own.selected(agent).length > 0) yield* startPod(world, agent, machine);
}

function* goDown(world: World, old: Machine, next: Machine | undefined): Story {
  const { server, machines, stage } = world;
  machines.delete(old);
  const taints = [{ key: "karpenter.sh/disrupted", effect: "NoSchedule" }];
  if (change(world, "nodes", old.nodeName, { spec: { unschedulable: true, taints } })) yield;
  const isOn = (pod: KubeObject): boolean => nodeNameOf(pod) === old.nodeName;
  for (const pod of pods(world).filter(isOn)) {
    const workload = workloadOf(pod, stage.plan);
    if (workload === undefined || world.busy.has(keyOf(pod.metadata))) continue;
    if (workload.controller !== "DaemonSet") yield* replacePod(world, pod, workload, next);
    else if (server.delete("pods", keyOf(pod.metadata))) yield;
  }
  if (server.delete("nodes", old.nodeName)) yield;
  if (server.delete(claims, old.claimName)) yield;
}
