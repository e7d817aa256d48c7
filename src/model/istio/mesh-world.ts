import type { DestinationRule } from "../../../schema/destination-rule.ts";
import type { IstioGateway } from "../../../schema/istio-gateway.ts";
import type { IstioMeshConfig } from "../../../schema/istio-mesh-config.ts";
import type { StringMap } from "../../../schema/kubernetes-object.ts";
import type { KubernetesService } from "../../../schema/kubernetes-service.ts";
import type { ServiceEntry } from "../../../schema/service-entry.ts";
import type { Sidecar } from "../../../schema/sidecar.ts";
import type { VirtualService } from "../../../schema/virtual-service.ts";

/** What the rules of one control plane of one cluster are asked about: resolvers answer from indexes, tests from arrays. */
export interface MeshWorld {
  readonly config: MeshRules;
  /** The control plane's version, such as 1.30.3; null when not known. */
  readonly version: string | null;
  /** The environment of the control plane, such as PILOT_UNIFIED_SIDECAR_SCOPE; null when not known. */
  readonly flags: StringMap | null;
  /** What was not read and may change an answer. */
  readonly gaps: readonly WorldGap[];
  /** All that carry exactly this hostname, in capitals or not, in any namespace and order; also `*.example.com`. */
  servicesOf(host: string): readonly MeshService[];
  /** The ExternalName Services that stand for exactly this hostname. */
  aliasesOf(host: string): readonly MeshService[];
  sidecarsOf(namespace: string): readonly Sidecar[];
  virtualService(namespace: string, name: string): VirtualService | null;
  /** Those that name exactly this qualified host or wildcard in `hosts`, in capitals or not. */
  virtualServicesOf(host: string): readonly VirtualService[];
  /** Those with a route, mirror or the like to exactly this qualified host. */
  virtualServicesTo(host: string): readonly VirtualService[];
  /** Those with a route that is delegated to this one. */
  virtualServicesDelegatingTo(namespace: string, name: string): readonly VirtualService[];
  /** Those whose qualified `host` is exactly this one or this wildcard. */
  destinationRulesOf(host: string): readonly DestinationRule[];
  gateway(namespace: string, name: string): IstioGateway | null;
  /** Null when there is no such namespace. */
  namespaceLabels(namespace: string): StringMap | null;
}

/** The rules of the control plane that governs. */
export type MeshRules = Pick<
  IstioMeshConfig,
  | "revision"
  | "rootNamespace"
  | "outboundMode"
  | "defaultServiceExportTo"
  | "defaultVirtualServiceExportTo"
  | "defaultDestinationRuleExportTo"
  | "serviceEntryVisibility"
  | "discoverySelectors"
>;

/** Something that was not read. REMOTE_SERVICES are the Kubernetes Services of the mesh's other clusters. */
export interface WorldGap {
  readonly what: "SERVICES" | "REMOTE_SERVICES" | "SIDECARS" | "VIRTUAL_SERVICES" | "DESTINATION_RULES" | "NAMESPACES";
  /** One sentence. */
  readonly reason: string;
}

/** Who asks: the sidecar of a pod, a workload behind ztunnel, or a gateway. */
export interface MeshProxy {
  readonly namespace: string;
  readonly labels: StringMap;
  readonly mode: "SIDECAR" | "AMBIENT" | "GATEWAY";
}

/** One hostname that a mesh knows, as one object brings it. A ServiceEntry with several hosts brings several. */
export interface MeshService {
  /** As Istio has it, letter for letter. */
  readonly host: string;
  readonly namespace: string;
  /** Of the object. */
  readonly name: string;
  readonly origin: "KUBERNETES" | "SERVICE_ENTRY";
  readonly createdSeconds: number;
  readonly ports: readonly MeshPort[];
  /** As written: on a Kubernetes Service by its annotation. Empty: the mesh's default. */
  readonly exportTo: readonly string[];
  readonly resolution: MeshResolution;
  readonly location: "MESH_INTERNAL" | "MESH_EXTERNAL";
  /** The labels of its workloads; null when it has no selector, empty for one without labels. */
  readonly selector: StringMap | null;
  /** The host that it is another name for, of resolution ALIAS; else null. */
  readonly aliasFor: string | null;
  readonly object: KubernetesService | ServiceEntry;
}

/**
 * How its endpoints are found. ALIAS is a Kubernetes Service of type ExternalName; a headless one is NONE, others are STATIC. Source:
 * istio pilot/pkg/model/service.go (Resolution).
 */
export type MeshResolution = "NONE" | "STATIC" | "DNS" | "DNS_ROUND_ROBIN" | "DYNAMIC_DNS" | "ALIAS";

export interface MeshPort {
  readonly number: number;
  readonly name: string;
  readonly protocol: MeshProtocol;
  /** A number, or the name of a port of the pods; null when it is the number itself. */
  readonly targetPort: string | null;
}

/** Source: istio pkg/config/protocol/instance.go. UNSUPPORTED is found out by looking at the traffic where the port is TCP. */
export type MeshProtocol =
  | "GRPC"
  | "GRPC-Web"
  | "HTTP"
  | "HTTP_PROXY"
  | "HTTP2"
  | "HTTPS"
  | "TCP"
  | "TLS"
  | "UDP"
  | "Mongo"
  | "Redis"
  | "MySQL"
  | "HBONE"
  | "DoubleHBONE"
  | "UNSUPPORTED";

/** What is wrong with an object. `code` is stable: see problem-codes.ts. */
export interface MeshProblem {
  readonly code: string;
  /** One sentence, with the value. */
  readonly message: string;
  readonly object: { readonly type: string; readonly namespace: string; readonly name: string } | null;
}
