import { isIP } from "node:net";
import type { StringMap } from "../../../schema/kubernetes-object.ts";
import type { Pod } from "../../../schema/pod.ts";
import type { ServiceEntry } from "../../../schema/service-entry.ts";
import type { WorkloadEntry } from "../../../schema/workload-entry.ts";
import { compareText } from "./by-age.ts";
import { fieldOf, stringMapIn } from "./read-spec.ts";
import type { SelectedWorkload } from "./workload-selection.ts";
import { selectedWorkloads } from "./workload-selection.ts";

/** One place that a ServiceEntry sends the traffic of its host to. */
export interface EntryEndpoint {
  /** An IP address, a DNS name, or the path of a Unix socket. */
  readonly address: string;
  readonly ports: readonly EntryEndpointPort[];
  /** INLINE is written in the entry itself; HOST is the entry's own host, where DNS has nothing else. */
  readonly from: "INLINE" | "HOST" | "WORKLOAD_ENTRY" | "POD";
  readonly object: WorkloadEntry | Pod | null;
}

export interface EntryEndpointPort {
  /** The entry's port that it is for. */
  readonly number: number;
  /** The endpoint's own; 0 for a Unix socket. */
  readonly targetPort: number;
}

export interface EntryEndpoints {
  readonly endpoints: readonly EntryEndpoint[];
  /** What its selector fits but Istio does not send to, with one sentence why. */
  readonly leftOut: readonly { readonly object: WorkloadEntry | Pod; readonly reason: string }[];
  /** Why there may be others; null when these are all. */
  readonly doubt: string | null;
}

/** What may be selected: that of the entry's namespace. */
export interface EntryWorkloads {
  readonly workloadEntries: readonly WorkloadEntry[];
  readonly pods: readonly Pod[];
  /** The control plane's environment; null when not known. */
  readonly flags: StringMap | null;
}

const UNIX = "unix://";

/**
 * The endpoints of one host of a ServiceEntry: the workloads that it selects, else those written in it, else, for DNS, the host itself.
 * With resolution NONE they are not used: traffic goes where it was going. Source: istio
 * pilot/pkg/serviceregistry/serviceentry/conversion.go (services, convertServiceEntryToInstances, convertWorkloadInstanceToServiceInstance).
 */
export function endpointsOfEntry(entry: ServiceEntry, host: string, workloads: EntryWorkloads): EntryEndpoints {
  if (entry.workloadSelector !== null) return selectedEndpoints(entry, workloads);
  const none = { leftOut: [], doubt: null };
  if (entry.endpoints.length === 0)
    return { endpoints: isDns(entry) ? [endpointAt(entry, host, {}, "HOST", null)] : [], ...none };
  const endpoints = entry.endpoints.map(({ address, ports }) =>
    endpointAt(entry, address ?? "", ports ?? {}, "INLINE", null),
  );
  return { endpoints, ...none };
}

function selectedEndpoints(entry: ServiceEntry, workloads: EntryWorkloads): EntryEndpoints {
  const selector = stringMapIn(entry.workloadSelector ?? {}, "labels");
  const { selected, leftOut, doubt } = selectedWorkloads(selector, entry.namespace ?? "", workloads);
  const fitting = selected.filter(({ address }) => isDns(entry) || !needsDns(address));
  const needing = selected.filter((workload) => !fitting.includes(workload));
  return {
    endpoints: fitting.toSorted(byKindAndName).map((workload) => selectedEndpoint(entry, workload)),
    leftOut: [
      ...leftOut,
      ...needing.map(({ object, address }) => ({
        object,
        reason: `Its address ${address} is no IP address, which only a ServiceEntry with resolution DNS can use.`,
      })),
    ],
    doubt,
  };
}

function selectedEndpoint(entry: ServiceEntry, { address, ports, object, kind }: SelectedWorkload): EntryEndpoint {
  return endpointAt(entry, address, ports, kind, object);
}

function endpointAt(
  entry: ServiceEntry,
  address: string,
  named: Readonly<Record<string, unknown>>,
  from: EntryEndpoint["from"],
  object: WorkloadEntry | Pod | null,
): EntryEndpoint {
  const isSocket = address.startsWith(UNIX);
  const ports = entry.ports.map(({ number, name, targetPort }) => {
    const own = fieldOf(named, name ?? "");
    const chosen = typeof own === "number" && own > 0 ? own : targetPort || number;
    return { number, targetPort: isSocket ? 0 : chosen };
  });
  return { address: isSocket ? address.slice(UNIX.length) : address, ports, from, object };
}

function isDns({ resolution }: ServiceEntry): boolean {
  return resolution === "DNS" || resolution === "DNS_ROUND_ROBIN";
}

function needsDns(address: string): boolean {
  return address !== "" && isIP(address) === 0;
}

/** Pods before WorkloadEntries, then by name. */
function byKindAndName(a: SelectedWorkload, b: SelectedWorkload): number {
  return compareText(a.kind, b.kind) || compareText(a.object.name, b.object.name);
}
