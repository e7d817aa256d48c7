import type { StringMap } from "../../../schema/kubernetes-object.ts";
import type { Pod } from "../../../schema/pod.ts";
import type { WorkloadEntry } from "../../../schema/workload-entry.ts";
import { booleanFlag } from "./sidecar-rules.ts";

/** A workload that a ServiceEntry selects. */
export interface SelectedWorkload {
  readonly kind: "POD" | "WORKLOAD_ENTRY";
  readonly object: WorkloadEntry | Pod;
  readonly address: string;
  /** Its port numbers by name. */
  readonly ports: Readonly<Record<string, unknown>>;
}

export interface WorkloadSelection {
  readonly selected: readonly SelectedWorkload[];
  readonly leftOut: readonly { readonly object: WorkloadEntry | Pod; readonly reason: string }[];
  /** Why there may be others; null when these are all. */
  readonly doubt: string | null;
}

const HEALTH_CHECKS = "proxy.istio.io/health-checks-enabled";
const SELECT_PODS = "PILOT_ENABLE_SERVICEENTRY_SELECT_PODS";
const CHECK_HEALTH = "PILOT_ENABLE_WORKLOAD_ENTRY_HEALTHCHECKS";

/** Labels that istiod gives to workloads by where they are. Source: istio serviceregistry/util/label/label.go (AugmentLabels). */
const PLACES: ReadonlySet<string> = new Set([
  "topology.kubernetes.io/region",
  "topology.kubernetes.io/zone",
  "topology.istio.io/subzone",
  "topology.istio.io/cluster",
  "topology.istio.io/network",
  "kubernetes.io/hostname",
]);

/**
 * The WorkloadEntries and pods of a namespace that a selector fits: an empty one fits all. A pod must be ready; a WorkloadEntry whose health
 * is checked must be healthy. A WorkloadEntry takes the place of a pod of the same name. Source: istio
 * pilot/pkg/serviceregistry/serviceentry/controller.go (buildCollections), conversion.go (isHealthy), kube/controller/pod.go (onEvent).
 */
export function selectedWorkloads(
  selector: StringMap,
  namespace: string,
  {
    workloadEntries,
    pods,
    flags,
  }: {
    readonly workloadEntries: readonly WorkloadEntry[];
    readonly pods: readonly Pod[];
    readonly flags: StringMap | null;
  },
): WorkloadSelection {
  const entries = workloadEntries
    .filter((entry) => entry.namespace === namespace)
    .filter((entry) => fits(selector, labelsOf(entry)));
  const healthy = entries.filter((entry) => isHealthy(entry, flags ?? {}));
  const taken = new Set(
    workloadEntries
      .filter((entry) => entry.namespace === namespace && isHealthy(entry, flags ?? {}))
      .map(({ name }) => name),
  );
  const found = booleanFlag(flags ?? {}, SELECT_PODS, true)
    ? pods.filter((pod) => pod.namespace === namespace && fits(selector, pod.labels))
    : [];
  const ready = found.filter((pod) => obstacleTo(pod) === null && !taken.has(pod.name));
  return {
    selected: [...healthy.map(selectedEntry), ...ready.map(selectedPod)],
    leftOut: [
      ...entries
        .filter((entry) => !healthy.includes(entry))
        .map((object) => ({ object, reason: "Its health is checked, and its condition Healthy is not True." })),
      ...found
        .filter((pod) => !ready.includes(pod))
        .map((object) => ({
          object,
          reason: obstacleTo(object) ?? `The WorkloadEntry ${object.name} takes its place.`,
        })),
    ],
    doubt: Object.keys(selector).some((key) => PLACES.has(key)) ? DOUBT : null,
  };
}

const DOUBT = "It selects by labels that istiod gives to workloads by where they are.";

/** Those of the object go before those of its spec. Source: conversion.go (ConvertWorkloadEntry). */
function labelsOf({ endpoint, labels }: WorkloadEntry): StringMap {
  return { ...endpoint.labels, ...labels };
}

function fits(selector: StringMap, labels: StringMap): boolean {
  return Object.entries(selector).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}

function isHealthy({ annotations, healthy }: WorkloadEntry, flags: StringMap): boolean {
  return !booleanFlag(flags, CHECK_HEALTH, true) || !booleanFlag(annotations, HEALTH_CHECKS, false) || healthy === true;
}

/** Null when it serves. Source: kube/controller/pod.go (shouldPodBeInEndpoints, IsPodReady). */
function obstacleTo({ phase, podIP, podIPs, deletionSeconds, ready }: Pod): string | null {
  if (phase === "Succeeded" || phase === "Failed") return "It has ended.";
  if (podIP === null && podIPs.length === 0) return "It has no address yet.";
  if (deletionSeconds !== null) return "It is being deleted.";
  return ready ? null : "It is not ready.";
}

function selectedEntry(object: WorkloadEntry): SelectedWorkload {
  const { address, ports } = object.endpoint;
  return { kind: "WORKLOAD_ENTRY", object, address: address ?? "", ports: ports ?? {} };
}

/** By its named TCP ports, of which the first of a name counts. Source: kube/controller/pod.go (getPortMap). */
function selectedPod(object: Pod): SelectedWorkload {
  const named = object.containers
    .flatMap(({ ports }) => ports)
    .filter(({ name, protocol }) => name !== null && name !== "" && protocol === "TCP")
    .map(({ name, containerPort }): readonly [string, number] => [name ?? "", containerPort]);
  return { kind: "POD", object, address: object.podIP ?? "", ports: Object.fromEntries(named.toReversed()) };
}
