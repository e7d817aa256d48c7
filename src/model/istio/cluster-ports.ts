import type { HostResolution } from "./host-resolution.ts";
import { isWildcardHost } from "./host-name.ts";
import type { MeshProtocol } from "./mesh-world.ts";
import { istioMinor } from "./sidecar-rules.ts";

/** What Envoy's dynamic forward proxy carries. */
const FORWARDED: ReadonlySet<MeshProtocol> = new Set(["HTTP", "TLS", "GRPC", "HTTP2"]);

/**
 * The ports of a resolved host for which a sidecar gets a cluster `outbound|port||host`, each once: none for UDP, for another name of a
 * host, or where a DNS service has no endpoints at the port; those of all ServiceEntries count that have the host in the winner's
 * namespace, also of those that nobody may see. Null when that cannot be told. Listeners are another matter: one TCP service may take the
 * place of another there, and both keep their clusters. Source: istio pilot/pkg/networking/core/cluster.go (buildOutboundClusters),
 * cluster_builder.go (buildCluster).
 */
export function clusterPortsOf(
  { outcome, winner, ports }: HostResolution,
  version: string | null,
  hasEndpoints: (port: number) => boolean | null,
): readonly number[] | null {
  if (outcome === "UNKNOWN") return null;
  if (winner === null || winner.resolution === "ALIAS") return [];
  const numbers = [...new Set(ports.filter(({ protocol }) => protocol !== "UDP").map(({ number }) => number))];
  if (winner.resolution === "DNS" || winner.resolution === "DNS_ROUND_ROBIN") {
    const reached = numbers.map(hasEndpoints);
    return reached.includes(null) ? null : numbers.filter((_, index) => reached[index]);
  }
  if (winner.resolution !== "DYNAMIC_DNS") return numbers;
  const minor = istioMinor(version);
  if (minor === null) return null;
  if (minor < 30) return [];
  if (!isWildcardHost(winner.host)) return numbers;
  const forwarded = ports.filter(({ protocol }) => FORWARDED.has(protocol));
  return [...new Set(forwarded.map(({ number }) => number))];
}
