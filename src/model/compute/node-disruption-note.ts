import type { DisruptionFacts } from "./node-disruption-facts.ts";
import { provisionerOf } from "./provisioner.ts";

/** Why there is no more to tell of a node's disruption. */
export interface DisruptionNote {
  readonly code: string;
  readonly message: string;
}

/** Null for a node that has a NodeClaim, and of which all that matters is read. */
export function disruptionNote({ node, nodeClaim, pods, podBudgets }: DisruptionFacts): DisruptionNote | null {
  if (nodeClaim !== null && pods !== null && podBudgets !== null) return null;
  if (nodeClaim !== null)
    return {
      code: "PODS_UNKNOWN",
      message: "its pods or their PodDisruptionBudgets, which may hold it back, are not read",
    };
  const provisioner = node === null ? "UNKNOWN" : provisionerOf(node);
  switch (provisioner) {
    case "AUTO_MODE":
    case "KARPENTER":
      return { code: "NODE_CLAIM_UNKNOWN", message: "its NodeClaim, which says the rest, is not known" };
    case "MANAGED_NODE_GROUP":
      return {
        code: provisioner,
        message: "EKS replaces it with its node group's updates and repairs, which the cluster does not tell",
      };
    case "FARGATE":
      return { code: provisioner, message: "it is there for one pod and goes with that" };
    case "HYBRID":
    case "SELF_MANAGED":
      return { code: provisioner, message: "whoever runs it takes it away, which the cluster does not tell" };
    case "UNKNOWN":
    default:
      return { code: "UNKNOWN", message: "who made it is not known" };
  }
}
