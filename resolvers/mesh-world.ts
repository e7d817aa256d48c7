import type { EntityClass } from "../schema/entity.ts";
import { DestinationRule } from "../schema/destination-rule.ts";
import { IstioGateway } from "../schema/istio-gateway.ts";
import { IstioInjector } from "../schema/istio-injector.ts";
import { IstioMeshConfig } from "../schema/istio-mesh-config.ts";
import { KubernetesService } from "../schema/kubernetes-service.ts";
import { Namespace } from "../schema/namespace.ts";
import { ServiceEntry } from "../schema/service-entry.ts";
import { Sidecar } from "../schema/sidecar.ts";
import { VirtualService } from "../schema/virtual-service.ts";
import { meshServicesOf } from "../src/model/istio/mesh-service.ts";
import type { MeshService, WorldGap } from "../src/model/istio/mesh-world.ts";
import type { RouteWorld } from "../src/model/istio/route-lookup.ts";
import { governing } from "../src/model/mesh/governing.ts";
import { readIstioImage } from "../src/model/mesh/istio-image.ts";
import { DEFAULT_REVISION } from "../src/model/mesh/revision.ts";
import type { View } from "../src/ports.ts";
import { istiods } from "./istiods.ts";
import {
  entriesByHost,
  entriesUnder,
  hostKey,
  qualified,
  routesByDelegate,
  routesByDestination,
  routesByHost,
  routesUnder,
  rulesByHost,
  servicesByAlias,
  servicesUnder,
} from "./mesh-world-indexes.ts";
import { isPartialAnswer } from "./provenance.ts";

/** Of one answer each is made once. */
const worlds = new WeakMap<View, Map<string, RouteWorld>>();

/** A cluster's objects as the rules of one of its control planes see them: of the revision or tag, else of the default one. */
export function meshWorldOf(view: View, cluster: string, revision: string | null): RouteWorld {
  const known = worlds.get(view) ?? new Map<string, RouteWorld>();
  worlds.set(view, known);
  const key = `${revision ?? ""} ${cluster}`;
  const world = known.get(key) ?? createMeshWorld(view, cluster, revision);
  known.set(key, world);
  return world;
}

function createMeshWorld(view: View, cluster: string, revision: string | null): RouteWorld {
  const clusters = [cluster];
  const injectors = view.all(IstioInjector, { clusters });
  const config = governing(revision, view.all(IstioMeshConfig, { clusters }), injectors);
  const istiod = view
    .by(istiods, cluster)
    .find(({ labels }) => (labels["istio.io/rev"] ?? DEFAULT_REVISION) === config?.revision);
  return {
    config: config ?? defaultRules,
    version: readIstioImage(istiod?.images[0] ?? "").version,
    flags: istiod?.istiodEnvironment ?? null,
    gaps: [...rulesGapOf(view, cluster, config !== null), ...gapsOf(view, cluster)],
    servicesOf: (host) => {
      const lower = host.toLowerCase();
      return [...kubernetesServiceOf(view, cluster, lower), ...entriesOf(view, cluster, lower)];
    },
    servicesUnder: (wildcard) => allServicesUnder(view, cluster, wildcard),
    aliasesOf: (host) => view.by(servicesByAlias, hostKey(host, cluster)).flatMap((service) => meshServicesOf(service)),
    sidecarsOf: (namespace) => view.all(Sidecar, { clusters, namespaces: [namespace] }),
    virtualService: (namespace, name) => view.get(VirtualService, { cluster, namespace, name }),
    virtualServicesOf: (host) => view.by(routesByHost, hostKey(host.toLowerCase(), cluster)),
    virtualServicesUnder: (wildcard) => allRoutesUnder(view, cluster, wildcard),
    virtualServicesTo: (host) => view.by(routesByDestination, hostKey(host, cluster)),
    virtualServicesDelegatingTo: (namespace, name) =>
      view.by(routesByDelegate, hostKey(`${namespace}/${name}`, cluster)),
    destinationRulesOf: (host) => view.by(rulesByHost, hostKey(host, cluster)),
    gateway: (namespace, name) => view.get(IstioGateway, { cluster, namespace, name }),
    namespaceLabels: (name) => view.get(Namespace, { cluster, namespace: null, name })?.labels ?? null,
  };
}

