import type { KubeDraft } from "../../support/kube-wire.ts";

interface Spec {
  readonly resolution?: string;
  readonly endpoints?: unknown;
  readonly workloadSelector?: unknown;
  readonly type?: string;
  readonly ports?: readonly {
    readonly name?: string;
    readonly port?: number;
    readonly targetPort?: number;
    readonly protocol?: string;
  }[];
}

/**
 * What gives an object the endpoints that tell it from others with the same host: of a ServiceEntry that says nothing of endpoints one
 * address in itself, of a Service an EndpointSlice beside it.
 */
export function withEndpoints(draft: KubeDraft, world: number, owners: Map<string, string>): readonly KubeDraft[] {
  const { kind, metadata } = draft;
  const spec = draft["spec"] as Spec;
  const owner = `${kind} ${metadata.namespace}/${metadata.name}`;
  const address = `11.${world >> 8}.${world & 255}.${owners.size + 1}`;
  if (kind === "ServiceEntry") {
    const { resolution = "NONE" } = spec;
    if ("endpoints" in spec || "workloadSelector" in spec || !(resolution === "STATIC" || resolution.startsWith("DNS")))
      return [draft];
    const at = resolution === "STATIC" ? address : `${metadata.name}.${metadata.namespace}.owner`;
    owners.set(at, owner);
    return [{ ...draft, spec: { ...spec, endpoints: [{ address: at, labels: { version: "v1" } }] } }];
  }
  if (kind !== "Service" || spec.type === "ExternalName") return [draft];
  owners.set(address, owner);
  return [draft, endpointSlice(draft, address, spec)];
}

function endpointSlice({ metadata }: KubeDraft, address: string, { ports = [] }: Spec): KubeDraft {
  const { namespace = "", name } = metadata;
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { namespace, name: `${name}-1`, labels: { "kubernetes.io/service-name": name } },
    addressType: "IPv4",
    ports: ports.map((port) => ({
      name: port.name ?? "",
      port: port.targetPort ?? port.port,
      protocol: port.protocol ?? "TCP",
    })),
    endpoints: [{ addresses: [address], conditions: { ready: true } }],
  };
}
