import type { StringMap } from "../../../schema/kubernetes-object.ts";

/** A port that a container says it listens on. */
export interface PolicyContainerPort {
  readonly name: string | null;
  readonly containerPort: number;
  readonly protocol: string;
}

/** What NetworkPolicies ask of a pod. Its containers are all that run while it does: sidecars too. */
export interface PolicyPod {
  readonly cluster: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly labels: StringMap;
  /** Empty until the pod has its network. */
  readonly podIPs: readonly string[];
  readonly hostNetwork: boolean;
  readonly phase: string;
  readonly nodeName: string | null;
  readonly containers: readonly { readonly ports: readonly PolicyContainerPort[] }[];
}

export interface PolicyNamespace {
  readonly name: string;
  readonly labels: StringMap;
}

/**
 * One end of a connection. An address that a pod or a node has is given as that pod or node: an `ADDRESS` stands for what is outside of
 * the cluster, or for a Service.
 */
export type Endpoint =
  /** The namespace is null where it is not known. */
  | { readonly kind: "POD"; readonly pod: PolicyPod; readonly namespace: PolicyNamespace | null }
  /** The node itself, its kubelet among others. The name is null where it is not known. */
  | { readonly kind: "NODE"; readonly name: string | null; readonly addresses: readonly string[] }
  /** It may be rewritten when it is a Service's, or comes or goes by way of one or of a load balancer. */
  | { readonly kind: "ADDRESS"; readonly address: string; readonly mayBeRewritten: boolean };

export function addressesOf(endpoint: Endpoint): readonly string[] {
  if (endpoint.kind === "POD") return endpoint.pod.podIPs;
  return endpoint.kind === "NODE" ? endpoint.addresses : [endpoint.address];
}
