import type { KubeObject } from "../../kube-object.ts";
import { createMachine, type Machine } from "../compute/machine.ts";
import { karpenterVerdict } from "../compute/karpenter-verdict.ts";
import { Room } from "../compute/room.ts";
import { days, type Stage } from "../stage.ts";
import { newPod, pendingPod, runningPod } from "./pod.ts";
import type { Workload } from "./workload.ts";

/** A pod that was asked for, and what became of it. */
export interface PlacedPod {
  readonly workload: Workload;
  readonly pod: KubeObject;
  /** Of one that no node has room for. */
  readonly waits?: Waits;
}

/** What a pod waits for. */
export interface Waits {
  /** What kube-scheduler says. */
  readonly refusal: string;
  /** The machine that is on its way for it, or why Karpenter gets none. */
  readonly answer: Machine | string;
}

const isDaemon = ({ controller }: Workload): boolean => controller === "DaemonSet";

/** Finds a node for every pod of the plan, as a scheduler would; what fits nowhere waits, and machines are asked for where a pool has them. */
export function placePods(machines: readonly Machine[], stage: Stage): { pods: PlacedPod[]; coming: Machine[] } {
  const { workloads } = stage.plan;
  const room = new Room(machines, stage);
  const coming: Machine[] = [];
  const pods: PlacedPod[] = [];
  for (const workload of workloads.filter(isDaemon)) {
    for (const machine of room.selected(workload)) {
      room.take(workload, machine);
      pods.push({ workload, pod: settledPod(workload, machine, 0, stage) });
    }
  }
  for (const workload of workloads.filter((each) => !isDaemon(each))) {
    for (let ordinal = 0; ordinal < workload.replicas; ordinal++) {
      const machine = room.roomiest(workload);
      if (machine !== undefined) room.take(workload, machine);
      pods.push(
        machine === undefined
          ? waitingPod(workload, ordinal, room, coming, stage)
          : { workload, pod: settledPod(workload, machine, ordinal, stage) },
      );
    }
  }
  return { pods, coming };
}

/** A pod that has been running for a while. */
function settledPod(workload: Workload, host: Machine, ordinal: number, stage: Stage): KubeObject {
  const age = 600 + stage.random.int(days(1));
  const running = {
    podIP: stage.podAddress(),
    hostIP: host.address,
    startedAt: stage.ago(age - 1),
    readySince: stage.ago(age - 8),
    ready: true,
    restarts: stage.random.int(20) === 0 ? 1 : 0,
  };
  return runningPod(newPod(workload, host, stage.ago(age), stage, ordinal), workload, running, stage);
}

function waitingPod(workload: Workload, ordinal: number, room: Room, coming: Machine[], stage: Stage): PlacedPod {
  const verdict = karpenterVerdict(workload, stage.plan.nodeGroups, [...room.machines, ...coming]);
  const refusal = room.refusal(workload);
  // What Karpenter helps with has just begun; what it cannot help with has been so for long.
  const age = "error" in verdict ? 3600 + stage.random.int(days(1)) : 50;
  const pod = newPod(workload, undefined, stage.ago(age), stage, ordinal);
  const answer =
    "error" in verdict
      ? verdict.error
      : createMachine(verdict.pool, stage.random.int(3), stage.ago(age - 5), stage, verdict.type);
  if (typeof answer !== "string") coming.push(answer);
  return { workload, pod: pendingPod(pod, refusal, stage.ago(age)), waits: { refusal, answer } };
}
