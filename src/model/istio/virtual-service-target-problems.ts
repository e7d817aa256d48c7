import type { DestinationRuleInForce } from "./destination-rule-lookup.ts";
import { destinationRuleFor } from "./destination-rule-lookup.ts";
import { tlsInForce } from "./destination-rule-tls.ts";
import { resolveHost } from "./host-winner.ts";
import type { MeshPort, MeshProxy, MeshService, MeshWorld } from "./mesh-world.ts";
import { isTls } from "./port-protocol.ts";
import type { ReportRoute } from "./route-report.ts";
import { MESH_GATEWAY } from "./virtual-service-read.ts";
import type { RouteDestination, VirtualServiceSpec } from "./virtual-service-spec.ts";

/** A destination, with who is led there. */
interface Target {
  readonly place: string;
  readonly destination: RouteDestination;
  /** Whether what is sent there was read as HTTP, and so goes on as plain HTTP unless a DestinationRule makes TLS of it. */
  readonly isHttp: boolean;
  /** The gateways for which the rule is. */
  readonly gateways: readonly string[];
}

/**
 * Destinations at which nothing answers, as the clients have them: the sidecars of the VirtualService's own namespace, and the proxies in
 * the namespaces of its Gateways. Source: istio pkg/config/analysis/analyzers/virtualservice (destinationhosts.go, destinationrules.go),
 * and route-destination.ts.
 */
export function targetProblems(
  world: MeshWorld,
  namespace: string,
  spec: VirtualServiceSpec,
  report: ReportRoute,
): void {
  for (const target of targetsOf(spec)) {
    const { place, destination } = target;
    if (destination.host === "") {
      report("DESTINATION_WITHOUT_HOST", `Rule ${place} leads to no host.`);
      continue;
    }
    for (const client of clientsOf(target.gateways, namespace)) clientProblems(world, client, target, report);
  }
}

function clientProblems(
  world: MeshWorld,
  client: MeshProxy,
  { place, destination, isHttp }: Target,
  report: ReportRoute,
): void {
  const { host, port, subset } = destination;
  const resolution = resolveHost(world, client, host);
  if (resolution.outcome === "UNKNOWN") return;
  const { winner, ports } = resolution;
  if (resolution.outcome === "NO_SUCH_HOST") {
    report("DESTINATION_HOST_NOT_FOUND", `Rule ${place} leads to ${host}, which nothing in the mesh has.`);
    return;
  }
  if (winner === null) {
    const who = client.mode === "GATEWAY" ? "gateways" : "sidecars";
    report(
      "DESTINATION_NOT_VISIBLE",
      `Rule ${place} leads to ${host}, which ${who} of namespace ${client.namespace} do not see: ${resolution.reason}`,
    );
    return;
  }
  const numbers = ports.map(({ number }) => number);
  if (port === null && numbers.length > 1)
    report(
      "DESTINATION_PORT_REQUIRED",
      `Rule ${place} leads to ${host} without a port, which has ${numbers.join(", ")}.`,
    );
  if (port !== null && !numbers.includes(port))
    report(
      "DESTINATION_PORT_NOT_FOUND",
      `Rule ${place} leads to port ${port} of ${host}, which has ${numbers.join(", ") || "none"}.`,
    );
  const rule = destinationRuleFor(world, client, winner);
  if (rule.outcome === "UNKNOWN") return;
  const found = ports.find(({ number }) => number === (port ?? numbers[0]));
  if (isHttp && found !== undefined && isPlain(client, winner, found, subset, rule.rule))
    report(
      "PLAIN_HTTP_TO_TLS_PORT",
      `Rule ${place} leads plain HTTP to port ${found.number} of ${host}, which is ${found.protocol}; no DestinationRule in force in namespace ${client.namespace} makes TLS of it.`,
    );
  if (subset === "" || rule.rule?.spec.subsets.some(({ name }) => name === subset)) return;
  report(
    "SUBSET_NOT_FOUND",
    `Rule ${place} leads to subset ${subset} of ${host}, which no DestinationRule in force in namespace ${client.namespace} has.`,
  );
}

/** To what is outside of the mesh no mutual TLS comes by itself. */
function isPlain(
  client: MeshProxy,
  { location }: MeshService,
  { number, protocol }: MeshPort,
  subset: string,
  rule: DestinationRuleInForce | null,
): boolean {
  if (location !== "MESH_EXTERNAL" || !isTls(protocol)) return false;
  const tls = tlsInForce(rule, client, number, subset === "" ? null : subset);
  return tls.origin === "AUTOMATIC" || tls.mode === "DISABLE";
}

function targetsOf({ gateways, http, tls, tcp }: VirtualServiceSpec): readonly Target[] {
  const forRule = (match: readonly { readonly gateways: readonly string[] }[]): readonly string[] =>
    match.length === 0 || match.some((one) => one.gateways.length === 0)
      ? gateways
      : [...new Set(match.flatMap((one) => one.gateways))].filter((one) => gateways.includes(one));
  const nowhere: RouteDestination = { host: "", subset: "", port: null };
  return [
    ...http.flatMap(({ match, route, mirror, mirrors, redirect, directResponse, delegate }, at) => {
      if (redirect !== null || directResponse !== null || delegate !== null) return [];
      const shared = { place: `http[${at}]`, gateways: forRule(match), isHttp: true };
      return [
        ...route.map(({ destination }) => ({ ...shared, destination: destination ?? nowhere })),
        ...[mirror, ...mirrors.map(({ destination }) => destination)].flatMap((destination) =>
          destination === null ? [] : [{ ...shared, destination }],
        ),
      ];
    }),
    ...(["tls", "tcp"] as const).flatMap((kind) =>
      (kind === "tls" ? tls : tcp).flatMap(({ match, route }, at) =>
        route.map(({ destination }) => ({
          place: `${kind}[${at}]`,
          isHttp: false,
          gateways: forRule(match),
          destination: destination ?? nowhere,
        })),
      ),
    ),
  ];
}

function clientsOf(gateways: readonly string[], namespace: string): readonly MeshProxy[] {
  const places = new Set(
    gateways.map((gateway) => (gateway === MESH_GATEWAY ? "" : gateway.slice(0, gateway.indexOf("/")))),
  );
  return [...places].map((place) =>
    place === "" ? { namespace, labels: {}, mode: "SIDECAR" } : { namespace: place, labels: {}, mode: "GATEWAY" },
  );
}
