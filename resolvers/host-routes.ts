import type { HostRoute } from "../schema/host-route.ts";
import type { HostRoutes } from "../schema/host-routes.ts";
import type { RouteDestination } from "../schema/route-destination.ts";
import type { RoutedDestination, RouteRule, RouteTable } from "../src/model/istio/route-rule.ts";
import type { RoutesTo } from "../src/model/istio/route-to.ts";

/** The routes as the graph has them: those that the workload itself gets. */
export function shownRoutes({ outcome, reason, tables, outbound }: RoutesTo): HostRoutes {
  return {
    outcome,
    reason,
    routes: tables.flatMap((table) =>
      table.rules.filter(({ sourceApplies }) => sourceApplies).map((rule) => routeOf(table, rule)),
    ),
    outboundMode: outbound?.outcome === "KNOWN" ? outbound.mode : null,
  };
}

function routeOf({ kind, virtualService }: RouteTable, rule: RouteRule): HostRoute {
  const { action, matchSummary, unconditional, sniHosts } = rule;
  return {
    virtualService,
    kind,
    name: rule.name,
    always: unconditional,
    match: unconditional ? null : matchSummary,
    sniHosts,
    destinations: action.kind === "FORWARD" ? action.destinations.map(destinationOf) : [],
    mirrors: action.kind === "FORWARD" ? action.mirrors.map(destinationOf) : [],
    redirect: action.kind === "REDIRECT" ? `${action.code} ${action.scheme}://${action.authority}${action.uri}` : null,
    directResponse: action.kind === "DIRECT_RESPONSE" ? nearestInt(action.status) : null,
  };
}

function destinationOf({ host, subset, port, weight, resolves, problem }: RoutedDestination): RouteDestination {
  const shownPort = port === null || nearestInt(port) !== port ? null : port;
  const object = resolves?.object ?? null;
  return { host, subset, port: shownPort, weight, object, problem: problem?.message ?? null };
}

const MAX_INT = 2 ** 31 - 1;

/** What GraphQL's Int can carry: a spec may have any number, and one of them must not cost the whole answer. */
function nearestInt(number: number): number {
  return Math.round(Math.max(-MAX_INT, Math.min(MAX_INT, number)));
}
