import type { IstioGateway } from "../../../schema/istio-gateway.ts";
import type { MeshProtocol } from "./mesh-world.ts";
import { isHttp, meshProtocol } from "./port-protocol.ts";

/** One server of a Gateway, as Istio works with it. */
export interface GatewayServer {
  /** `namespace/name` of its Gateway. */
  readonly gateway: string;
  /** Its place in the Gateway. */
  readonly index: number;
  readonly port: { readonly number: number; readonly name: string; readonly protocol: string };
  /** The address that it listens at; "" for all. */
  readonly bind: string;
  /** As written. */
  readonly hosts: readonly string[];
  /** Null without TLS. */
  readonly tlsMode: string | null;
}

/** What a server does with its traffic: which routes of VirtualServices count. */
export type GatewayServerKind = "HTTP" | "TCP" | "TLS";

export function serversOf(gateway: IstioGateway): readonly GatewayServer[] {
  return gateway.servers.map(({ port, bind, hosts, tlsMode }, index) => ({
    gateway: `${gateway.namespace ?? ""}/${gateway.name}`,
    index,
    port: { number: port.number, name: port.name ?? "", protocol: port.protocol ?? "" },
    bind: bind ?? "",
    hosts,
    tlsMode,
  }));
}

export function protocolOf({ port }: GatewayServer): MeshProtocol {
  return meshProtocol(port.protocol);
}

/** TLS that is not opened. Source: istio pkg/config/gateway/gateway.go (IsPassThroughServer). */
export function isPassthrough({ tlsMode }: GatewayServer): boolean {
  return tlsMode === "PASSTHROUGH" || tlsMode === "AUTO_PASSTHROUGH";
}

/** TLS that is for the connection itself: not a redirect of HTTP to HTTPS. Source: gateway.go (IsTLSServer). */
export function isTlsServer(server: GatewayServer): boolean {
  return server.tlsMode !== null && !isHttp(protocolOf(server));
}

/** Source: gateway.go (IsHTTPServer). */
export function isHttpServer(server: GatewayServer): boolean {
  const protocol = protocolOf(server);
  return isHttp(protocol) || (protocol === "HTTPS" && !isPassthrough(server));
}

/** Source: istio pilot/pkg/networking/core/gateway.go (createGatewayHTTPFilterChainOpts, createGatewayTCPFilterChainOpts). */
export function kindOfServer(server: GatewayServer): GatewayServerKind {
  if (isHttpServer(server)) return "HTTP";
  return server.tlsMode !== null && isPassthrough(server) ? "TLS" : "TCP";
}
