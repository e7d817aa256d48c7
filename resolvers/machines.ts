import { KubernetesNode } from "../schema/kubernetes-node.ts";
import { NodeClaim } from "../schema/node-claim.ts";
import type { View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";

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

/** The node that a claim became. */
export function nodeOfClaim(view: View, claim: NodeClaim): KubernetesNode | null {
  return machineKeys(claim).flatMap((key) => view.by(nodesByMachine, key))[0] ?? null;
}
