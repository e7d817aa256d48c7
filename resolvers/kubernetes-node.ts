import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { KubernetesNode } from "../schema/kubernetes-node.ts";
import { NodeClaim } from "../schema/node-claim.ts";
import { NodePool } from "../schema/node-pool.ts";
import { Pod } from "../schema/pod.ts";
import type { Context } from "../src/context.ts";
import { indexOf } from "../src/store/index-of.ts";
import { connectEdge } from "./edge.ts";
import { nodePoolOf } from "./karpenter-label.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";
import { nodeClaimOf } from "./node-claim.ts";

const podsByNode = indexOf(Pod, ({ cluster, nodeName }) => (nodeName === null ? [] : [`${nodeName} ${cluster}`]));

@Resolver(() => KubernetesNode)
export class KubernetesNodeResolver extends kubernetesObjectResolver(KubernetesNode, { clusterScoped: true }) {
  @FieldResolver(() => NodePool, { nullable: true, description: "The Karpenter pool that it was made for." })
  nodePool(@Root() node: KubernetesNode, @Ctx() { view }: Context): NodePool | null {
    return nodePoolOf(view, node);
  }

  @FieldResolver(() => NodeClaim, { nullable: true, description: "What Karpenter asked for it with." })
  nodeClaim(@Root() node: KubernetesNode, @Ctx() { view }: Context): NodeClaim | null {
    return nodeClaimOf(view, node);
  }

  @FieldResolver(() => connectionOf(Pod), { nullable: true, description: "The pods that are scheduled to it." })
  pods(
    @Root() node: KubernetesNode,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<Pod> {
    const within = { index: podsByNode, key: `${node.name} ${node.cluster}` };
    return connectEdge(context, node, Pod, { within }, page);
  }
}
