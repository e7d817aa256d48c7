import { hostsMatch, isWildcardHost } from "./host-name.ts";
import { isServiceEntry } from "./mesh-service.ts";
import type { MeshProtocol, MeshProxy, MeshService } from "./mesh-world.ts";
import { isDetected, isHttp, isTcp, isTls } from "./port-protocol.ts";
import { tcpTable, tlsTable } from "./route-connection.ts";
import { httpTable, tableOfName } from "./route-domain.ts";
import { listensEverywhere, sharesAddress } from "./route-address.ts";
import { patternsOver, routesCovering, servicesAt, servicesAtPort } from "./route-lookup.ts";
import type { RouteQuestion, RouteWorld } from "./route-lookup.ts";
import type { RouteTable } from "./route-rule.ts";
import type { EgressListener, OutboundMode } from "./sidecar-scope.ts";
import { outboundModeOf, sidecarScopeOf } from "./sidecar-scope.ts";

/** Where a sidecar's traffic to a hostname and port goes. */
export interface RoutesTo {
  /** UNMATCHED: nothing in the mesh answers, and the outbound mode decides. */
  readonly outcome: "ROUTED" | "UNMATCHED" | "UNKNOWN";
  /** Why it is UNKNOWN; else null. */
  readonly reason: string | null;
  /** By what the traffic is: one for HTTP, one for connections; both where the proxy finds out. */
  readonly tables: readonly RouteTable[];
  /** What holds where no rule fits. */
  readonly outbound: OutboundMode | null;
}

/**
 * Where traffic of a sidecar to a hostname and port goes. The hostname is the one in full; a wildcard asks for the wildcard itself.
 * Source: route-domain.ts for requests, route-connection.ts for connections, and istio pilot/pkg/networking/core/listener.go
 * (buildSidecarOutboundListeners) for which of them a port has. What EnvoyFilters and routes of the Gateway API for services change is
 * not in it, nor whether the listener of another service takes the port's connections.
 */
export function routesTo(world: RouteWorld, proxy: MeshProxy, host: string, port: number): RoutesTo {
  if (proxy.mode === "AMBIENT")
    return unknown("Behind ztunnel routes are those of waypoints, which are not looked at.");
  if (proxy.mode === "GATEWAY") return unknown("A gateway has routes for each of its servers, not for hostnames.");
  const scope = sidecarScopeOf(world, proxy);
  if (scope.outcome === "UNKNOWN") return unknown(scope.reason);
  const listeners = scope.listeners.filter((listener) => listener.port === null || listener.port.number === port);
  const [first] = listeners;
  const outbound = outboundModeOf(world, proxy);
  if (first === undefined) return { outcome: "UNMATCHED", reason: null, tables: [], outbound };
  if (first.port?.protocol === "HTTP_PROXY") return unknown(`Port ${port} of the Sidecar stands for an HTTP proxy.`);
  const doubts: string[] = [];
  const ask = (listener: EgressListener): RouteQuestion => ({
    world,
    proxy,
    port,
    listener,
    doubt: (reason) => doubts.push(reason),
  });
  const tables = [...connectionTables(listeners.map(ask), host, doubts)];
  if (!opensAsConnections(first)) {
    const requests = httpTable(ask(first), host);
    if (requests !== null) tables.unshift(requests);
  } else if (
    tables.length === 0 &&
    listeners.length > 1 &&
    listeners.map(ask).some((question) => tableOfName(question, host) !== null)
  )
    doubts.push(dependsOnAddresses(port, host));
  const [reason] = doubts;
  if (reason !== undefined) return unknown(reason);
  return { outcome: tables.length === 0 ? "UNMATCHED" : "ROUTED", reason: null, tables, outbound };
}

function unknown(reason: string): RoutesTo {
  return { outcome: "UNKNOWN", reason, tables: [], outbound: null };
}

/** A listener with a port reads traffic by its own protocol, not by that of the services. */
function opensAsConnections({ port }: EgressListener): boolean {
  return port !== null && isTcp(port.protocol);
}

function protocolAt({ listener }: RouteQuestion, { ports }: MeshService): MeshProtocol {
  return listener.port?.protocol ?? ports[0]?.protocol ?? "UDP";
}

function dependsOnAddresses(port: number, host: string): string {
  return `Port ${port} has a listener of its own in the Sidecar; which one takes the connections to ${host} depends on addresses.`;
}

/**
 * The table of the service that has the connections: of the hostname itself, else of the longest wildcard over it, which is told by SNI
 * alone. A listener with the port goes before one for all ports; where only the latter has the service, the addresses decide.
 */
