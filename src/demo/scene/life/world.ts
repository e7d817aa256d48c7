import type { DemoApiServer } from "../../api-server.ts";
import type { JsonObject } from "../../json.ts";
import { keyOf, type KubeObject } from "../../kube-object.ts";
import type { Machine } from "../compute/machine.ts";
import { Room } from "../compute/room.ts";
import type { Stage } from "../stage.ts";
import { nodeNameOf, workloadOf } from "../workloads/pod-reading.ts";
import type { Workload } from "../workloads/workload.ts";

/** Something that happens in a cluster, change by change: it yields after each one. */
export type Story = Generator<void, void>;

/** A cluster in which things happen. What a story touches may have been deleted by somebody else meanwhile. */
export interface World {
  readonly server: DemoApiServer;
  readonly stage: Stage;
  /** Those that are nodes now. */
  readonly machines: Set<Machine>;
  /** Those that were asked for, and that no story is about yet. */
  readonly coming: Set<Machine>;
  /** What a story is about: pods by their keys, which others leave alone. */
  readonly busy: Set<string>;
}

/** Changes an object if it is still there, and says whether it was. */
export function change({ server }: World, resource: string, key: string, patch: JsonObject): boolean {
  if (server.get(resource, key) === undefined) return false;
  server.patch(resource, key, patch);
  return true;
}

export function pods({ server }: World): readonly KubeObject[] {
  return server.list("pods");
}

/** The pods of a workload that nobody wants gone. */
export function podsOf({ server, stage }: World, { namespace, name }: Workload): readonly KubeObject[] {
  return server.list("pods", namespace).filter((pod) => {
    const workload = workloadOf(pod, stage.plan);
    return workload?.name === name && pod.metadata.deletionTimestamp === undefined;
  });
}

/** The pods that no story is about and nobody wants gone. */
export function idlePods(world: World): readonly KubeObject[] {
  return pods(world).filter(
    ({ metadata }) => metadata.deletionTimestamp === undefined && !world.busy.has(keyOf(metadata)),
  );
}

/** What is left of the nodes by the pods that are on them. */
export function roomOf(world: World): Room {
  const { machines, stage } = world;
  const room = new Room(machines, stage);
  const machineByNode = new Map([...machines].map((machine) => [machine.nodeName, machine]));
  for (const pod of pods(world)) {
    const machine = machineByNode.get(nodeNameOf(pod) ?? "");
    const workload = workloadOf(pod, stage.plan);
    if (machine !== undefined && workload !== undefined) room.take(workload, machine);
  }
  return room;
}
