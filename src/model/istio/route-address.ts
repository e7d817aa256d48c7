import { isServiceEntry } from "./mesh-service.ts";
import type { MeshService } from "./mesh-world.ts";

/**
 * Whether a service has an address of its own, at which proxies listen for it alone; SHARED ones are listened for at every address. UNKNOWN
 * where the control plane gives it one, or may: only proxies that capture DNS listen there, and whether they do is not read. Source: istio
 * pilot/pkg/networking/core/listener.go (buildSidecarOutboundListener), pilot/pkg/model/service.go (nodeUsesAutoallocatedIPs),
 * networking/serviceentry/ip_autoallocation.go (shouldV2AutoAllocateIPFromPieces).
 */
export function addressOf({ object }: MeshService): "OWN" | "SHARED" | "UNKNOWN" {
  if (!isServiceEntry(object)) return (object.clusterIPs[0] ?? "None") === "None" ? "SHARED" : "OWN";
  if (object.addresses.length > 0) return "OWN";
  const allocates = Object.hasOwn(object.labels, AUTO_ALLOCATE) ? object.labels[AUTO_ALLOCATE] : undefined;
  return object.resolution === "NONE" || allocates?.toLowerCase() === "false" ? "SHARED" : "UNKNOWN";
}

const AUTO_ALLOCATE = "networking.istio.io/enable-autoallocate-ip";

/**
 * Whether connections to a service are waited for at every address: those of a headless one are at its endpoints' addresses alone, if it has
 * any. Source: istio pilot/pkg/networking/core/listener.go (buildSidecarOutboundListeners).
 */
export function listensEverywhere(service: MeshService): boolean {
  const isHeadless = service.resolution === "NONE" && (service.origin === "KUBERNETES" || service.selector !== null);
  return addressOf(service) !== "OWN" && !isHeadless;
}

/** Whether two services are listened for at one address. */
export function sharesAddress(a: MeshService, b: MeshService): boolean {
  const addresses = new Set(addressesIn(a));
  return addressesIn(b).some((address) => addresses.has(address));
}

function addressesIn({ object }: MeshService): readonly string[] {
  const addresses = isServiceEntry(object) ? object.addresses : object.clusterIPs;
  return addresses.filter((address) => address !== "None").map((address) => address.replace(/\/(?:32|128)$/, ""));
}