function connectionTables(questions: readonly RouteQuestion[], host: string, doubts: string[]): readonly RouteTable[] {
  for (const [index, question] of questions.entries())
    for (const pattern of patternsOver(host)) {
      const services = servicesAt(question, pattern).filter(({ resolution }) => resolution !== "ALIAS");
      const service = services.find((one) => takesConnections(protocolAt(question, one)));
      if (service === undefined) {
        if (services.some((one) => isHttp(protocolAt(question, one)))) return [];
        continue;
      }
      const isSecure = isTls(protocolAt(question, service));
      if (isWildcardHost(pattern) && pattern !== host && !isSecure) continue;
      if (index > 0) doubts.push(dependsOnAddresses(question.port, host));
      if (collides(question, service))
        doubts.push(
          `Several services have TCP port ${question.port} at the same address, or at none, and one of them gets it all.`,
        );
      if (isPooled(question, service)) doubts.push(dependsOnPool(service));
      const covering = routesCovering(question, service.host).filter(({ spec }) =>
        spec.hosts.some((one) => hostsMatch(one, service.host)),
      );
      if (!isSecure) return [tcpTable(question, service, covering)];
      const table = tlsTable(question, service, covering);
      const rules = table.rules.filter(({ sniHosts }) => isNamed(sniHosts, host));
      if (rules.some(({ sourceApplies }) => sourceApplies)) return [{ ...table, rules }];
      if (!listensEverywhere(service)) doubts.push(isNameless(service, host));
      return index === 0 ? tableOfAnyAddress(question, doubts) : [];
    }
  const [first] = questions;
  return first === undefined ? [] : tableOfAnyAddress(first, doubts);
}

/** Whether a rule for some names, or for all if it has none, is for one of what the host stands for. */
function isNamed(sniHosts: readonly string[], host: string): boolean {
  return sniHosts.length === 0 || sniHosts.some((one) => hostsMatch(one, host));
}

function isNameless({ name }: MeshService, host: string): string {
  return `Connections to the address of ${name} are told apart by names, of which ${host} is none.`;
}

/** Where no service has the name and port, connections go to one that is listened for at every address. */
function tableOfAnyAddress(question: RouteQuestion, doubts: string[]): readonly RouteTable[] {
  const isMeant = (one: MeshService): boolean =>
    one.resolution !== "ALIAS" &&
    listensEverywhere(one) &&
    takesConnections(protocolAt(question, one)) &&
    !isTls(protocolAt(question, one));
  const services = [...servicesAtPort(question, isMeant)];
  const [service] = services;
  if (service === undefined) return [];
  if (services.some(({ host }) => host !== service.host))
    doubts.push(
      `Several services have TCP port ${question.port} at the same address, or at none, and one of them gets it all.`,
    );
  if (isPooled(question, service)) doubts.push(dependsOnPool(service));
  const covering = routesCovering(question, service.host).filter(({ spec }) =>
    spec.hosts.some((one) => hostsMatch(one, service.host)),
  );
  return [tcpTable(question, service, covering)];
}

/** Whether the connections of a service without an address of its own may go to another one's. */
function collides(question: RouteQuestion, service: MeshService): boolean {
  const isOwn = !listensEverywhere(service);
  if (!isOwn && isTls(protocolAt(question, service))) return false;
  const isRival = (other: MeshService): boolean =>
    other.host !== service.host &&
    takesConnections(protocolAt(question, other)) &&
    (isOwn ? sharesAddress(service, other) : listensEverywhere(other) && !isTls(protocolAt(question, other)));
  return servicesAtPort(question, isRival).next().done !== true;
}

/**
 * Whether a service without endpoints of its own is given those of another ServiceEntry: Istio has one pool for a host in a namespace, and
 * waits for the connections to a service that has no other addresses at those of the pool. Source: istio pilot/pkg/model/endpointshards.go
 * (EndpointIndex), networking/core/listener.go (buildSidecarOutboundListeners).
 */
function isPooled({ world }: RouteQuestion, service: MeshService): boolean {
  if (service.resolution !== "NONE" || service.origin === "KUBERNETES" || !listensEverywhere(service)) return false;
  return world
    .servicesOf(service.host)
    .some((other) => other.namespace === service.namespace && other.object !== service.object && hasEndpoints(other));
}

function hasEndpoints({ object, resolution, selector }: MeshService): boolean {
  if (!isServiceEntry(object)) return true;
  return object.endpoints.length > 0 || selector !== null || resolution === "DNS" || resolution === "DNS_ROUND_ROBIN";
}

function dependsOnPool({ namespace, name, host }: MeshService): string {
  return `Others of namespace ${namespace} with the host ${host} have endpoints, at which connections to ServiceEntry ${name} are waited for instead.`;
}

function takesConnections(protocol: MeshProtocol): boolean {
  return isTcp(protocol) || isDetected(protocol);
}
