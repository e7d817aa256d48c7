import type { MeshProtocol } from "./mesh-world.ts";

const PROTOCOLS: ReadonlyMap<string, MeshProtocol> = new Map(
  (
    [
      "TCP",
      "UDP",
      "GRPC",
      "GRPC-Web",
      "HTTP",
      "HTTP_PROXY",
      "HTTP2",
      "HTTPS",
      "TLS",
      "Mongo",
      "Redis",
      "MySQL",
    ] as const
  ).map((protocol) => [protocol.toLowerCase(), protocol]),
);

/** SMTP, DNS, MySQL and MongoDB, where looking at the traffic would break it: the server speaks first. */
const WELL_KNOWN_PORTS: ReadonlySet<number> = new Set([25, 53, 3306, 27_017]);

const APP_PROTOCOLS: ReadonlyMap<string, MeshProtocol> = new Map([
  ["kubernetes.io/h2c", "HTTP2"],
  ["kubernetes.io/ws", "HTTP"],
  ["kubernetes.io/wss", "HTTPS"],
]);

const GRPC_WEB = "grpc-web";

/** The protocol that a resource of Istio names, in capitals or not. Source: istio pkg/config/protocol/instance.go (Parse). */
export function meshProtocol(text: string | null): MeshProtocol {
  return PROTOCOLS.get((text ?? "").toLowerCase()) ?? "UNSUPPORTED";
}

/** What a port of a Kubernetes Service says of itself. */
export interface KubernetesPort {
  readonly port: number;
  readonly name: string | null;
  /** TCP, UDP or SCTP. */
  readonly protocol: string;
  readonly appProtocol: string | null;
}

/**
 * The protocol of a Kubernetes Service's port: UDP, else its appProtocol, else its name up to the first dash. Source: istio
 * pkg/config/kube/conversion.go (ConvertProtocol).
 */
export function kubernetesProtocol({ port, name, protocol, appProtocol }: KubernetesPort): MeshProtocol {
  if (protocol === "UDP") return "UDP";
  const known = appProtocol === null ? undefined : APP_PROTOCOLS.get(appProtocol);
  if (known !== undefined) return known;
  const said = appProtocol ?? name ?? "";
  if (said.slice(0, GRPC_WEB.length).toLowerCase() === GRPC_WEB) return "GRPC-Web";
  const [prefix = ""] = said.split("-", 1);
  const parsed = meshProtocol(prefix);
  return parsed === "UNSUPPORTED" && WELL_KNOWN_PORTS.has(port) ? "TCP" : parsed;
}

/** Whether it travels over HTTP. Source: protocol/instance.go (IsHTTP). */
export function isHttp(protocol: MeshProtocol): boolean {
  return ["HTTP", "HTTP2", "HTTP_PROXY", "GRPC", "GRPC-Web"].includes(protocol);
}

/** Whether it travels over TLS. Source: protocol/instance.go (IsTLS). */
export function isTls(protocol: MeshProtocol): boolean {
  return protocol === "HTTPS" || protocol === "TLS";
}

/** Whether it is routed as TCP: TLS is too. Source: protocol/instance.go (IsTCP). */
export function isTcp(protocol: MeshProtocol): boolean {
  return ["TCP", "HTTPS", "TLS", "Mongo", "Redis", "MySQL"].includes(protocol);
}

/** Whether the proxy finds out between HTTP and TCP by looking at the traffic. Source: protocol/instance.go (IsUnsupported). */
export function isDetected(protocol: MeshProtocol): boolean {
  return protocol === "UNSUPPORTED";
}
