import type { Definition } from "../../definition.ts";
import type { NodeGroup } from "../compute/node-group.ts";
import type { ExternalHost } from "../egress/external-host.ts";
import type { MeshPlan } from "../mesh/mesh-plan.ts";
import type { Workload } from "../workloads/workload.ts";

/** What makes one cluster of the demo different from the others. */
export interface ClusterPlan {
  readonly name: string;
  readonly region: string;
  readonly zones: readonly [string, string, string];
  /** What its kube-apiserver and kubelets say they are. */
  readonly gitVersion: string;
  /** The second byte of its nodes' addresses; pods have those of 100 more. */
  readonly network: number;
  /** Whether its API server can be reached. */
  readonly reachable: boolean;
  /** The mesh that it is in, as this cluster's control planes have it. */
  readonly mesh?: MeshPlan;
  /** The custom resources that it has. */
  readonly definitions: readonly Definition[];
  readonly nodeGroups: readonly NodeGroup[];
  /** The namespaces besides those of every cluster. */
  readonly namespaces: readonly NamespacePlan[];
  /** All that runs there, in the order in which nodes are found for it. */
  readonly workloads: readonly Workload[];
  /** What is called outside of the cluster. */
  readonly externalHosts: readonly ExternalHost[];
}

export interface NamespacePlan {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The group of people that it belongs to. */
  readonly team?: string;
  /** The revision of the control plane that its sidecars follow: `default` unless said. */
  readonly revision?: string;
  /** How pods find the cluster's DNS by its NetworkPolicy: no policy unless said. */
  readonly isolation?: "dns-pods" | "dns-address";
}

/** The address of the cluster's DNS, which pods know by heart. */
export const dnsAddress = "172.20.0.10";

/** The namespace plan of that name. */
export function namespaceOf({ namespaces }: ClusterPlan, name: string | undefined): NamespacePlan | undefined {
  return namespaces.find((namespace) => namespace.name === name);
}

/** The namespaces whose pods may leave through the egress gateway only. */
export function isolatedNamespaces({ namespaces }: ClusterPlan): readonly string[] {
  return namespaces.filter(({ isolation }) => isolation !== undefined).map(({ name }) => name);
}
