import { registerEnumType } from "type-graphql";

export const ComputeMode = {
  AUTO_MODE: "AUTO_MODE",
  KARPENTER: "KARPENTER",
  MANAGED_NODE_GROUPS: "MANAGED_NODE_GROUPS",
  SELF_MANAGED: "SELF_MANAGED",
  HYBRID: "HYBRID",
  MIXED: "MIXED",
  UNKNOWN: "UNKNOWN",
} as const;
export type ComputeMode = (typeof ComputeMode)[keyof typeof ComputeMode];
registerEnumType(ComputeMode, {
  name: "ComputeMode",
  description: "How a cluster gets its nodes.",
  valuesConfig: {
    AUTO_MODE: { description: "From EKS Auto Mode." },
    KARPENTER: { description: "From its own Karpenter." },
    MANAGED_NODE_GROUPS: { description: "From managed node groups." },
    SELF_MANAGED: { description: "From EC2 instances that somebody keeps." },
    HYBRID: { description: "From machines of your own." },
    MIXED: { description: "In more than one way." },
    UNKNOWN: { description: "It has no nodes yet, or they do not tell." },
  },
});
