import type { NodeProvisioner } from "./provisioner.ts";

/** How a cluster gets its nodes. Source: the contract, ComputeMode. */
export type ComputeMode =
  | "AUTO_MODE"
  | "KARPENTER"
  | "MANAGED_NODE_GROUPS"
  | "SELF_MANAGED"
  | "HYBRID"
  | "MIXED"
  | "UNKNOWN";

/** The group of Auto Mode's NodeClass. Source: EKS user guide, create-node-class. */
const AUTO_MODE_GROUP = "eks.amazonaws.com";

/**
 * A cluster's mode from those who made its nodes and from the API groups of its NodePools' node classes: a pool says where nodes will come
 * from, even while it has none. More than one way is MIXED. Nodes whose maker is not known make it UNKNOWN, unless it is MIXED without
 * them; so does Fargate alone, which has no mode of its own.
 */
export function computeModeOf(provisioners: Iterable<NodeProvisioner>, nodeClassGroups: Iterable<string>): ComputeMode {
  const makers = new Set<NodeProvisioner>(provisioners);
  for (const group of nodeClassGroups)
    if (group !== "") makers.add(group === AUTO_MODE_GROUP ? "AUTO_MODE" : "KARPENTER");
  const isUnsure = makers.delete("UNKNOWN");
  const [maker] = makers;
  if (makers.size > 1) return "MIXED";
  return isUnsure || maker === undefined ? "UNKNOWN" : modeOf(maker);
}

function modeOf(maker: NodeProvisioner): ComputeMode {
  if (maker === "MANAGED_NODE_GROUP") return "MANAGED_NODE_GROUPS";
  return maker === "FARGATE" ? "UNKNOWN" : maker;
}
