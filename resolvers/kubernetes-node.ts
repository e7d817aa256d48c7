import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { KubernetesEvent } from "../schema/kubernetes-event.ts";
import { KubernetesNode } from "../schema/kubernetes-node.ts";
import { NodeClaim } from "../schema/node-claim.ts";
import { NodeDisruption } from "../schema/node-disruption.ts";
import { NodePool } from "../schema/node-pool.ts";
import { NodePressure } from "../schema/node-pressure.ts";
import { NodeProvisioner } from "../schema/node-provisioner.ts";
import { Pod } from "../schema/pod.ts";
import type { Context } from "../src/context.ts";
import { pressureOf } from "../src/model/compute/node-pressure.ts";
import { provisionerOf } from "../src/model/compute/provisioner.ts";
import type { View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";
import { connectEdge } from "./edge.ts";
import { nodePoolOf } from "./karpenter-label.ts";
import { eventsOf } from "./kubernetes-event.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";
import { nodeClaimOf } from "./machines.ts";
import { disruptionOf } from "./node-disruption.ts";
import { podsByNode } from "./node-pods.ts";

const nodesByProvisioner = indexOf(KubernetesNode, (node) => [`${provisionerOf(node)} ${node.cluster}`]);

/** The ways in which a cluster's nodes were made, each once. */
export function provisionersOf(view: View, cluster: string): readonly NodeProvisioner[] {
  return Object.values(NodeProvisioner).filter((provisioner) => {
    const within = { index: nodesByProvisioner, key: `${provisioner} ${cluster}` };
    return view.page(KubernetesNode, { within }, { first: 1 }).items.length > 0;
  });
}

@Resolver(() => KubernetesNode)
export class KubernetesNodeResolver extends kubernetesObjectResolver(KubernetesNode, { clusterScoped: true }) {
  @FieldResolver(() => [KubernetesEvent], {
    description:
      "What was said of its scheduling, life and disruption, newest first, at most 100; API servers forget it after an hour.",
  })
  events(@Root() node: KubernetesNode, @Ctx() { view }: Context): readonly KubernetesEvent[] {
    return eventsOf(view, node);
  }

  @FieldResolver(() => NodeProvisioner, { description: "Who made it and keeps it." })
  provisioner(@Root() node: KubernetesNode): NodeProvisioner {
    return provisionerOf(node);
  }

  @FieldResolver(() => NodePressure, { description: "What it is short of." })
  pressure(@Root() { conditions }: KubernetesNode): NodePressure {
    return pressureOf(conditions);
  }

  @FieldResolver(() => NodeDisruption, { description: "What may take it away next, and what holds that back." })
  disruption(@Root() node: KubernetesNode, @Ctx() { view }: Context): NodeDisruption {
    return disruptionOf(view, node);
  }

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
