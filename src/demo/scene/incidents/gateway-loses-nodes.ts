import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../json.ts";
import { keyOf, type KubeObject } from "../../kube-object.ts";
import type { Machine } from "../compute/machine.ts";
import { nodeNameOf, statusOf } from "../workloads/pod-reading.ts";
import { pods, type Story, type World } from "../life/world.ts";
import type { Incident } from "./incident.ts";

/** A zone after the other, the nodes that are for the egress gateway only stop answering, and are then gone. */
export const gatewayLosesNodes: Incident = {
  cluster: "eu-1",
  *play(world) {
    const machines = [...world.machines].filter(({ group }) => group.name === "egress");
    for (const machine of machines) yield* fallSilent(world, machine);
    for (const machine of machines) yield* beGone(world, machine);
  },
};

/** What the node lifecycle controller does about a kubelet that says nothing. Source: kubernetes pkg/controller/nodelifecycle. */
function* fallSilent({ server, stage, machines, busy }: World, machine: Machine): Story {
  const { nodeName } = machine;
  machines.delete(machine);
  const node = server.get("nodes", nodeName);
  if (node === undefined) return;
  const at = stage.ago(0);
  const spec = isJsonObject(node["spec"]) ? node["spec"] : {};
  const unreachable = ["NoSchedule", "NoExecute"].map((effect) => ({
    key: "node.kubernetes.io/unreachable",
    effect,
    timeAdded: at,
  }));
  const taints = [...(isJsonArray(spec["taints"]) ? spec["taints"] : []), ...unreachable];
  const unknown = { status: "Unknown", reason: "NodeStatusUnknown", message: "Kubelet stopped posting node status." };
  const status = withConditions(node, () => true, { ...unknown, lastTransitionTime: at });
  server.put({ ...node, spec: { ...spec, taints }, status });
  yield;
  for (const pod of server.list("pods").filter((each) => nodeNameOf(each) === nodeName)) {
    if (busy.has(keyOf(pod.metadata))) continue;
    const notReady = { status: "False", lastTransitionTime: at };
    server.put({ ...pod, status: withConditions(pod, (type) => type === "Ready", notReady) });
    yield;
  }
}

/** The machine is terminated: its node goes, and the pods on it with it. */
function* beGone(world: World, { nodeName }: Machine): Story {
  const { server } = world;
  if (server.delete("nodes", nodeName)) yield;
  for (const pod of pods(world).filter((each) => nodeNameOf(each) === nodeName))
    if (server.delete("pods", keyOf(pod.metadata))) yield;
}

/** The status with something else about the conditions of some types. */
function withConditions(
  object: KubeObject,
  isMeant: (type: Json | undefined) => boolean,
  change: JsonObject,
): JsonObject {
  const status = statusOf(object);
  const conditions = isJsonArray(status["conditions"]) ? status["conditions"].filter(isJsonObject) : [];
  return { ...status, conditions: conditions.map((each) => (isMeant(each["type"]) ? { ...each, ...change } : each)) };
}