/** The rules that istiod takes where nothing says otherwise. Source: istio pkg/config/mesh/mesh.go (DefaultMeshConfig). */
const defaultRules = Object.freeze(
  Object.assign(new IstioMeshConfig(), {
    trustDomain: "cluster.local",
    rootNamespace: "istio-system",
    outboundMode: "ALLOW_ANY",
    defaultServiceExportTo: ["*"],
    defaultVirtualServiceExportTo: ["*"],
    defaultDestinationRuleExportTo: ["*"],
  }),
);

function entriesOf(view: View, cluster: string, host: string): readonly MeshService[] {
  return view
    .by(entriesByHost, hostKey(host, cluster))
    .flatMap((entry) => meshServicesOf(entry))
    .filter((service) => service.host.toLowerCase() === host);
}

/** The Service that a hostname is of: it tells its name and namespace; null when it is of none. */
export function kubernetesServiceNamed(host: string): { readonly namespace: string; readonly name: string } | null {
  const groups = /^(?<name>[^.]+)\.(?<namespace>[^.]+)\.svc\.cluster\.local$/.exec(host)?.groups;
  const { name, namespace } = groups ?? {};
  return name === undefined || namespace === undefined ? null : { namespace, name };
}

function kubernetesServiceOf(view: View, cluster: string, host: string): readonly MeshService[] {
  const named = kubernetesServiceNamed(host);
  const service = named === null ? null : view.get(KubernetesService, { cluster, ...named });
  return service === null ? [] : meshServicesOf(service);
}

/** A `*` that does not stand for whole labels has no index: then all are looked at. */
function allServicesUnder(view: View, cluster: string, wildcard: string): readonly MeshService[] {
  const ending = wildcard.slice(1).toLowerCase();
  const key = hostKey(wildcard.toLowerCase(), cluster);
  const clusters = [cluster];
  const objects = ending.startsWith(".")
    ? [...view.by(servicesUnder, key), ...view.by(entriesUnder, key)]
    : [...view.all(KubernetesService, { clusters }), ...view.all(ServiceEntry, { clusters })];
  return objects.flatMap((object) => meshServicesOf(object)).filter(({ host }) => host.toLowerCase().endsWith(ending));
}

function allRoutesUnder(view: View, cluster: string, wildcard: string): readonly VirtualService[] {
  const ending = wildcard.slice(1).toLowerCase();
  if (ending.startsWith(".")) return view.by(routesUnder, hostKey(wildcard.toLowerCase(), cluster));
  const where = (route: VirtualService): boolean =>
    qualified(route, route.hosts).some((host) => host.toLowerCase().endsWith(ending));
  return view.all(VirtualService, { clusters: [cluster], where });
}

/** Without the rules of its control plane no host can be told, unless the cluster is known to have none: then they are Istio's own. */
function rulesGapOf(view: View, cluster: string, isKnown: boolean): readonly WorldGap[] {
  const isPartial = isPartialAnswer(view, { type: IstioMeshConfig, clusters: [cluster] });
  if (isKnown || (!isPartial && view.all(IstioMeshConfig, { clusters: [cluster] }).length === 0)) return [];
  return [{ what: "SERVICES", reason: "The mesh configuration of its control plane is not known." }];
}

const read: readonly (readonly [WorldGap["what"], EntityClass])[] = [
  ["SERVICES", KubernetesService],
  ["SERVICES", ServiceEntry],
  ["SIDECARS", Sidecar],
  ["VIRTUAL_SERVICES", VirtualService],
  ["DESTINATION_RULES", DestinationRule],
  ["NAMESPACES", Namespace],
];

function gapsOf(view: View, cluster: string): readonly WorldGap[] {
  return read
    .filter(([, type]) => isPartialAnswer(view, { type, clusters: [cluster] }))
    .map(([what, type]) => ({ what, reason: `Not all of the cluster's ${type.name} objects are known.` }));
}
