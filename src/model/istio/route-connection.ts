import type { MergedVirtualService } from "./delegate-merge.ts";
import type { MeshService } from "./mesh-world.ts";
import type { RouteQuestion } from "./route-lookup.ts";
import { routedDestination, routedTargets } from "./route-destination.ts";
import type { RouteRule, RouteTable } from "./route-rule.ts";
import { connectionSourceApplies } from "./route-source.ts";
import { connectionSummary } from "./route-summary.ts";
import { MESH_GATEWAY } from "./virtual-service-read.ts";
import type { ConnectionMatch, RouteTarget, TlsMatch } from "./virtual-service-spec.ts";

const WHOLE = 100;

/**
 * The rules for TLS connections that are not opened: of each match that is for the proxy, the first with its SNI and subnets; a rule
 * without a match, or without destinations, does nothing. Without any the service itself. Among several that fit, Envoy takes the one
 * with the longest name. Source: istio pilot/pkg/networking/core/tls.go (buildSidecarOutboundTLSFilterChainOpts).
 */
export function tlsTable(
  question: RouteQuestion,
  service: MeshService,
  virtualServices: readonly MergedVirtualService[],
): RouteTable {
  const rules: RouteRule[] = [];
  const handled = new Set<string>();
  let decisive: MergedVirtualService | null = null;
  for (const virtualService of virtualServices)
    for (const { match, route } of virtualService.spec.tls) {
      if (route.length === 0) continue;
      for (const one of match) {
        const applies = connectionSourceApplies(one, question.proxy, MESH_GATEWAY, question.port);
        const asked = [one.sniHosts.join(), one.destinationSubnets.join()].join("|");
        if (applies && handled.has(asked)) continue;
        if (applies) handled.add(asked);
        if (applies) decisive ??= virtualService;
        rules.push(ruleOf(question, virtualService, one, applies, route));
      }
    }
  const isDefault = decisive === null;
  return {
    kind: "TLS",
    domain: service.host,
    service,
    virtualService: decisive?.object ?? null,
    rules: isDefault ? [...rules, defaultRule(question, service)] : rules,
  };
}

/**
 * The rules for other connections, one for all matches of a rule that are for the proxy: up to the first with a match that asks for no
 * destination subnet, which outdoes the subnets of the others; at the end the service itself. Source: istio
 * pilot/pkg/networking/core/tls.go (buildSidecarOutboundTCPFilterChainOpts).
 */
export function tcpTable(
  question: RouteQuestion,
  service: MeshService,
  virtualServices: readonly MergedVirtualService[],
): RouteTable {
  const rules: RouteRule[] = [];
  const shared = { kind: "TCP", domain: service.host, service, rules } as const;
  let decisive: MergedVirtualService | null = null;
  for (const virtualService of virtualServices)
    for (const { match, route } of virtualService.spec.tcp) {
      if (route.length === 0) continue;
      const applying = match.filter((one) => connectionSourceApplies(one, question.proxy, MESH_GATEWAY, question.port));
      for (const one of match)
        if (!applying.includes(one)) rules.push(ruleOf(question, virtualService, one, false, route));
      const [first] = applying;
      if (match.length > 0 && first === undefined) continue;
      decisive ??= virtualService;
      const isLast = match.length === 0 || applying.some(({ destinationSubnets }) => destinationSubnets.length === 0);
      const destinationSubnets = isLast ? [] : applying.flatMap((one) => one.destinationSubnets);
      const asked = first === undefined ? null : { ...first, destinationSubnets };
      rules.push(ruleOf(question, virtualService, asked, true, route));
      if (isLast) return { ...shared, virtualService: decisive.object };
    }
  rules.push(defaultRule(question, service));
  return { ...shared, virtualService: decisive?.object ?? null };
}

function ruleOf(
  { world, proxy, port }: RouteQuestion,
  { object }: MergedVirtualService,
  match: (ConnectionMatch & Partial<TlsMatch>) | null,
  sourceApplies: boolean,
  route: readonly RouteTarget[],
): RouteRule {
  const from = { type: "VirtualService", namespace: object.namespace ?? "", name: object.name };
  const matchSummary = match === null ? "everything" : connectionSummary(match);
  return {
    name: "",
    matchSummary,
    unconditional: match === null || (match.destinationSubnets.length === 0 && (match.sniHosts ?? []).length === 0),
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

/** The service itself, at the port. */
export function defaultRule({ world, proxy, port }: RouteQuestion, { host }: MeshService): RouteRule {
  const source = { world, proxy, port, kind: "HTTP", object: null } as const;
  const destination = { host, subset: "", port };
  return {
    name: "default",
    matchSummary: "everything",
    unconditional: true,
    sourceApplies: true,
    sniHosts: [],
    action: {
      kind: "FORWARD",
      destinations: [routedDestination(source, destination, WHOLE)],
      mirrors: [],
      rewrite: null,
    },
  };
}
