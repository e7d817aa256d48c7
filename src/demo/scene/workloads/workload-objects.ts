import type { KubeObject } from "../../kube-object.ts";
import type { Machine } from "../compute/machine.ts";
import type { Stage } from "../stage.ts";
import { controllerOf, type PodCount } from "./controller.ts";
import { disruptionBudget } from "./disruption-budget.ts";
import { endpointSlice, isPodReady } from "./endpoint-slice.ts";
import type { PlacedPod } from "./place-pods.ts";
import { serviceName, services } from "./service.ts";
import type { Workload } from "./workload.ts";

/** All that belongs to the workloads of a plan: what makes their pods, those, and how they are found. */
export function workloadObjects(machines: readonly Machine[], pods: readonly PlacedPod[], stage: Stage): KubeObject[] {
  const { workloads } = stage.plan;
  const podsOf = (workload: Workload): KubeObject[] =>
    pods.filter((placed) => placed.workload === workload).map(({ pod }) => pod);
  const zones = new Map(machines.map(({ nodeName, zone }) => [nodeName, zone]));
  const offered = services(stage);
  return [
    ...workloads.flatMap((workload) => {
      const count = countOf(podsOf(workload));
      const budget = disruptionBudget(workload, count, stage);
      return [controllerOf(workload, count, stage), ...(budget === undefined ? [] : [budget])];
    }),
    ...pods.map(({ pod }) => pod),
    ...offered,
    ...offered.flatMap((service) => {
      const { namespace, name } = service.metadata;
      const workload = workloads.find((each) => each.namespace === namespace && serviceName(each) === name);
      return workload === undefined ? [] : [endpointSlice(workload, service, podsOf(workload), zones, stage)];
    }),
  ];
}

export function countOf(pods: readonly KubeObject[]): PodCount {
  return { there: pods.length, ready: pods.filter(isPodReady).length };
}
