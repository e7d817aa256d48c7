import { KubernetesNode } from "../schema/kubernetes-node.ts";
import { NodeClaim } from "../schema/node-claim.ts";
import type { NodePool } from "../schema/node-pool.ts";
import type { BudgetNodes } from "../src/model/compute/disruption-budget-nodes.ts";
import { budgetNodes } from "../src/model/compute/disruption-budget-nodes.ts";
import type { View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";
import { poolKey, poolKeys } from "./karpenter-label.ts";
import { nodeClaimOf } from "./machines.ts";

export const claimsByPool = indexOf(NodeClaim, poolKeys);
export const nodesByPool = indexOf(KubernetesNode, poolKeys);

/** The nodes that a pool's budgets are counted with. Looks at each node of the pool. */
export function budgetNodesOf(view: View, { cluster, name }: Pick<NodePool, "cluster" | "name">): BudgetNodes {
  const nodes = view.by(nodesByPool, poolKey(cluster, name));
  return budgetNodes(
    name,
    nodes.map((node) => ({ node, nodeClaim: nodeClaimOf(view, node) })),
  );
}
