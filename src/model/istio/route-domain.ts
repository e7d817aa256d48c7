import type { MergedVirtualService } from "./delegate-merge.ts";
import { aliasTargetOf } from "./alias-target.ts";
import { importsAlias, readEgressHosts } from "./egress-hosts.ts";
import { hostsMatch, isSubsetOfHost, isWildcardHost, wildcardsOver } from "./host-name.ts";
import type { MeshService } from "./mesh-world.ts";
import { isDetected, isHttp } from "./port-protocol.ts";
import { defaultRule } from "./route-connection.ts";
import { hasHttpRules, httpRulesOf } from "./route-http.ts";
import { addressOf } from "./route-address.ts";
import { routesCovering, serviceAt, servicesAt, servicesAtPort, servicesMeeting } from "./route-lookup.ts";
import type { RouteQuestion } from "./route-lookup.ts";
import type { RouteTable } from "./route-rule.ts";
import { sidecarRules } from "./sidecar-rules.ts";
import { MESH_GATEWAY } from "./virtual-service-read.ts";

/** The one port at which a VirtualService's hosts are routed without any service of theirs. Source: route.go ("gross HACK"). */
const PLAIN_HTTP = 80;

/** The rules for requests to a hostname, where requests to the port are read at all; null when nothing in the mesh answers. */
export function httpTable(question: RouteQuestion, host: string): RouteTable | null {
  const table = tableOfName(question, host);
  const isOwn = table !== null && table.service !== null && table.domain === host.toLowerCase();
  return table !== null && (isOwn || isListenedAt(question)) ? table : null;
}

/**
 * The rules of the longest domain over a hostname that has any. A domain is a service's hostname, or a host of a VirtualService that no
 * service has. Source: istio pilot/pkg/networking/core/httproute.go (BuildSidecarOutboundVirtualHosts), route/route.go
 * (BuildSidecarVirtualHostWrapper); Envoy's search of domains.
 */
export function tableOfName(question: RouteQuestion, host: string): RouteTable | null {
  const name = host.toLowerCase();
  for (const domain of new Set([name, ...wildcardsOver(name), "*"])) {
    const service =
      serviceAt(question, domain) ?? aliasedService(question, domain) ?? headlessService(question, domain);
    const table = service === null ? tableOfHost(question, domain) : tableOfService(question, service);
    if (table !== null) return table;
    if (service !== null && domain === name && service.resolution !== "ALIAS") return null;
  }
  return null;
}

/** The service that an ExternalName Service is another name of, where the listener takes that name in with it. */
function aliasedService(question: RouteQuestion, domain: string): MeshService | null {
  const { world, proxy, listener } = question;
  const alias = world.servicesOf(domain).find(({ aliasFor }) => aliasFor !== null);
  const target = alias === undefined ? null : aliasTargetOf(world, alias);
  const service = target === null ? null : serviceAt(question, target);
  if (alias === undefined || target === null || service === null) return null;
  const exclusions = sidecarRules(world.version, world.flags)[0]?.exclusions ?? true;
  const hosts = readEgressHosts(listener.hosts, proxy.namespace, exclusions);
  return importsAlias(hosts, service.namespace, target, alias.host) ? service : null;
}

/** A headless Kubernetes Service also answers for what is before its name. Source: httproute.go (generateVirtualHostDomains). */
function headlessService(question: RouteQuestion, domain: string): MeshService | null {
  if (!domain.startsWith("*.")) return null;
  const service = serviceAt(question, domain.slice("*.".length));
  return service !== null && service.origin === "KUBERNETES" && service.resolution === "NONE" ? service : null;
}

function tableOfService(question: RouteQuestion, service: MeshService): RouteTable | null {
  if (!speaksHttp(service)) return null;
  const domain = service.host.toLowerCase();
  const virtualService = routesCovering(question, service.host).find(
    (one) => hasRules(question, one) && attaches(question, one, service),
  );
  if (virtualService !== undefined) return tableOf(question, virtualService, domain, service);
  if (service.aliasFor !== null) {
    const concrete = serviceAt(question, service.aliasFor);
    return concrete === null || concrete.aliasFor !== null ? null : tableOfService(question, concrete);
  }
  return {
    kind: "HTTP",
    domain,
    service,
    virtualService: null,
    rules: [defaultRule(question, { ...service, host: domain })],
  };
}

