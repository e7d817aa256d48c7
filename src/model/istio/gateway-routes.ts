import type { VirtualService } from "../../../schema/virtual-service.ts";
import type { MergedVirtualService } from "./delegate-merge.ts";
import { commonHosts, matchingHosts, serverHosts } from "./gateway-hosts.ts";
import { kindOfServer } from "./gateway-server.ts";
import type { GatewayServer } from "./gateway-server.ts";
import type { MeshProxy, MeshWorld } from "./mesh-world.ts";
import { routedTargets } from "./route-destination.ts";
import { hasHttpRules, httpRulesOf } from "./route-http.ts";
import type { RouteRule } from "./route-rule.ts";
import { connectionSummary } from "./route-summary.ts";
import { selectVirtualServices } from "./virtual-service-selection.ts";
import type { ConnectionMatch, RouteTarget, TlsMatch } from "./virtual-service-spec.ts";

/** A VirtualService that a server follows. */
export interface ServerRoute {
  readonly virtualService: VirtualService;
  /** For which hosts. */
  readonly hosts: readonly string[];
  readonly rules: readonly RouteRule[];
}

export interface ServerRoutes {
  /** The first goes first. Those of one host of HTTP are one list; a TCP server follows the first alone. */
  readonly routes: readonly ServerRoute[];
  /** Why it cannot be told; null when it can. */
  readonly doubt: string | null;
}

/**
 * The VirtualServices that a server follows, of those that name its Gateway: exported to the namespace of the proxy, with a host in common
 * and, where the server's host names a namespace, of that one. Source: istio pilot/pkg/networking/core/gateway.go
 * (buildGatewayHTTPRouteConfig, buildGatewayNetworkFiltersFromTCPRoutes, buildGatewayNetworkFiltersFromTLSRoutes).
 */
export function routesOfServer(
  world: MeshWorld,
  proxy: MeshProxy,
  server: GatewayServer,
  virtualServices: Iterable<VirtualService>,
): ServerRoutes {
  const { gateway } = server;
  const { selected, doubts } = selectVirtualServices(world, virtualServices, {
    namespace: proxy.namespace,
    gateway,
    egress: null,
  });
  const [gatewayNamespace = ""] = gateway.split("/");
  const own = serverHosts(server.hosts, gatewayNamespace);
  const kind = kindOfServer(server);
  const routes = selected.flatMap((virtualService): readonly ServerRoute[] => {
    const named = { namespace: virtualService.object.namespace ?? "", hosts: virtualService.spec.hosts };
    const hosts = kind === "HTTP" ? commonHosts(own, named) : matchingHosts(own, named);
    if (hosts.length === 0) return [];
    const rules = rulesAt(world, proxy, server, virtualService);
    return rules.some(({ sourceApplies }) => sourceApplies)
      ? [{ virtualService: virtualService.object, hosts, rules }]
      : [];
  });
  return { routes: kind === "TCP" ? routes.slice(0, 1) : routes, doubt: doubts[0] ?? null };
}

function rulesAt(
  world: MeshWorld,
  proxy: MeshProxy,
  server: GatewayServer,
  virtualService: MergedVirtualService,
): readonly RouteRule[] {
  const { gateway, port } = server;
  const source = { world, proxy, port: port.number, gateway };
  switch (kindOfServer(server)) {
    case "HTTP":
      return hasHttpRules(source, virtualService) ? httpRulesOf(source, virtualService) : [];
    case "TLS":
      return virtualService.spec.tls.flatMap(({ match, route }) =>
        route.length === 0 ? [] : match.map((one) => ruleOf(source, virtualService, one, applies(one, server), route)),
      );
    case "TCP":
    default: {
      const first = virtualService.spec.tcp.find(
        ({ match, route }) => route.length > 0 && (match.length === 0 || match.some((one) => applies(one, server))),
      );
      return first === undefined ? [] : [ruleOf(source, virtualService, null, true, first.route)];
    }
  }
}

/** At a gateway neither labels nor subnets are looked at. Source: core/gateway.go (l4SingleMatch). */
function applies({ port, gateways }: ConnectionMatch, server: GatewayServer): boolean {
  return (port === 0 || port === server.port.number) && (gateways.length === 0 || gateways.includes(server.gateway));
}

function ruleOf(
  { world, proxy, port }: { readonly world: MeshWorld; readonly proxy: MeshProxy; readonly port: number },
  { object }: MergedVirtualService,
  match: TlsMatch | null,
  sourceApplies: boolean,
  route: readonly RouteTarget[],
): RouteRule {
  const from = { type: "VirtualService", namespace: object.namespace ?? "", name: object.name };
  return {
    name: "",
    matchSummary: match === null ? "everything" : connectionSummary({ ...match, destinationSubnets: [] }),
    unconditional: match === null || match.sniHosts.length === 0,
    sourceApplies,
    sniHosts: match?.sniHosts ?? [],
    action: {
      kind: "FORWARD",
      destinations: routedTargets({ world, proxy, port, kind: "CONNECTION", object: from }, route),
      mirrors: [],
      rewrite: null,
    },
  };
}
