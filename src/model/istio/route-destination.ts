import { destinationRuleFor } from "./destination-rule-lookup.ts";
import { isWildcardHost } from "./host-name.ts";
import { resolveHost } from "./host-winner.ts";
import type { MeshProblem, MeshProxy, MeshService, MeshWorld } from "./mesh-world.ts";
import type { RoutedDestination } from "./route-rule.ts";
import type { RouteDestination, RouteTarget } from "./virtual-service-spec.ts";

/** Who is led there, and by what. */
export interface DestinationSource {
  readonly world: MeshWorld;
  readonly proxy: MeshProxy;
  /** The port that traffic comes to. */
  readonly port: number;
  /**
   * What a destination without a port means: of a sidecar's requests the port that they came to; of connections, and at gateways, the
   * service's only port first.
   */
  readonly kind: "HTTP" | "CONNECTION";
  /** The VirtualService, for problems; null when the service itself is the route. */
  readonly object: MeshProblem["object"];
}

const WHOLE = 100;

/**
 * The destinations with a weight; of the only one the weight does not count. Source: istio pilot/pkg/networking/core/route/route.go
 * (applyHTTPRouteDestination), networkfilter.go (buildOutboundNetworkFiltersWithWeightedClusters).
 */
export function routedTargets(
  source: DestinationSource,
  targets: readonly RouteTarget[],
): readonly RoutedDestination[] {
  const [only] = targets;
  if (targets.length === 1 && only !== undefined) return [routedDestination(source, only.destination, WHOLE)];
  return targets
    .filter(({ weight }) => weight > 0)
    .map(({ destination, weight }) => routedDestination(source, destination, weight));
}

/**
 * Where a destination leads: to the host that an alias stands for, at its port. Nothing answers where the proxy has no cluster: Envoy
 * answers a request with 503, and closes a connection. Source: istio pilot/pkg/networking/core/route/route.go (GetDestinationCluster),
 * cluster.go (buildOutboundClusters).
 */
export function routedDestination(
  source: DestinationSource,
  destination: RouteDestination | null,
  weight: number,
): RoutedDestination {
  const { world, proxy, kind } = source;
  if (destination === null || destination.host === "")
    return {
      host: "",
      subset: null,
      port: null,
      weight,
      resolves: null,
      problem: problemOf(source, "DESTINATION_WITHOUT_HOST", "A destination names no host"),
    };
  const named = resolveHost(world, proxy, destination.host);
  const isAtPort = kind === "CONNECTION" || named.ports.some(({ number }) => number === source.port);
  const host = (isAtPort ? named.winner?.aliasFor : null) ?? destination.host;
  const known = host === destination.host ? named : resolveHost(world, proxy, host);
  const only = kind === "CONNECTION" && named.ports.length === 1 ? named.ports[0]?.number : undefined;
  const port = destination.port ?? only ?? source.port;
  const subset = destination.subset === "" ? null : destination.subset;
  const found = { host, subset, port, weight };
  const nothing = (code: string, why: string): RoutedDestination => ({
    ...found,
    resolves: null,
    problem: problemOf(source, code, why),
  });
  if (known.outcome === "UNKNOWN")
    return nothing("DESTINATION_UNKNOWN", `Whether ${host} is known cannot be told: ${known.reason}`);
  if (known.outcome === "NO_SUCH_HOST")
    return nothing("DESTINATION_HOST_NOT_FOUND", `Nothing in the mesh has the host ${host}`);
  const { winner } = known;
  if (winner === null)
    return nothing("DESTINATION_NOT_VISIBLE", `Namespace ${proxy.namespace} does not see ${host}: ${known.reason}`);
  const service: MeshService = { ...winner, ports: known.ports };
  const at = service.ports.find(({ number }) => number === port);
  if (at === undefined || at.protocol === "UDP" || service.resolution === "ALIAS")
    return nothing("DESTINATION_PORT_NOT_FOUND", `${host} has no port ${port}${portsOf(service)}`);
  if (subset === null) return { ...found, resolves: service, problem: null };
  const rule = destinationRuleFor(world, proxy, service);
  if (rule.outcome === "UNKNOWN")
    return nothing("DESTINATION_UNKNOWN", `Whether ${host} has a subset ${subset} cannot be told: ${rule.reason}`);
  const hasSubsets = service.resolution !== "DYNAMIC_DNS" || !isWildcardHost(service.host);
  const names = hasSubsets ? (rule.rule?.spec.subsets.map(({ name }) => name) ?? []) : [];
  if (!names.includes(subset))
    return nothing("SUBSET_NOT_FOUND", `No DestinationRule in force for ${host} has a subset ${subset}`);
  return { ...found, resolves: service, problem: null };
}

function portsOf({ ports }: MeshService): string {
  return ports.length === 0 ? "" : `, but ${ports.map(({ number }) => number).join(", ")}`;
}

function problemOf({ object }: DestinationSource, code: string, why: string): MeshProblem {
  return { code, message: why.endsWith(".") ? why : `${why}.`, object };
}
