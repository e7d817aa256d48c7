import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { IstioGateway } from "../schema/istio-gateway.ts";
import { KubernetesNode } from "../schema/kubernetes-node.ts";
import { NodePool } from "../schema/node-pool.ts";
import { Pod } from "../schema/pod.ts";
import { VirtualService } from "../schema/virtual-service.ts";
import type { Context } from "../src/context.ts";
import { selectorOfMap } from "../src/model/label-selector.ts";
import type { Selection, View } from "../src/ports.ts";
import { connectEdge, inOrder, nothing } from "./edge.ts";
import { podsOfGateway } from "./gateway-proxies.ts";
import { problemsOfGateway } from "./istio-problems.ts";
import { nodePoolOf } from "./karpenter-label.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";
import { podsSelectedBy } from "./pod-selection.ts";
import { routesByGateway } from "./virtual-service.ts";

function nodesOf(view: View, gateway: IstioGateway): readonly KubernetesNode[] {
  const { cluster } = gateway;
  return inOrder(
    podsOfGateway(view, gateway).flatMap(({ nodeName }) =>
      nodeName === null ? [] : (view.get(KubernetesNode, { cluster, namespace: null, name: nodeName }) ?? []),
    ),
  );
}

@Resolver(() => IstioGateway)
export class IstioGatewayResolver extends kubernetesObjectResolver(IstioGateway, { problems: problemsOfGateway }) {
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

  @FieldResolver(() => connectionOf(KubernetesNode), {
    nullable: true,
    description: "The nodes that its proxies run on.",
  })
  kubernetesNodes(
    @Root() gateway: IstioGateway,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<KubernetesNode> {
    const names = new Set(nodesOf(context.view, gateway).map(({ name }) => name));
    const where = ({ name }: KubernetesNode): boolean => names.has(name);
    return connectEdge(context, gateway, KubernetesNode, { clusters: [gateway.cluster], where }, page);
  }

  @FieldResolver(() => [String], { description: "The zones that its proxies run in, each once." })
  zones(@Root() gateway: IstioGateway, @Ctx() { view }: Context): readonly string[] {
    const zones = nodesOf(view, gateway).flatMap(({ zone }) => zone ?? []);
    return [...new Set(zones)].toSorted();
  }

  @FieldResolver(() => [NodePool], { description: "The Karpenter pools that its proxies' nodes were made for." })
  nodePools(@Root() gateway: IstioGateway, @Ctx() { view }: Context): readonly NodePool[] {
    return inOrder(nodesOf(view, gateway).flatMap((node) => nodePoolOf(view, node) ?? []));
  }

  @FieldResolver(() => [VirtualService], { description: "The VirtualServices that are bound to it." })
  virtualServices(
    @Root() { cluster, namespace, name }: IstioGateway,
    @Ctx() { view }: Context,
  ): readonly VirtualService[] {
    return view.by(routesByGateway, `${namespace}/${name} ${cluster}`);
  }
}
