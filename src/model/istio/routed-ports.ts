import type { VirtualService } from "../../../schema/virtual-service.ts";
import type { EgressHosts } from "./egress-hosts.ts";
import { importsRoute } from "./egress-hosts.ts";
import type { MeshWorld } from "./mesh-world.ts";
import { MESH_GATEWAY } from "./virtual-service-read.ts";
import { selectVirtualServices } from "./virtual-service-selection.ts";
import type { HttpRoute, RouteDestination, VirtualServiceSpec } from "./virtual-service-spec.ts";

/** A VirtualService that leads the sidecars of a namespace to a host. */
export interface HostRoute {
  readonly namespace: string;
  /** What it routes, in full. */
  readonly hosts: readonly string[];
  /** The ports of the host that it leads to; 0 where it names none. */
  readonly ports: ReadonlySet<number>;
}

export interface HostRoutes {
  readonly routes: readonly HostRoute[];
  /** Why there may be more; null when these are all. */
  readonly doubt: string | null;
}

/** The VirtualServices for sidecars that lead a namespace's proxies to a host, those of delegates included. */
export function routesLeadingTo(world: MeshWorld, namespace: string, host: string): HostRoutes {
  const { selected, doubts } = selectVirtualServices(world, rootsLeadingTo(world, host), {
    namespace,
    gateway: MESH_GATEWAY,
    egress: null,
  });
  const routes = selected.map(({ object, spec }) => ({
    namespace: object.namespace ?? "",
    hosts: spec.hosts,
    ports: portsOf(spec, namespace, host),
  }));
  return { routes: routes.filter(({ ports }) => ports.size > 0), doubt: doubts[0] ?? null };
}

/** The ports under which the routes that an egress listener takes in lead to the host; null when none does. */
export function portsRoutedTo(routes: readonly HostRoute[], hosts: EgressHosts): ReadonlySet<number> | null {
  const taken = routes.filter((route) => importsRoute(hosts, route.namespace, route.hosts));
  return taken.length === 0 ? null : new Set(taken.flatMap(({ ports }) => [...ports]));
}

function rootsLeadingTo(world: MeshWorld, host: string): ReadonlySet<VirtualService> {
  const naming = world.virtualServicesTo(host);
  const roots = naming.flatMap(({ namespace, name }) => world.virtualServicesDelegatingTo(namespace ?? "", name));
  return new Set([...naming, ...roots]);
}

/** Source: istio pilot/pkg/model/push_context.go (virtualServiceDestinationsFilteredBySourceNamespace). */
function portsOf({ http, tls, tcp }: VirtualServiceSpec, namespace: string, host: string): ReadonlySet<number> {
  const destinations: readonly (RouteDestination | null)[] = [
    ...http.filter((route) => isFrom(route, namespace)).flatMap(destinationsOf),
    ...[...tls, ...tcp].flatMap(({ route }) => route.map(({ destination }) => destination)),
  ];
  return new Set(destinations.flatMap((to) => (to?.host === host ? [to.port ?? 0] : [])));
}

function destinationsOf({ route, mirror, mirrors }: HttpRoute): readonly (RouteDestination | null)[] {
  return [...route.map(({ destination }) => destination), mirror, ...mirrors.map(({ destination }) => destination)];
}

/** Whether a route may be for the namespace: one match that names it, or no match that names any. */
function isFrom({ match }: HttpRoute, namespace: string): boolean {
  const sources = match.map(({ sourceNamespace }) => sourceNamespace).filter((source) => source !== "");
  return sources.length === 0 || sources.includes(namespace);
}
