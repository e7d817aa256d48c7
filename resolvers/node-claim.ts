import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { KubernetesNode } from "../schema/kubernetes-node.ts";
import { NodeClaim } from "../schema/node-claim.ts";
import { NodePool } from "../schema/node-pool.ts";
import type { Context } from "../src/context.ts";
import type { View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";
import { nodePoolOf } from "./karpenter-label.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";

/** Karpenter joins a claim and its node by the machine. Source: karpenter pkg/utils/nodeclaim (NodeForNodeClaim). */
const claimsByMachine = indexOf(NodeClaim, machineKeys);
const nodesByMachine = indexOf(KubernetesNode, machineKeys);

function machineKeys({ cluster, providerID }: NodeClaim | KubernetesNode): readonly string[] {
  return providerID === null ? [] : [`${providerID} ${cluster}`];
}

/** The claim that a node was asked for with. */
export function nodeClaimOf(view: View, node: KubernetesNode): NodeClaim | null {
  return machineKeys(node).flatMap((key) => view.by(claimsByMachine, key))[0] ?? null;
}

@Resolver(() => NodeClaim)
export class NodeClaimResolver extends kubernetesObjectResolver(NodeClaim, { clusterScoped: true }) {
  @FieldResolver(() => NodePool, { nullable: true, description: "The pool that it was made for." })
  nodePool(@Root() claim: NodeClaim, @Ctx() { view }: Context): NodePool | null {
    return nodePoolOf(view, claim);
  }

  @FieldResolver(() => KubernetesNode, { nullable: true, description: "The node, once it has joined the cluster." })
  node(@Root() claim: NodeClaim, @Ctx() { view }: Context): KubernetesNode | null {
    return machineKeys(claim).flatMap((key) => view.by(nodesByMachine, key))[0] ?? null;
  }
}
