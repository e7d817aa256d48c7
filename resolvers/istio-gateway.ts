import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { IstioGateway } from "../schema/istio-gateway.ts";
import { Pod } from "../schema/pod.ts";
import { VirtualService } from "../schema/virtual-service.ts";
import type { Context } from "../src/context.ts";
import { selectorOfMap } from "../src/model/label-selector.ts";
import type { Selection } from "../src/ports.ts";
import { connectEdge, nothing } from "./edge.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";
import { podsSelectedBy } from "./pod-selection.ts";
import { routesByGateway } from "./virtual-service.ts";

@Resolver(() => IstioGateway)
export class IstioGatewayResolver extends kubernetesObjectResolver(IstioGateway) {
  @FieldResolver(() => connectionOf(Pod), {
    nullable: true,
    description: "The proxies that its selector selects, in any namespace. None when it selects every proxy.",
  })
  pods(
    @Root() gateway: IstioGateway,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<Pod> {
    const selector = selectorOfMap(gateway.selector);
    const selection: Selection<Pod> = selector.length === 0 ? nothing : podsSelectedBy(selector, gateway.cluster, null);
    return connectEdge(context, gateway, Pod, selection, page);
  }

  @FieldResolver(() => [VirtualService], { description: "The VirtualServices that are bound to it." })
  virtualServices(
    @Root() { cluster, namespace, name }: IstioGateway,
    @Ctx() { view }: Context,
  ): readonly VirtualService[] {
    return view.by(routesByGateway, `${namespace}/${name} ${cluster}`);
  }
}
