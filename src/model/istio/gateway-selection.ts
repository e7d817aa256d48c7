import type { IstioGateway } from "../../../schema/istio-gateway.ts";
import type { StringMap } from "../../../schema/kubernetes-object.ts";
import { byAge } from "./by-age.ts";
import type { MeshProxy } from "./mesh-world.ts";
import { hasLabels } from "./route-source.ts";
import { booleanFlag } from "./sidecar-rules.ts";

const SCOPED = "PILOT_SCOPE_GATEWAY_TO_NAMESPACE";

/**
 * The Gateways that a proxy serves, the oldest first: of every namespace those whose selector it has, one without any included. With the
 * control plane's PILOT_SCOPE_GATEWAY_TO_NAMESPACE only those of its own namespace. Null when the flags are not known and decide.
 * Source: istio pilot/pkg/model/push_context.go (mergeGateways, initGateways).
 */
export function gatewaysOfProxy(
  gateways: readonly IstioGateway[],
  proxy: Pick<MeshProxy, "namespace" | "labels">,
  flags: StringMap | null,
): readonly IstioGateway[] | null {
  const selecting = gateways.filter(({ selector }) => hasLabels(proxy.labels, selector)).toSorted(byAge);
  const own = selecting.filter(({ namespace }) => namespace === proxy.namespace);
  if (own.length === selecting.length) return selecting;
  if (flags === null) return null;
  return booleanFlag(flags, SCOPED, false) ? own : selecting;
}

/** Whether a Gateway may be served by proxies of a namespace; null when the flags are not known and decide. */
export function mayServe(
  { namespace }: Pick<IstioGateway, "namespace">,
  proxyNamespace: string,
  flags: StringMap | null,
): boolean | null {
  if (namespace === proxyNamespace) return true;
  return flags === null ? null : !booleanFlag(flags, SCOPED, false);
}
