import { draftOf } from "./world-objects.ts";
import type { IstioWorld } from "./world.ts";

/** A cluster that is told of: how its endpoints are found, and which it has. */
export interface ToldCluster {
  readonly discovery: string;
  readonly addresses: readonly string[];
}

/**
 * The object that the clusters are of, as far as their endpoints tell, and how those are found; the named object where it may be that one.
 * Istio pools the endpoints of a host in a namespace, so that of objects there only the resolution tells who wins.
 */
export function objectOfClusters({ owners }: IstioWorld, clusters: readonly ToldCluster[], named: string): string {
  const found = new Set(clusters.flatMap(({ addresses }) => addresses.flatMap((address) => owners.get(address) ?? [])));
  const mayBeNamed = found.size === 0 || [...found].some((owner) => placeOf(owner) === placeOf(named));
  const owner = mayBeNamed ? named : [...found].toSorted().join(" or ");
  return `${owner} by ${[...new Set(clusters.map(({ discovery }) => discovery))].join(" and ")}`;
}

/** The same of an object: how Istio finds its endpoints. */
export function objectWithDiscovery(world: IstioWorld, name: string): string {
  const draft = draftOf(world, name);
  const { resolution = "NONE", clusterIP } = (draft?.["spec"] ?? {}) as Spec;
  const ofService = clusterIP === "None" ? "ORIGINAL_DST" : "EDS";
  return `${name} by ${draft?.kind === "Service" ? ofService : (discoveries[resolution] ?? resolution)}`;
}

interface Spec {
  readonly resolution?: string;
  readonly clusterIP?: string;
}

const discoveries: Readonly<Record<string, string>> = {
  NONE: "ORIGINAL_DST",
  STATIC: "EDS",
  DNS: "STRICT_DNS",
  DNS_ROUND_ROBIN: "LOGICAL_DNS",
};

/** Kind and namespace of `ServiceEntry w001-a/one`. */
function placeOf(owner: string): string {
  return owner.slice(0, owner.indexOf("/"));
}
