import type { MergedVirtualService } from "./delegate-merge.ts";
import type { MeshProxy, MeshWorld } from "./mesh-world.ts";
import type { DestinationSource } from "./route-destination.ts";
import { routedDestination, routedTargets } from "./route-destination.ts";
import type { RouteAction, RouteRule, RoutedDestination } from "./route-rule.ts";
import { httpSourceApplies } from "./route-source.ts";
import { httpSummary, isCatchAll } from "./route-summary.ts";
import { MESH_GATEWAY } from "./virtual-service-read.ts";
import type { HttpMatch, HttpRoute } from "./virtual-service-spec.ts";

export interface HttpRouteSource {
  readonly world: MeshWorld;
  readonly proxy: MeshProxy;
  readonly port: number;
  /** `mesh`, or `namespace/name`. */
  readonly gateway: string;
}

const WHOLE = 100;
const MOVED_PERMANENTLY = 301;

/**
 * The rules of a VirtualService for requests at a gateway and port, up to the first that asks for nothing. A rule has one entry for each
 * of its matches. Source: istio pilot/pkg/networking/core/route/route.go (BuildHTTPRoutesForVirtualService).
 */
export function httpRulesOf(source: HttpRouteSource, virtualService: MergedVirtualService): readonly RouteRule[] {
  const rules: RouteRule[] = [];
  for (const route of virtualService.spec.http) {
    const action = actionOf(source, virtualService, route);
    if (route.match.length === 0) {
      rules.push(ruleOf(route, null, true, action));
      return rules;
    }
    for (const match of route.match) {
      const applies = httpSourceApplies(match, source.proxy, source.gateway, source.port);
      rules.push(ruleOf(route, match, applies, action));
      if (applies && isCatchAll(match)) return rules;
    }
  }
  return rules;
}

/** Whether a VirtualService has any rule for the proxy: one without is as if it were not there. */
export function hasHttpRules({ proxy, gateway, port }: HttpRouteSource, { spec }: MergedVirtualService): boolean {
  return spec.http.some(
    ({ match }) => match.length === 0 || match.some((one) => httpSourceApplies(one, proxy, gateway, port)),
  );
}

function ruleOf(route: HttpRoute, match: HttpMatch | null, sourceApplies: boolean, action: RouteAction): RouteRule {
  return {
    name: match === null || match.name === "" ? route.name : `${route.name}.${match.name}`,
    matchSummary: match === null ? "everything" : httpSummary(match),
    unconditional: match === null || isCatchAll(match),
    sourceApplies,
    sniHosts: [],
    action,
  };
}

/** A redirect goes before a direct response, which goes before destinations. Source: route.go (TranslateRoute). */
function actionOf(
  { world, proxy, port, gateway }: HttpRouteSource,
  { object }: MergedVirtualService,
  { redirect, directResponse, route, rewrite, mirror, mirrors, mirrorPercent, mirrorPercentage }: HttpRoute,
): RouteAction {
  if (redirect !== null) {
    const { code, scheme, authority, uri } = redirect;
    return { kind: "REDIRECT", code: code === 0 ? MOVED_PERMANENTLY : code, scheme, authority, uri };
  }
  if (directResponse !== null) return { kind: "DIRECT_RESPONSE", status: directResponse.status };
  const source: DestinationSource = {
    world,
    proxy,
    port,
    kind: gateway === MESH_GATEWAY ? "HTTP" : "CONNECTION",
    object: { type: "VirtualService", namespace: object.namespace ?? "", name: object.name },
  };
  const copies: RoutedDestination[] = [];
  const copy = (destination: HttpRoute["mirror"], percentage: number): void => {
    if (destination !== null && percentage > 0) copies.push(routedDestination(source, destination, percentage));
  };
  copy(mirror, mirrorPercentage ?? mirrorPercent ?? WHOLE);
  for (const { destination, percentage } of mirrors) copy(destination, percentage ?? WHOLE);
  return { kind: "FORWARD", destinations: routedTargets(source, route), mirrors: copies, rewrite };
}
