import { Pod } from "../schema/pod.ts";
import type { ServiceEntryTarget, ServiceEntryTargets, TargetPort } from "../schema/service-entry-targets.ts";
import type { ServiceEntry } from "../schema/service-entry.ts";
import { WorkloadEntry } from "../schema/workload-entry.ts";
import { stringMapIn } from "../src/model/istio/read-spec.ts";
import type { EntryWorkloads } from "../src/model/istio/service-entry-endpoints.ts";
import { endpointsOfEntry } from "../src/model/istio/service-entry-endpoints.ts";
import { selectorOfMap } from "../src/model/label-selector.ts";
import type { View } from "../src/ports.ts";
import { governingWorld } from "./istio-problems.ts";
import { isRead } from "./is-read.ts";
import { podsSelectedBy } from "./pod-selection.ts";

/** Where the traffic to an entry's hosts goes, each target once. */
export function targetsOf(view: View, entry: ServiceEntry): ServiceEntryTargets {
  const workloads = workloadsFor(view, entry);
  const found = [...new Set(entry.hosts)].map((host) => endpointsOfEntry(entry, host, workloads));
  const targets = new Map<string, ServiceEntryTarget>();
  for (const { endpoints } of found)
    for (const endpoint of endpoints) {
      const { from, address, object } = endpoint;
      const ports = endpoint.ports.filter(isPort);
      targets.set(JSON.stringify([from, address, object?.id, ports]), { from, address, object, ports });
    }
  const [first] = found;
  const doubt = unreadOf(view, entry) ?? first?.doubt ?? null;
  return { targets: [...targets.values()], leftOut: first?.leftOut ?? [], doubt };
}

/** Why not all that an entry selects may be known; null for one that selects nothing. */
function unreadOf(view: View, { cluster, workloadSelector }: ServiceEntry): string | null {
  const missing = [WorkloadEntry, Pod].find((type) => !isRead(view, type, cluster));
  if (workloadSelector === null || missing === undefined) return null;
  return `The cluster's ${missing.name} objects are not known.`;
}

/** An endpoint may say any number for a port of its own. */
function isPort({ targetPort }: TargetPort): boolean {
  return Number.isInteger(targetPort) && targetPort >= 0 && targetPort <= MAX_PORT;
}

const MAX_PORT = 65_535;

function workloadsFor(view: View, entry: ServiceEntry): EntryWorkloads {
  const { cluster, namespace, workloadSelector } = entry;
  const { flags } = governingWorld(view, entry);
  if (workloadSelector === null) return { workloadEntries: [], pods: [], flags };
  const selector = selectorOfMap(stringMapIn(workloadSelector, "labels"));
  return {
    workloadEntries: view.all(WorkloadEntry, { clusters: [cluster], namespaces: [namespace ?? ""] }),
    pods: view.all(Pod, podsSelectedBy(selector, cluster, namespace)),
    flags,
  };
}
