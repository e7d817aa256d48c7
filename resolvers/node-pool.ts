import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { KubernetesNode } from "../schema/kubernetes-node.ts";
import { NodeClaim } from "../schema/node-claim.ts";
import { NodePool } from "../schema/node-pool.ts";
import type { Context } from "../src/context.ts";
import { indexOf } from "../src/store/index-of.ts";
import { connectEdge } from "./edge.ts";
import { poolKey, poolKeys } from "./karpenter-label.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";

const claimsByPool = indexOf(NodeClaim, poolKeys);
const nodesByPool = indexOf(KubernetesNode, poolKeys);

@Resolver(() => NodePool)
export class NodePoolResolver extends kubernetesObjectResolver(NodePool, { clusterScoped: true }) {
  @FieldResolver(() => connectionOf(NodeClaim), {
    nullable: true,
    description: "What Karpenter asked for on its behalf.",
  })
  nodeClaims(
    @Root() pool: NodePool,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<NodeClaim> {
    const within = { index: claimsByPool, key: poolKey(pool.cluster, pool.name) };
    return connectEdge(context, pool, NodeClaim, { within }, page);
  }

  @FieldResolver(() => connectionOf(KubernetesNode), {
    nullable: true,
    description: "The nodes that were made for it.",
  })
  kubernetesNodes(
    @Root() pool: NodePool,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<KubernetesNode> {
    const within = { index: nodesByPool, key: poolKey(pool.cluster, pool.name) };
    return connectEdge(context, pool, KubernetesNode, { within }, page);
  }
}
