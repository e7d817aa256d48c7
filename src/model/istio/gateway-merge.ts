import { serverHosts } from "./gateway-hosts.ts";
import type { GatewayServicePort } from "./gateway-port.ts";
import { listeningPort } from "./gateway-port.ts";
import { isHttpServer, isPassthrough, isTlsServer, protocolOf } from "./gateway-server.ts";
import type { GatewayServer } from "./gateway-server.ts";
import { isHttp } from "./port-protocol.ts";

/** A server, as a proxy has it. */
export interface MergedServer {
  readonly server: GatewayServer;
  /** Where the proxy listens. */
  readonly port: number;
}

/** A server that Istio leaves out. */
export interface SkippedServer extends MergedServer {
  readonly why: "DUPLICATE_HOST" | "PROTOCOL_CONFLICT" | "DUPLICATE_ROUTE_NAME";
  /** The servers that it collides with. */
  readonly with: readonly GatewayServer[];
}

export interface MergedGateway {
  readonly servers: readonly MergedServer[];
  readonly skipped: readonly SkippedServer[];
}

interface PortState {
  readonly all: MergedServer[];
  /** The last server without TLS that has an address of its own. */
  plain: GatewayServer | null;
  /** Those with TLS by host, also of servers that are left out for another reason. */
  readonly secure: Map<string, GatewayServer>;
}

/**
 * The servers of all Gateways of a proxy, by age, as they share its ports: plain HTTP servers are one; TLS servers are told apart by host,
 * so that one with a host that another has is left out; any other second server is left out, unless it listens at another address.
 * Source: istio pilot/pkg/model/gateway.go (mergeGateways).
 */
export function mergeServers(
  servers: readonly GatewayServer[],
  servicePorts: readonly GatewayServicePort[],
): MergedGateway {
  const states = new Map<number, PortState>();
  const skipped: SkippedServer[] = [];
  const routeNames = new Set<string>();
  for (const server of servers) {
    const merged = { server, port: listeningPort(server.port.number, servicePorts) };
    const state = states.get(merged.port) ?? { all: [], plain: null, secure: new Map<string, GatewayServer>() };
    states.set(merged.port, state);
    const obstacle = takenHosts(server, state) ?? obstacleTo(merged, state, routeNames);
    if (obstacle !== null) {
      skipped.push({ ...merged, ...obstacle });
      continue;
    }
    if (isHttpServer(server)) routeNames.add(routeName(merged));
    if (!isTlsServer(server) && !state.all.some((other) => sameListener(other.server, server))) state.plain = server;
    state.all.push(merged);
  }
  return { servers: [...states.values()].flatMap(({ all }) => all), skipped };
}

type Obstacle = Pick<SkippedServer, "why" | "with"> | null;

/** Hosts count letter for letter, as the SNI that tells connections apart. Source: gateway.go (CheckDuplicates). */
function takenHosts(server: GatewayServer, { secure }: PortState): Obstacle {
  if (server.tlsMode === null) return null;
  const hosts = hostKeys(server);
  const taken = hosts.flatMap((host) => secure.get(host) ?? []).filter(({ bind }) => bind === server.bind);
  if (taken.length > 0) return { why: "DUPLICATE_HOST", with: [...new Set(taken)] };
  for (const host of hosts) secure.set(host, server);
  return null;
}

function obstacleTo(merged: MergedServer, { all, plain }: PortState, routeNames: ReadonlySet<string>): Obstacle {
  const { server } = merged;
  if (all.length === 0) return null;
  if (plain !== null) {
    const canMerge = isHttp(protocolOf(plain)) && isHttp(protocolOf(server));
    return canMerge || plain.bind !== server.bind ? null : { why: "PROTOCOL_CONFLICT", with: [plain] };
  }
  const isSecondHttps = isTlsServer(server) && isHttpServer(server) && routeNames.has(routeName(merged));
  return isSecondHttps ? { why: "DUPLICATE_ROUTE_NAME", with: all.map((other) => other.server) } : null;
}

function sameListener(a: GatewayServer, b: GatewayServer): boolean {
  return a.bind === b.bind && a.port.protocol === b.port.protocol;
}

function hostKeys({ gateway, hosts }: GatewayServer): readonly string[] {
  const [namespace = ""] = gateway.split("/");
  return serverHosts(hosts, namespace).map((one) =>
    one.namespace === null ? one.host : `${one.namespace}/${one.host}`,
  );
}

/** Source: gateway.go (gatewayRDSRouteName). */
function routeName({ server, port }: MergedServer): string {
  const bind = server.bind === "" ? "" : `.${server.bind}`;
  const protocol = protocolOf(server);
  if (isHttp(protocol)) return `http.${port}${bind}`;
  if (protocol !== "HTTPS" || isPassthrough(server)) return "";
  return `https.${server.port.number}.${server.port.name}.${server.gateway}${bind}`;
}
