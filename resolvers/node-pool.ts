import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { AllowedDisruptions } from "../schema/allowed-disruptions.ts";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import { DisruptionBudget } from "../schema/disruption-budget.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { KubernetesEvent } from "../schema/kubernetes-event.ts";
import { KubernetesNode } from "../schema/kubernetes-node.ts";
import { KubernetesObject } from "../schema/kubernetes-object.ts";
import { NodeClaim } from "../schema/node-claim.ts";
import { NodePool } from "../schema/node-pool.ts";
import { PoolUsage } from "../schema/pool-usage.ts";
import type { Context } from "../src/context.ts";
import { poolUsage } from "../src/model/compute/pool-usage.ts";
import { connectEdge } from "./edge.ts";
import { poolKey } from "./karpenter-label.ts";
import { eventsOf } from "./kubernetes-event.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";
import { nodeClassOf } from "./node-class.ts";
import { allowedNow, budgetsNow } from "./pool-budgets.ts";
import { claimsByPool, nodesByPool } from "./pool-members.ts";
import { nodePoolProblems } from "./pool-problems.ts";

@Resolver(() => NodePool)
export class NodePoolResolver extends kubernetesObjectResolver(NodePool, {
  clusterScoped: true,
  problems: nodePoolProblems,
}) {
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

  @FieldResolver(() => KubernetesObject, {
    nullable: true,
    description: "The cloud's part of what its nodes are like: an EC2NodeClass, or Auto Mode's NodeClass.",
  })
  nodeClass(@Root() { cluster, nodeClassRef }: NodePool, @Ctx() { view }: Context): KubernetesObject | null {
    return nodeClassOf(view, cluster, nodeClassRef);
  }

  @FieldResolver(() => [PoolUsage], { description: "Its limits and what is used of them, by resource." })
  usage(@Root() pool: NodePool): readonly PoolUsage[] {
    return poolUsage(pool);
  }

  @FieldResolver(() => [DisruptionBudget], {
    description:
      "Its budgets as they stand now; empty while its nodes are not known. A percentage is of them, rounded up.",
  })
  disruptionBudgets(@Root() pool: NodePool, @Ctx() { view }: Context): readonly DisruptionBudget[] {
    return budgetsNow(view, pool);
  }

  @FieldResolver(() => [AllowedDisruptions], {
    description: "How many of its nodes all budgets together let go now; empty while its nodes are not known.",
  })
  allowedDisruptions(@Root() pool: NodePool, @Ctx() { view }: Context): readonly AllowedDisruptions[] {
    return allowedNow(view, pool);
  }

  @FieldResolver(() => [KubernetesEvent], {
    description:
      "What was said of its scheduling, life and disruption, newest first, at most 100; API servers forget it after an hour.",
  })
  events(@Root() pool: NodePool, @Ctx() { view }: Context): readonly KubernetesEvent[] {
    return eventsOf(view, pool);
  }
}
