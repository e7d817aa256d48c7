import { DestinationRule } from "../schema/destination-rule.ts";
import { KubernetesService } from "../schema/kubernetes-service.ts";
import { ServiceEntry } from "../schema/service-entry.ts";
import { VirtualService } from "../schema/virtual-service.ts";
import { fullHost } from "../src/model/istio/host-name.ts";
import { meshServicesOf } from "../src/model/istio/mesh-service.ts";
import { indexOf } from "../src/store/index-of.ts";
import { delegatesOf } from "./delegates.ts";

/** All of them have keys such as `host cluster`; hosts that are answered for are in small letters, those that are led to as they are written. */
export function hostKey(host: string, cluster: string): string {
  return `${host} ${cluster}`;
}

export const entriesByHost = indexOf(ServiceEntry, ({ cluster, hosts }) =>
  keysOf(
    hosts.map((host) => host.toLowerCase()),
    cluster,
  ),
);
export const entriesUnder = indexOf(ServiceEntry, ({ cluster, hosts }) => keysOf(hosts.flatMap(wildcardsOf), cluster));
export const servicesUnder = indexOf(KubernetesService, (service) =>
  keysOf(
    meshServicesOf(service).flatMap(({ host }) => wildcardsOf(host)),
    service.cluster,
  ),
);
export const servicesByAlias = indexOf(KubernetesService, ({ cluster, type, externalName }) =>
  type === "ExternalName" && externalName !== null ? [hostKey(externalName, cluster)] : [],
);
export const routesByHost = indexOf(VirtualService, (route) =>
  keysOf(
    qualified(route, route.hosts).map((host) => host.toLowerCase()),
    route.cluster,
  ),
);
export const routesUnder = indexOf(VirtualService, (route) =>
  keysOf(qualified(route, route.hosts).flatMap(wildcardsOf), route.cluster),
);
export const routesByDestination = indexOf(VirtualService, (route) =>
  keysOf(qualified(route, route.destinationHosts), route.cluster),
);
export const routesByDelegate = indexOf(VirtualService, (route) => keysOf(delegatesOf(route), route.cluster));
export const rulesByHost = indexOf(DestinationRule, ({ cluster, namespace, host }) => [
  hostKey(fullHost(host, namespace ?? ""), cluster),
]);

function keysOf(names: readonly string[], cluster: string): readonly string[] {
  return [...new Set(names)].map((name) => hostKey(name, cluster));
}

/** The hosts that a route names, in full: a short name is a Service of its own namespace. */
export function qualified({ namespace }: VirtualService, hosts: readonly string[]): readonly string[] {
  return hosts.map((host) => fullHost(host, namespace ?? ""));
}

/** Each `*.` before an ending of a host, in small letters: of `Eu.api.com` they are `*.api.com` and `*.com`. */
function wildcardsOf(host: string): readonly string[] {
  const labels = host.toLowerCase().split(".");
  return labels.slice(1).map((_, at) => `*.${labels.slice(at + 1).join(".")}`);
}