/** A host that only VirtualServices have: the first of them that has rules, and is there at this port. */
function tableOfHost(question: RouteQuestion, domain: string): RouteTable | null {
  if (question.world.virtualServicesOf(domain).length === 0) return null;
  const naming = routesCovering(question, domain).filter(
    (one) => one.spec.hosts.some((host) => host.toLowerCase() === domain) && hasRules(question, one),
  );
  if (naming.length === 0) return null;
  if (isWildcardHost(domain) && servicesMeeting(question, domain).length > 0) return null;
  const virtualService = naming.find((one) => question.port === PLAIN_HTTP || hasServiceAtPort(question, one));
  return virtualService === undefined ? null : tableOf(question, virtualService, domain, null);
}

/**
 * Whether requests to the port are read whatever address they go to: some service has to speak HTTP there, or to be found out at no
 * address of its own. Source: istio pilot/pkg/networking/core/listener.go (buildSidecarOutboundHTTPListenerOpts).
 */
function isListenedAt(question: RouteQuestion): boolean {
  if (question.listener.port !== null) return isHttp(question.listener.port.protocol);
  let mayListen = false;
  for (const { ports, resolution, origin, ...service } of servicesAtPort(
    question,
    (one) => one.resolution !== "ALIAS",
  )) {
    const [only] = ports;
    if (only === undefined || resolution === "ALIAS") continue;
    if (isHttp(only.protocol)) return true;
    if (!isDetected(only.protocol)) continue;
    const address = addressOf({ ports, resolution, origin, ...service });
    if (address === "SHARED" && origin === "SERVICE_ENTRY") return true;
    mayListen ||= address !== "OWN";
  }
  if (mayListen)
    question.doubt(`Whether requests to port ${question.port} are read depends on the addresses of services there.`);
  return false;
}

function tableOf(
  question: RouteQuestion,
  virtualService: MergedVirtualService,
  domain: string,
  service: MeshService | null,
): RouteTable {
  const rules = httpRulesOf({ ...question, gateway: MESH_GATEWAY }, virtualService);
  return { kind: "HTTP", domain, service, virtualService: virtualService.object, rules };
}

function hasRules(question: RouteQuestion, virtualService: MergedVirtualService): boolean {
  return hasHttpRules({ ...question, gateway: MESH_GATEWAY }, virtualService);
}

/**
 * Whether a VirtualService routes a service: by its name, else by a wildcard, of all those over the service the most specific one's
 * first. Source: route.go (separateVSHostsAndServices), istio pilot/pkg/model/sidecar.go (computeWildcardHostVirtualServiceIndex).
 */
function attaches(question: RouteQuestion, virtualService: MergedVirtualService, { host }: MeshService): boolean {
  const name = host.toLowerCase();
  const hosts = virtualService.spec.hosts.map((one) => one.toLowerCase());
  if (hosts.some((one) => !isWildcardHost(one) && one === name)) return true;
  if (host !== name || !hosts.some((one) => isWildcardHost(one) && hostsMatch(name, one))) return false;
  return mostSpecific(routesCovering(question, host), host)?.object === virtualService.object;
}

/** Of those that cover a host, capitals and all, the one with the longest host, and among those the first. */
function mostSpecific(virtualServices: readonly MergedVirtualService[], host: string): MergedVirtualService | null {
  let best: { readonly virtualService: MergedVirtualService; readonly rank: number } | null = null;
  for (const virtualService of virtualServices)
    for (const one of virtualService.spec.hosts) {
      if (!covers(one, host)) continue;
      const rank = isWildcardHost(one) ? one.length : Number.MAX_SAFE_INTEGER;
      if (best === null || rank > best.rank) best = { virtualService, rank };
    }
  return best?.virtualService ?? null;
}

/** Source: istio pilot/pkg/model/config.go (MostSpecificHostMatch). */
function covers(pattern: string, host: string): boolean {
  if (!isWildcardHost(pattern)) return pattern === host;
  return isSubsetOfHost(host, pattern);
}

/** Whether one of the VirtualService's hosts is a service that speaks HTTP at the port. */
function hasServiceAtPort(question: RouteQuestion, virtualService: MergedVirtualService): boolean {
  return virtualService.spec.hosts.some((one) => {
    const host = one.toLowerCase();
    const services = isWildcardHost(host)
      ? servicesMeeting(question, host).filter((service) => attaches(question, virtualService, service))
      : servicesAt(question, host).slice(-1);
    return services.some(speaksHttp);
  });
}

function speaksHttp({ ports }: MeshService): boolean {
  return ports.some(({ protocol }) => isHttp(protocol) || isDetected(protocol));
}
