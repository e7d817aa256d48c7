import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { KubernetesEvent } from "../schema/kubernetes-event.ts";
import { KubernetesNode } from "../schema/kubernetes-node.ts";
import { KubernetesObject } from "../schema/kubernetes-object.ts";
import { NodeClaimStep } from "../schema/node-claim-step.ts";
import { NodeClaim } from "../schema/node-claim.ts";
import { NodePool } from "../schema/node-pool.ts";
import type { Context } from "../src/context.ts";
import { nodeClaimTimeline } from "../src/model/compute/node-claim-timeline.ts";
import { nodePoolOf } from "./karpenter-label.ts";
import { eventsOf } from "./kubernetes-event.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";
import { nodeOfClaim } from "./machines.ts";
import { nodeClassOf } from "./node-class.ts";

@Resolver(() => NodeClaim)
export class NodeClaimResolver extends kubernetesObjectResolver(NodeClaim, { clusterScoped: true }) {
  @FieldResolver(() => NodePool, { nullable: true, description: "The pool that it was made for." })
  nodePool(@Root() claim: NodeClaim, @Ctx() { view }: Context): NodePool | null {
    return nodePoolOf(view, claim);
  }

  @FieldResolver(() => KubernetesNode, { nullable: true, description: "The node, once it has joined the cluster." })
  node(@Root() claim: NodeClaim, @Ctx() { view }: Context): KubernetesNode | null {
    return nodeOfClaim(view, claim);
  }

  @FieldResolver(() => KubernetesObject, {
    nullable: true,
    description: "The cloud's part of what it is like: an EC2NodeClass, or Auto Mode's NodeClass.",
  })
  nodeClass(@Root() { cluster, nodeClassRef }: NodeClaim, @Ctx() { view }: Context): KubernetesObject | null {
    return nodeClassOf(view, cluster, nodeClassRef);
  }

  @FieldResolver(() => [NodeClaimStep], {
    description:
      "Its life: what happened, by time, and then what it waits for. What Karpenter said of it and its node is in it.",
  })
  timeline(@Root() claim: NodeClaim, @Ctx() { view }: Context): readonly NodeClaimStep[] {
    const node = nodeOfClaim(view, claim);
    return nodeClaimTimeline(claim, [...eventsOf(view, claim), ...(node === null ? [] : eventsOf(view, node))]);
  }

  @FieldResolver(() => [KubernetesEvent], {
    description:
      "What was said of its scheduling, life and disruption, newest first, at most 100; API servers forget it after an hour.",
  })
  events(@Root() claim: NodeClaim, @Ctx() { view }: Context): readonly KubernetesEvent[] {
    return eventsOf(view, claim);
  }
}
