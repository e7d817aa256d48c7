import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { HostAsker } from "../schema/host-resolution.ts";
import { HostResolution } from "../schema/host-resolution.ts";
import { HostRoutes } from "../schema/host-routes.ts";
import { Namespace } from "../schema/namespace.ts";
import type { Pod } from "../schema/pod.ts";
import type { KubernetesObject } from "../schema/kubernetes-object.ts";
import { noStrings } from "../schema/kubernetes-object.ts";
import type { Context } from "../src/context.ts";
import { resolveHost } from "../src/model/istio/host-winner.ts";
import type { MeshProxy } from "../src/model/istio/mesh-world.ts";
import { resolveName } from "../src/model/istio/name-resolution.ts";
import { routesTo } from "../src/model/istio/route-to.ts";
import type { View } from "../src/ports.ts";
import { dataPlaneOfNamespace, dataPlaneOfPod } from "./data-plane.ts";
import { shownRoutes } from "./host-routes.ts";
import { httpRoutesFor, tlsRoutesFor } from "./routes-by-parent.ts";
import { meshWorldOf } from "./mesh-world.ts";

/** What a host means to a workload of a namespace that has no labels of its own. */
export function hostInNamespace(view: View, namespace: Namespace, host: string): HostResolution {
  const { mode, revision } = dataPlaneOfNamespace(view, namespace);
  const { cluster, name } = namespace;
  return resolutionFor(view, { cluster, namespace: name, labels: noStrings, revision }, mode, host);
}

/** What a host means in the namespace of an object. */
export function hostInNamespaceOf(view: View, { cluster, namespace }: KubernetesObject, host: string): HostResolution {
  const home = view.get(Namespace, { cluster, namespace: null, name: namespace ?? "" });
  if (home !== null) return hostInNamespace(view, home, host);
  const reason = `The namespace ${namespace} is not known.`;
  return Object.assign(new HostResolution(), { host, outcome: "UNKNOWN", reason });
}

/** What a host means to a pod. */
export function hostForPod(view: View, pod: Pod, host: string): HostResolution {
  const { mode, revision } = dataPlaneOfPod(view, pod);
  const { cluster, labels } = pod;
  return resolutionFor(view, { cluster, namespace: pod.namespace ?? "", labels, revision }, mode, host);
}

function resolutionFor(view: View, asker: HostAsker, mode: HostResolution["mode"], host: string): HostResolution {
  const world = meshWorldOf(view, asker.cluster, asker.revision);
  const proxy = proxyOf(asker, mode);
  const exact = resolveHost(world, proxy, host);
  const name = exact.outcome === "NO_SUCH_HOST" ? resolveName(world, proxy, host, null) : null;
  const found = name === null || name.via === null ? exact : resolveHost(world, proxy, name.via);
  const outcome = name?.outcome === "UNKNOWN" ? "UNKNOWN" : found.outcome;
  return Object.assign(new HostResolution(), {
    host,
    fullName: name === null ? host : fullNameOf(host, name.via),
    outcome,
    reason: name?.reason ?? found.reason,
    object: found.winner?.object ?? null,
    ports: found.ports,
    claims: found.claims.map(({ service, verdict, reason }) => ({ object: service.object, verdict, reason })),
    istioVersion: world.version,
    mode,
    asker,
  });
}

/**
 * The host that a short name stands for: the domains of its virtual host are the short names too. Source: istio
 * pilot/pkg/networking/core/httproute.go (generateVirtualHostDomains, GenerateAltVirtualHosts).
 */
function fullNameOf(host: string, via: string | null): string {
  const plain = host.length > 1 && host.endsWith(".") ? host.slice(0, -1) : host;
  return via?.startsWith(`${plain.toLowerCase()}.`) === true ? via : plain;
}

function proxyOf({ namespace, labels }: HostAsker, mode: HostResolution["mode"]): MeshProxy {
  const isGateway = mode === "GATEWAY" || mode === "WAYPOINT";
  return { namespace, labels, mode: isGateway ? "GATEWAY" : mode === "AMBIENT" ? "AMBIENT" : "SIDECAR" };
}

@Resolver(() => HostResolution)
export class HostResolutionResolver {
  @FieldResolver(() => HostRoutes, { description: "Where the traffic to one of its ports goes." })
  routes(
    @Root() { asker, host, fullName, mode, object }: HostResolution,
    @Arg("port", () => Int, { description: "The port that is asked for." }) port: number,
    @Ctx() { view }: Context,
  ): HostRoutes {
    if (asker === null) return new HostRoutes();
    if (object !== null && httpRoutesFor(view, object).length + tlsRoutesFor(view, object).length > 0)
      return Object.assign(new HostRoutes(), {
        reason: "Routes of the Gateway API are for it, which are not followed.",
      });
    const world = meshWorldOf(view, asker.cluster, asker.revision);
    return shownRoutes(routesTo(world, proxyOf(asker, mode), fullName ?? host, port));
  }
}
