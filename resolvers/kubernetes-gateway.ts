import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import { HTTPRoute } from "../schema/http-route.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { KubernetesGateway } from "../schema/kubernetes-gateway.ts";
import { Pod } from "../schema/pod.ts";
import { TLSRoute } from "../schema/tls-route.ts";
import type { Context } from "../src/context.ts";
import { selectorOfMap } from "../src/model/label-selector.ts";
import { connectEdge } from "./edge.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";
import { podsSelectedBy } from "./pod-selection.ts";
import { httpRoutesFor, tlsRoutesFor } from "./routes-by-parent.ts";

/** What Gateways make for themselves carries their name. Source: gateway-api apis/v1 (GEP-1762, the label of generated resources). */
const GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";

@Resolver(() => KubernetesGateway)
export class KubernetesGatewayResolver extends kubernetesObjectResolver(KubernetesGateway) {
  @FieldResolver(() => [HTTPRoute], { description: "The HTTPRoutes that name it as their parent." })
  httpRoutes(@Root() gateway: KubernetesGateway, @Ctx() { view }: Context): readonly HTTPRoute[] {
    return httpRoutesFor(view, gateway);
  }

  @FieldResolver(() => [TLSRoute], { description: "The TLSRoutes that name it as their parent." })
  tlsRoutes(@Root() gateway: KubernetesGateway, @Ctx() { view }: Context): readonly TLSRoute[] {
    return tlsRoutesFor(view, gateway);
  }

  @FieldResolver(() => connectionOf(Pod), {
    nullable: true,
    description: "The proxies that were made for it; none where its controller does not label them.",
  })
  pods(
    @Root() gateway: KubernetesGateway,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<Pod> {
    const selector = selectorOfMap({ [GATEWAY_NAME]: gateway.name });
    return connectEdge(context, gateway, Pod, podsSelectedBy(selector, gateway.cluster, gateway.namespace), page);
  }
}
