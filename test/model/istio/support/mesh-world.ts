import { DestinationRule } from "../../../../schema/destination-rule.ts";
import { IstioGateway } from "../../../../schema/istio-gateway.ts";
import type { JsonObject, StringMap } from "../../../../schema/kubernetes-object.ts";
import { KubernetesService } from "../../../../schema/kubernetes-service.ts";
import { ServiceEntry } from "../../../../schema/service-entry.ts";
import { Sidecar } from "../../../../schema/sidecar.ts";
import { VirtualService } from "../../../../schema/virtual-service.ts";
import { fullHost } from "../../../../src/model/istio/host-name.ts";
import { meshServicesOf } from "../../../../src/model/istio/mesh-service.ts";
import type { MeshProxy, MeshRules, MeshWorld } from "../../../../src/model/istio/mesh-world.ts";

/** A made-up mesh: what is in it, and what governs it. */
export interface WorldFields {
  readonly objects?: readonly (
    | ServiceEntry
    | KubernetesService
    | Sidecar
    | VirtualService
    | DestinationRule
    | IstioGateway
  )[];
  readonly config?: Partial<MeshRules>;
  readonly version?: string | null;
  readonly flags?: StringMap | null;
  readonly gaps?: MeshWorld["gaps"];
  /** Labels by namespace. */
  readonly namespaces?: Readonly<Record<string, StringMap>>;
}

const RULES: MeshRules = {
  revision: "default",
  rootNamespace: "istio-system",
  outboundMode: "ALLOW_ANY",
  defaultServiceExportTo: [],
  defaultVirtualServiceExportTo: [],
  defaultDestinationRuleExportTo: [],
  serviceEntryVisibility: null,
  discoverySelectors: [],
};

/** A world over arrays, with the latest version and no flags unless told otherwise. */
export function worldOf(fields: WorldFields): MeshWorld {
  const { objects = [], config = {}, version = "1.32.0", flags = {}, gaps = [], namespaces = {} } = fields;
  const services = objects
    .filter((object) => object instanceof ServiceEntry || object instanceof KubernetesService)
    .flatMap((object) => meshServicesOf(object));
  const routes = objects.filter((object) => object instanceof VirtualService);
  const rules = objects.filter((object) => object instanceof DestinationRule);
  const isAt = (namespace: string, name: string) => (object: VirtualService | IstioGateway) =>
    object.namespace === namespace && object.name === name;
  return {
    config: { ...RULES, ...config },
    version,
    flags,
    gaps,
    servicesOf: (host) => services.filter((service) => service.host.toLowerCase() === host.toLowerCase()),
    aliasesOf: (host) => services.filter(({ aliasFor }) => aliasFor === host),
    sidecarsOf: (namespace) =>
      objects.filter((object) => object instanceof Sidecar).filter((object) => object.namespace === namespace),
    virtualService: (namespace, name) => routes.find(isAt(namespace, name)) ?? null,
    virtualServicesOf: (host) =>
      routes.filter(({ hosts, namespace }) => hosts.some((name) => fullHost(name, namespace ?? "") === host)),
    virtualServicesTo: (host) =>
      routes.filter(({ spec, namespace }) =>
        valuesOf(spec, "host").some((name) => fullHost(String(name), namespace ?? "") === host),
      ),
    virtualServicesDelegatingTo: (namespace, name) =>
      routes.filter((root) =>
        valuesOf(root.spec, "delegate").some((value) => {
          const delegate = value as JsonObject;
          return delegate["name"] === name && (delegate["namespace"] ?? root.namespace) === namespace;
        }),
      ),
    destinationRulesOf: (host) => rules.filter((rule) => fullHost(rule.host, rule.namespace ?? "") === host),
    gateway: (namespace, name) =>
      objects.filter((object) => object instanceof IstioGateway).find(isAt(namespace, name)) ?? null,
    namespaceLabels: (namespace) => namespaces[namespace] ?? null,
  };
}

/** The sidecar of some pod of a namespace. */
export function sidecarOf(namespace: string, labels: StringMap = {}): MeshProxy {
  return { namespace, labels, mode: "SIDECAR" };
}

export function ambientOf(namespace: string): MeshProxy {
  return { namespace, labels: {}, mode: "AMBIENT" };
}

export function gatewayOf(namespace: string, labels: StringMap = {}): MeshProxy {
  return { namespace, labels, mode: "GATEWAY" };
}

/** A ServiceEntry of one host on HTTP port 80 unless told otherwise. */
export function serviceEntry(namespace: string, name: string, fields: Partial<ServiceEntry> = {}): ServiceEntry {
  const defaults = {
    hosts: ["api.com"],
    ports: [istioPort(80, "HTTP")],
    location: "MESH_EXTERNAL",
    resolution: "DNS",
    createdSeconds: 1_000,
  };
  return Object.assign(new ServiceEntry(), defaults, fields, { cluster: "eu-1", namespace, name });
}

/** A port, as an entry of its `ports`. */
export interface TestPort {
  readonly number: number;
  readonly name: string | null;
  readonly protocol: string | null;
  readonly targetPort: number | null;
}

export function istioPort(number: number, protocol: string | null = "HTTP"): TestPort {
  return { number, name: `port-${number}`, protocol, targetPort: null };
}

/** A Kubernetes Service with HTTP port 80 unless told otherwise. */
export function kubernetesService(
  namespace: string,
  name: string,
  fields: Partial<KubernetesService> = {},
): KubernetesService {
  const defaults = {
    type: "ClusterIP",
    clusterIPs: ["10.0.0.1"],
    ports: [servicePort(80, "http")],
    selector: { app: name },
    createdSeconds: 1_000,
  };
  return Object.assign(new KubernetesService(), defaults, fields, { cluster: "eu-1", namespace, name });
}

export function servicePort(port: number, name: string, protocol = "TCP"): KubernetesService["ports"][number] {
  return { name, port, targetPort: null, protocol, appProtocol: null, nodePort: null };
}

/** A Sidecar with one egress listener for these hosts, or with any spec. */
export function sidecar(
  namespace: string,
  name: string,
  spec: readonly string[] | JsonObject,
  createdSeconds = 1_000,
): Sidecar {
  const whole = Array.isArray(spec) ? { egress: [{ hosts: spec }] } : (spec as JsonObject);
  return Object.assign(new Sidecar(), { cluster: "eu-1", namespace, name, createdSeconds, spec: whole });
}

/** A VirtualService with any spec; its first fields follow from that. */
export function virtualService(
  namespace: string,
  name: string,
  spec: JsonObject,
  fields: Partial<VirtualService> = {},
): VirtualService {
  const { hosts = [], gateways = [], exportTo = [] } = spec;
  return Object.assign(new VirtualService(), { createdSeconds: 1_000, hosts, gateways, exportTo, spec }, fields, {
    cluster: "eu-1",
    namespace,
    name,
  });
}

/** All values of a key, at any depth. */
function valuesOf(value: unknown, key: string): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [...(name === key ? [inner] : []), ...valuesOf(inner, key)]);
}
