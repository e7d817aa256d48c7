import { registerEnumType } from "type-graphql";

export const NodeProvisioner = {
  AUTO_MODE: "AUTO_MODE",
  KARPENTER: "KARPENTER",
  MANAGED_NODE_GROUP: "MANAGED_NODE_GROUP",
  HYBRID: "HYBRID",
  FARGATE: "FARGATE",
  SELF_MANAGED: "SELF_MANAGED",
  UNKNOWN: "UNKNOWN",
} as const;
export type NodeProvisioner = (typeof NodeProvisioner)[keyof typeof NodeProvisioner];
registerEnumType(NodeProvisioner, {
  name: "NodeProvisioner",
  description: "Who made a node and keeps it.",
  valuesConfig: {
    AUTO_MODE: { description: "EKS Auto Mode." },
    KARPENTER: { description: "A Karpenter that runs in the cluster." },
    MANAGED_NODE_GROUP: { description: "A managed node group of EKS." },
    HYBRID: { description: "It is a machine of your own, joined as an EKS hybrid node." },
    FARGATE: { description: "EKS Fargate: a node for one pod." },
    SELF_MANAGED: { description: "An EC2 instance that none of these made." },
    UNKNOWN: { description: "Nothing tells, or another cloud did." },
  },
});
