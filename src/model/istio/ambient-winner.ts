import type { HostClaim } from "./host-claim.ts";
import type { HostResolution } from "./host-resolution.ts";
import { unknownHost } from "./host-resolution.ts";
import { readServices } from "./is-read.ts";
import { isAddressOrBlock, isServiceEntry } from "./mesh-service.ts";
import type { MeshProxy, MeshService, MeshWorld } from "./mesh-world.ts";
import type { ServiceEntryVisibility } from "./service-entry-visibility.ts";
import { serviceEntryVisibility } from "./service-entry-visibility.ts";
import { istioMinor } from "./sidecar-rules.ts";

/**
 * Which service ztunnel knows under exactly this hostname: what `exportTo` says is not asked. Of each namespace a Kubernetes Service
 * stands for the host, else the oldest ServiceEntry; the proxy's own namespace goes first, then the one that is canonical: a Kubernetes
 * Service, else the oldest that is not limited to its namespace. Source: istio pilot/pkg/serviceregistry/ambient/services.go
 * (selectWorkloadServices, serviceEntriesInfo, constructServiceEntries) from 1.29 on; before, istiod chose none.
 */
export function resolveHostAmbient(world: MeshWorld, proxy: MeshProxy, host: string): HostResolution {
  const gap = world.gaps.find(({ what }) => what === "SERVICES");
  if (gap !== undefined) return unknownHost(gap.reason);
  const services = world.servicesOf(host).filter((service) => service.host === host);
  const { read, claims, unknown } = readServices(world, services);
  if (unknown !== null) return unknownHost(unknown);
  const told: AmbientService[] = [];
  const untold: HostClaim[] = [...claims];
  for (const service of read) {
    const reason = obstacleTo(service);
    const visibility = reason === null ? visibilityOf(world, service) : "PUBLIC";
    if (visibility === null)
      return unknownHost(`It cannot be told how far ${service.namespace}/${service.name} is to be seen.`, untold);
    if (reason !== null) untold.push({ service, verdict: "NOT_READ", reason });
    else if (visibility === "NONE") untold.push({ service, verdict: "NOT_EXPORTED", reason: HIDDEN });
    else told.push({ service, isLimited: visibility === "NAMESPACE" });
  }
  const minor = istioMinor(world.version);
  if (told.length > 1 && (minor === null || minor < 29)) return unknownHost(UNCHOSEN, untold);
  return chosen(told, untold, proxy, host);
}

interface AmbientService {
  readonly service: MeshService;
  /** Whether only its own namespace sees it. */
  readonly isLimited: boolean;
}

const HIDDEN = "The mesh's serviceEntryVisibility hides the ServiceEntries of its namespace.";
const UNCHOSEN = "Before 1.29 istiod did not choose among several claims for ambient, or its version is not known.";
const CHANCE = "Of ServiceEntries that were created in the same second Istio takes one by chance.";

function chosen(
  told: readonly AmbientService[],
  untold: readonly HostClaim[],
  { namespace }: MeshProxy,
  host: string,
): HostResolution {
  const ofNamespace = new Map<string, readonly AmbientService[]>();
  for (const claim of told)
    ofNamespace.set(claim.service.namespace, [...(ofNamespace.get(claim.service.namespace) ?? []), claim]);
  const best = [...ofNamespace.values()].map(bestOf);
  const own = best.find((tied) => tied[0]?.service.namespace === namespace);
  const winners = own ?? bestOf(best.flat().filter(({ isLimited }) => !isLimited));
  const [winner] = winners;
  const claims = told.map(({ service, isLimited }): HostClaim => {
    if (service === winner?.service) return { service, verdict: "WINS", reason: own ? OWN : CANONICAL };
    if (isLimited && service.namespace !== namespace) return { service, verdict: "NOT_EXPORTED", reason: LIMITED };
    return {
      service,
      verdict: "SHADOWED",
      reason: `That of namespace ${winner?.service.namespace ?? ""} goes before it.`,
    };
  });
  const all = [...claims, ...untold];
  if (winners.length > 1) return unknownHost(CHANCE, all);
  const shared = { claims: all, routedOnly: false, listeners: [] };
  if (winner !== undefined)
    return {
      outcome: "RESOLVED",
      reason: own ? OWN : CANONICAL,
      winner: winner.service,
      ports: winner.service.ports,
      ...shared,
    };
  const [first] = all;
  const reason = first?.reason ?? `Nothing in the mesh has the host ${host}.`;
  return { outcome: first === undefined ? "NO_SUCH_HOST" : "NOT_VISIBLE", reason, winner: null, ports: [], ...shared };
}

const OWN = "It is of the proxy's own namespace.";
const CANONICAL = "It is the canonical one of the host: a Kubernetes Service, else the oldest.";
const LIMITED = "The mesh's serviceEntryVisibility limits it to its own namespace.";

/** More than one when they are of the same second. */
function bestOf(claims: readonly AmbientService[]): readonly AmbientService[] {
  const kubernetes = claims.find(({ service }) => service.origin === "KUBERNETES");
  if (kubernetes !== undefined) return [kubernetes];
  const oldest = Math.min(...claims.map(({ service }) => service.createdSeconds));
  return claims.filter(({ service }) => service.createdSeconds === oldest);
}

/** Why istiod tells ztunnel nothing of a service at all; null when it does. */
function obstacleTo({ object }: MeshService): string | null {
  if (!isServiceEntry(object))
    return object.type === "ExternalName" ? "In ambient, Services of type ExternalName are left to DNS." : null;
  const wrong = object.addresses.find((address) => !isAddressOrBlock(address));
  return wrong === undefined
    ? null
    : `Its address ${wrong} is none, for which istiod leaves the whole ServiceEntry out.`;
}

/** Kubernetes Services are seen by all. */
function visibilityOf(world: MeshWorld, { origin, namespace }: MeshService): ServiceEntryVisibility | null {
  const { serviceEntryVisibility: config } = world.config;
  const minor = istioMinor(world.version);
  if (origin === "KUBERNETES" || config === null || (minor !== null && minor < 31)) return "PUBLIC";
  const labels = world.namespaceLabels(namespace);
  if (minor === null || (labels === null && world.gaps.some(({ what }) => what === "NAMESPACES"))) return null;
  return serviceEntryVisibility(config, labels ?? {});
}
