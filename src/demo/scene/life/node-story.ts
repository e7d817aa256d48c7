import { createMachine, type Machine } from "../machine.ts";
import { nodeClaim, withStep, type ClaimStep } from "../node-claim.ts";
import { node } from "../node.ts";
import { workloads } from "../workloads.ts";
import { keyOf, type KubeObject } from "../../kube-object.ts";
import { replacePod, startPod } from "./pod-stories.ts";
import { change, nodeNameOf, pods, workloadOf, type Story, type World } from "./world.ts";

const claims = "nodeclaims.karpenter.sh";

/** Taken while a node is being replaced: one at a time. */
const turn = "a node is being replaced";

/** AWS takes a Spot machine back: Karpenter gets another, the pods move, the old one goes. */
export function* replaceNode(world: World): Story {
  const { machines, stage, busy } = world;
  const spot = [...machines].filter(({ group }) => group.capacity === "spot");
  if (spot.length === 0 || busy.has(turn)) return;
  const old = stage.random.pick(spot);
  const machine = createMachine(old.group, stage.plan.zones.indexOf(old.zone), stage.ago(0), stage);
  busy.add(turn);
  try {
    yield* comeUp(world, machine);
    yield* goDown(world, old, machine);
  } finally {
    busy.delete(turn);
  }
}

function* comeUp(world: World, machine: Machine): Story {
  const { server, stage, machines } = world;
  const pool = server.get("nodepools.karpenter.sh", machine.group.name);
  let claim = server.put(nodeClaim(machine, pool?.metadata.uid ?? "", "asked", stage));
  yield;
  const advance = (step: ClaimStep): KubeObject => server.put(withStep(claim, machine, step, stage.ago(0)));
  claim = advance("Launched");
  yield;
  server.put(node(machine, false, stage));
  yield;
  claim = advance("Registered");
  yield;
  server.put(node(machine, true, stage));
  machines.add(machine);
  yield;
  claim = advance("Initialized");
  yield;
  for (const workload of workloads.filter(({ replicas }) => replicas === "every node"))
    yield* startPod(world, workload, machine);
}

function* goDown(world: World, old: Machine, next: Machine): Story {
  const { server, machines } = world;
  machines.delete(old);
  const taints = [{ key: "karpenter.sh/disrupted", effect: "NoSchedule" }];
  if (change(world, "nodes", old.nodeName, { spec: { unschedulable: true, taints } })) yield;
  for (const pod of pods(world).filter((candidate) => nodeNameOf(candidate) === old.nodeName)) {
    const workload = workloadOf(pod);
    if (workload === undefined || world.busy.has(keyOf(pod.metadata))) continue;
    if (workload.replicas !== "every node") yield* replacePod(world, pod, workload, next);
    else if (server.delete("pods", keyOf(pod.metadata))) yield;
  }
  if (server.delete("nodes", old.nodeName)) yield;
  if (server.delete(claims, old.claimName)) yield;
}
