import { HTTPRoute } from "../schema/http-route.ts";
import { KubernetesGateway } from "../schema/kubernetes-gateway.ts";
import type { KubernetesObject } from "../schema/kubernetes-object.ts";
import { KubernetesService } from "../schema/kubernetes-service.ts";
import { ServiceEntry } from "../schema/service-entry.ts";
import { TLSRoute } from "../schema/tls-route.ts";
import type { View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";
import { referenceKey, referenceKeys } from "./target-reference.ts";

const httpRoutesByParent = indexOf(HTTPRoute, (route) => referenceKeys(route, route.parentRefs));
const tlsRoutesByParent = indexOf(TLSRoute, (route) => referenceKeys(route, route.parentRefs));

/** What the Gateway API calls the kinds that can be parents of routes. */
const kinds = new Map<Function, string>([
  [KubernetesGateway, "gateway.networking.k8s.io/Gateway"],
  [KubernetesService, "/Service"],
  [ServiceEntry, "networking.istio.io/ServiceEntry"],
]);

export function httpRoutesFor(view: View, parent: KubernetesObject): readonly HTTPRoute[] {
  return view.by(httpRoutesByParent, keyOf(parent));
}

export function tlsRoutesFor(view: View, parent: KubernetesObject): readonly TLSRoute[] {
  return view.by(tlsRoutesByParent, keyOf(parent));
}

function keyOf(parent: KubernetesObject): string {
  const { cluster, namespace, name } = parent;
  return referenceKey(kinds.get(parent.constructor) ?? "", namespace ?? "", name, cluster);
}
