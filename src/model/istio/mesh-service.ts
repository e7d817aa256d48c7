import { isIP } from "node:net";
import type { StringMap } from "../../../schema/kubernetes-object.ts";
import type { KubernetesService } from "../../../schema/kubernetes-service.ts";
import type { ServiceEntry } from "../../../schema/service-entry.ts";
import type { MeshResolution, MeshService } from "./mesh-world.ts";
import { kubernetesProtocol, meshProtocol } from "./port-protocol.ts";
import { stringMapIn } from "./read-spec.ts";

const EXPORT_TO = "networking.istio.io/exportTo";
const RESOLUTIONS: ReadonlySet<string> = new Set(["NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS"]);

/**
 * The hostnames that an object brings into its mesh, each host once. A ServiceEntry brings none when it has addresses of which none can
 * be read, or a resolution that Istio does not know. Source: istio pilot/pkg/serviceregistry/serviceentry/conversion.go
 * (convertServices), kube/conversion.go (ConvertService).
 */
export function meshServicesOf(
  object: KubernetesService | ServiceEntry,
  clusterDomain = "cluster.local",
): readonly MeshService[] {
  return isServiceEntry(object) ? servicesOfEntry(object) : [serviceOfService(object, clusterDomain)];
}

export function isServiceEntry(object: KubernetesService | ServiceEntry): object is ServiceEntry {
  return "hosts" in object;
}

/** An IP address or a CIDR block. Source: istio pkg/util/net/ip.go (IsValidIPAddress), Go's netip.ParsePrefix. */
export function isAddressOrBlock(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const { address = "", bits = "" } = /^(?<address>[^/%]+)\/(?<bits>0|[1-9]\d{0,2})$/.exec(text)?.groups ?? {};
  const family = isIP(address);
  return family !== 0 && Number(bits) <= (family === 4 ? 32 : 128);
}

function servicesOfEntry(entry: ServiceEntry): readonly MeshService[] {
  if (!RESOLUTIONS.has(entry.resolution)) return [];
  if (entry.addresses.length > 0 && !entry.addresses.some(isAddressOrBlock)) return [];
  const shared = {
    namespace: entry.namespace ?? "",
    name: entry.name,
    origin: "SERVICE_ENTRY" as const,
    createdSeconds: entry.createdSeconds,
    ports: entry.ports.map(({ number, name, protocol, targetPort }) => ({
      number,
      name: name ?? "",
      protocol: meshProtocol(protocol),
      targetPort: targetPort === null || targetPort === 0 ? null : String(targetPort),
    })),
    exportTo: entry.exportTo,
    resolution: entry.resolution as MeshResolution,
    location: entry.location === "MESH_INTERNAL" ? ("MESH_INTERNAL" as const) : ("MESH_EXTERNAL" as const),
    selector: entry.workloadSelector === null ? null : stringMapIn(entry.workloadSelector, "labels"),
    aliasFor: null,
    object: entry,
  };
  return [...new Set(entry.hosts)].map((host) => ({ host, ...shared }));
}

function serviceOfService(service: KubernetesService, clusterDomain: string): MeshService {
  const namespace = service.namespace ?? "";
  const aliasFor = service.type === "ExternalName" && service.externalName ? service.externalName : null;
  return {
    host: `${service.name}.${namespace}.svc.${clusterDomain}`,
    namespace,
    name: service.name,
    origin: "KUBERNETES",
    createdSeconds: service.createdSeconds,
    ports: service.ports.map((port) => ({
      number: port.port,
      name: port.name ?? "",
      protocol: kubernetesProtocol(port),
      targetPort: port.targetPort,
    })),
    exportTo: exportToOf(service.annotations),
    resolution: service.clusterIPs[0] === "None" ? "NONE" : aliasFor === null ? "STATIC" : "ALIAS",
    location: aliasFor === null ? "MESH_INTERNAL" : "MESH_EXTERNAL",
    selector: service.selector,
    aliasFor,
    object: service,
  };
}

/** Empty when the annotation is. Spaces around the names are ignored, as in Go's TrimSpace. */
function exportToOf(annotations: StringMap): readonly string[] {
  const text = Object.hasOwn(annotations, EXPORT_TO) ? (annotations[EXPORT_TO] ?? "") : "";
  return text === "" ? [] : text.split(",").map((name) => name.trim());
}
