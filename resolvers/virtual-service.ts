import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { HostResolution } from "../schema/host-resolution.ts";
import { IstioGateway } from "../schema/istio-gateway.ts";
import { VirtualService } from "../schema/virtual-service.ts";
import type { Context } from "../src/context.ts";
import { gatewayReference } from "../src/model/istio/gateway-reference.ts";
import { fullHost } from "../src/model/istio/host-name.ts";
import type { View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";
import { inOrder } from "./edge.ts";
import { hostInNamespaceOf } from "./host-resolution.ts";
import { problemsOfVirtualService } from "./istio-problems.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";

/** VirtualServices by the gateways that they name: `namespace/name cluster`. */
export const routesByGateway = indexOf(VirtualService, (route) =>
  referencesOf(route).map((reference) => `${reference} ${route.cluster}`),
);

/** The gateways that a VirtualService is bound to, as far as they exist. */
export function gatewaysOf(view: View, route: VirtualService): readonly IstioGateway[] {
  return inOrder(
    referencesOf(route).flatMap((reference) => {
      const [namespace = "", name = ""] = reference.split("/");
      return view.get(IstioGateway, { cluster: route.cluster, namespace, name }) ?? [];
    }),
  );
}

function referencesOf({ gateways, namespace }: VirtualService): readonly string[] {
  return gateways.flatMap((reference) => gatewayReference(reference, namespace) ?? []);
}

@Resolver(() => VirtualService)
export class VirtualServiceResolver extends kubernetesObjectResolver(VirtualService, {
  problems: problemsOfVirtualService,
}) {
  @FieldResolver(() => [HostResolution], {
    description: "What the hosts that it leads to mean to the sidecars of its namespace.",
  })
  destinations(@Root() route: VirtualService, @Ctx() { view }: Context): readonly HostResolution[] {
    const hosts = route.destinationHosts.map((host) => fullHost(host, route.namespace ?? ""));
    return [...new Set(hosts)].map((host) => hostInNamespaceOf(view, route, host));
  }

  @FieldResolver(() => [IstioGateway], { description: "The gateways that it is bound to, as far as they exist." })
  istioGateways(@Root() route: VirtualService, @Ctx() { view }: Context): readonly IstioGateway[] {
    return gatewaysOf(view, route);
  }
}
