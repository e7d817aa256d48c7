import type { StringMap } from "../../../schema/kubernetes-object.ts";

/** A DestinationRule's spec as Istio works with it. Source: istio.io/api networking/v1alpha3/destination_rule.proto. */
export interface DestinationRuleSpec {
  /** In full. */
  readonly host: string;
  /** As written. */
  readonly exportTo: readonly string[];
  /** The labels of the clients that it is for; null: all. */
  readonly workloadSelector: StringMap | null;
  readonly trafficPolicy: TrafficPolicy | null;
  readonly subsets: readonly DestinationSubset[];
}

export interface DestinationSubset {
  readonly name: string;
  /** Those of its workloads, beside the service's own. */
  readonly labels: StringMap;
  readonly trafficPolicy: TrafficPolicy | null;
}

/** The part of a traffic policy that says how connections are secured. */
export interface TrafficPolicy {
  readonly tls: ClientTls | null;
  /** What holds at a port instead of all the rest. */
  readonly portLevelSettings: readonly { readonly port: number | null; readonly tls: ClientTls | null }[];
}

export interface ClientTls {
  /** DISABLE when left out. */
  readonly mode: ClientTlsMode;
  /** "" when left out. */
  readonly sni: string;
  readonly clientCertificate: string;
  readonly privateKey: string;
  readonly caCertificates: string;
  readonly credentialName: string;
  readonly subjectAltNames: readonly string[];
  readonly insecureSkipVerify: boolean;
}

export type ClientTlsMode = "DISABLE" | "SIMPLE" | "MUTUAL" | "ISTIO_MUTUAL";

export const CLIENT_TLS_MODES: readonly ClientTlsMode[] = ["DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL"];
