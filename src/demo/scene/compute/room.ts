import type { Stage } from "../stage.ts";
import { cpuOf, type Workload } from "../workloads/workload.ts";
import { allocatableCpu, nodeLabels, type Machine } from "./machine.ts";
import { tolerates } from "./taint.ts";

/** Why a pod cannot be on a node, in the words of the plugins of kube-scheduler. */
export type Obstacle =
  | "node(s) had untolerated taint(s)"
  | "node(s) didn't match Pod's node affinity/selector"
  | "Insufficient cpu";

/** The nodes and what is left of them, as a scheduler sees them. */
export class Room {
  readonly #free = new Map<Machine, number>();
  readonly #labels = new Map<Machine, Readonly<Record<string, string>>>();

  constructor(machines: Iterable<Machine>, stage: Stage) {
    for (const machine of machines) {
      this.#free.set(machine, allocatableCpu(machine.type));
      this.#labels.set(machine, nodeLabels(machine, stage.plan.region));
    }
  }

  get machines(): readonly Machine[] {
    return [...this.#free.keys()];
  }

  take(workload: Workload, machine: Machine): void {
    this.#free.set(machine, (this.#free.get(machine) ?? 0) - cpuOf(workload));
  }

  /** The first thing that keeps a pod of the workload away from the node: the plugins are asked in this order. */
  obstacle(workload: Workload, machine: Machine): Obstacle | undefined {
    const { tolerations = [], nodeSelector = {}, controller } = workload;
    const { taint } = machine.group;
    const isDaemon = controller === "DaemonSet";
    if (taint !== undefined && !isDaemon && !tolerates(tolerations, taint)) return "node(s) had untolerated taint(s)";
    const labels = this.#labels.get(machine) ?? {};
    const matches = Object.entries(nodeSelector).every(([key, value]) => labels[key] === value);
    if (!matches) return "node(s) didn't match Pod's node affinity/selector";
    return (this.#free.get(machine) ?? 0) < cpuOf(workload) ? "Insufficient cpu" : undefined;
  }

  /** The nodes on which a DaemonSet has a pod. */
  selected(workload: Workload): readonly Machine[] {
    return this.machines.filter(
      (machine) => (this.obstacle(workload, machine) ?? "Insufficient cpu") === "Insufficient cpu",
    );
  }

  /** The nodes that a pod of the workload could be on now. */
  fitting(workload: Workload): readonly Machine[] {
    return this.machines.filter((machine) => this.obstacle(workload, machine) === undefined);
  }

  /** The one of those with the most room. */
  roomiest(workload: Workload): Machine | undefined {
    return this.fitting(workload).toSorted((a, b) => (this.#free.get(b) ?? 0) - (this.#free.get(a) ?? 0))[0];
  }

  /** What kube-scheduler says of a pod that it found no node for. Source: kube-scheduler framework/types.go FitError. */
  refusal(workload: Workload): string {
    const obstacles = this.machines.map((machine) => this.obstacle(workload, machine) ?? "Insufficient cpu");
    const victims = obstacles.map((obstacle) =>
      obstacle === "Insufficient cpu"
        ? "No preemption victims found for incoming pod"
        : "Preemption is not helpful for scheduling",
    );
    return `${fitError(obstacles)} preemption: ${fitError(victims)}`;
  }
}

function fitError(reasons: readonly string[]): string {
  const counted = [...new Set(reasons)].map(
    (reason) => `${reasons.filter((each) => each === reason).length} ${reason}`,
  );
  return `0/${reasons.length} nodes are available: ${counted.toSorted().join(", ")}.`;
}
