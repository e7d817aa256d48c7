import type { DestinationRuleInForce } from "./destination-rule-lookup.ts";
import type { ClientTls, ClientTlsMode, TrafficPolicy } from "./destination-rule-spec.ts";
import type { MeshProxy } from "./mesh-world.ts";

/** How connections to a port of a service are secured. */
export type TlsInForce =
  | {
      readonly origin: "DESTINATION_RULE";
      /** DISABLE also where Istio drops what the rule says. */
      readonly mode: ClientTlsMode;
      /** The name that is asked for; null: that of the request, with ISTIO_MUTUAL one of the cluster's. */
      readonly sni: string | null;
      /** Why what the rule says is dropped; null when it is not. */
      readonly dropped: "CREDENTIAL_WITHOUT_SELECTOR" | "MUTUAL_WITHOUT_CERTIFICATE" | null;
    }
  /** No rule says: mTLS with what is in the mesh and can speak it, plain text with all else. */
  | { readonly origin: "AUTOMATIC" };

const CONFIG_MAP = "configmap://";

/**
 * The TLS settings in force for a port, and for a subset, of a service. A port's own settings replace all others of the same level, also
 * where they say nothing of TLS. Source: istio pilot/pkg/networking/util/util.go (GetPortLevelTrafficPolicy, MergeSubsetTrafficPolicy),
 * core/cluster_tls.go (buildUpstreamTLSSettings, buildUpstreamClusterTLSContext).
 */
export function tlsInForce(
  rule: DestinationRuleInForce | null,
  { mode: proxyMode }: Pick<MeshProxy, "mode">,
  port: number,
  subset: string | null,
): TlsInForce {
  if (rule === null) return { origin: "AUTOMATIC" };
  const own = rule.spec.subsets.find(({ name }) => name === subset)?.trafficPolicy ?? null;
  const whole = atPort(rule.spec.trafficPolicy, port);
  const part = atPort(own, port);
  const tls = part !== null && (part.tls !== null || part.isPortLevel) ? part.tls : (whole?.tls ?? null);
  if (tls === null) return { origin: "AUTOMATIC" };
  const dropped = dropReason(tls, proxyMode === "SIDECAR" && rule.spec.workloadSelector === null);
  if (dropped !== null) return { origin: "DESTINATION_RULE", mode: "DISABLE", sni: null, dropped };
  const sni = tls.mode === "DISABLE" || tls.sni === "" ? null : tls.sni;
  return { origin: "DESTINATION_RULE", mode: tls.mode, sni, dropped: null };
}

function dropReason(
  { mode, credentialName, clientCertificate, privateKey }: ClientTls,
  isForAllSidecars: boolean,
): Extract<TlsInForce, { origin: "DESTINATION_RULE" }>["dropped"] {
  if (mode !== "SIMPLE" && mode !== "MUTUAL") return null;
  const hasCredential = credentialName !== "";
  if (hasCredential && isForAllSidecars && !credentialName.startsWith(CONFIG_MAP)) return "CREDENTIAL_WITHOUT_SELECTOR";
  const lacksCertificate = mode === "MUTUAL" && !hasCredential && (clientCertificate === "" || privateKey === "");
  return lacksCertificate ? "MUTUAL_WITHOUT_CERTIFICATE" : null;
}

function atPort(
  policy: TrafficPolicy | null,
  port: number,
): { readonly tls: ClientTls | null; readonly isPortLevel: boolean } | null {
  if (policy === null) return null;
  const setting = policy.portLevelSettings.find((one) => one.port === port);
  return setting === undefined ? { tls: policy.tls, isPortLevel: false } : { tls: setting.tls, isPortLevel: true };
}
