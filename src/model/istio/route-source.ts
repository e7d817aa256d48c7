import type { StringMap } from "../../../schema/kubernetes-object.ts";
import type { MeshProxy } from "./mesh-world.ts";
import type { ConnectionMatch, HttpMatch } from "./virtual-service-spec.ts";

type Source = Pick<MeshProxy, "namespace" | "labels">;

/** Whether labels have all of a selector's. Source: istio pkg/config/labels/instance.go (SubsetOf). */
export function hasLabels(labels: StringMap, selector: StringMap): boolean {
  return Object.entries(selector).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}

/**
 * Whether an HTTP match is for a proxy at a gateway and port. One that names gateways does not look at labels and namespace. Source: istio
 * pilot/pkg/networking/core/route/route.go (TranslateRoute, sourceMatchHTTP).
 */
export function httpSourceApplies(match: HttpMatch, source: Source, gateway: string, port: number): boolean {
  if (match.port !== 0 && match.port !== port) return false;
  if (match.gateways.length > 0) return match.gateways.includes(gateway);
  return hasLabels(source.labels, match.sourceLabels) && namespaceApplies(match.sourceNamespace, source.namespace);
}

/** Whether a match of TLS or TCP is. Source: istio pilot/pkg/networking/core/tls.go (matchTLS, matchTCP). */
export function connectionSourceApplies(
  match: ConnectionMatch,
  source: Source,
  gateway: string,
  port: number,
): boolean {
  return (
    (match.gateways.length === 0 || match.gateways.includes(gateway)) &&
    hasLabels(source.labels, match.sourceLabels) &&
    (match.port === 0 || match.port === port) &&
    namespaceApplies(match.sourceNamespace, source.namespace)
  );
}

function namespaceApplies(named: string, namespace: string): boolean {
  return named === "" || named === namespace;
}
