import type { StringMap } from "../../../schema/kubernetes-object.ts";

/** Who made a node and keeps it. Source: the contract, NodeProvisioner. */
export type NodeProvisioner =
  | "AUTO_MODE"
  | "KARPENTER"
  | "MANAGED_NODE_GROUP"
  | "HYBRID"
  | "FARGATE"
  | "SELF_MANAGED"
  | "UNKNOWN";

/** What EKS itself says. Source: EKS user guide, associate-workload and hybrid-nodes-cni; for Fargate the label that its nodes carry. */
const COMPUTE_TYPES: Readonly<Record<string, NodeProvisioner>> = {
  auto: "AUTO_MODE",
  hybrid: "HYBRID",
  fargate: "FARGATE",
};

/** Source: awslabs nodeadm, kubelet config (`eks-hybrid:///<region>/<cluster>/<node>`). */
const HYBRID_ID = /^eks-hybrid:\/\/\//;

/** Source: nodes of EKS Fargate (`aws:///<zone>/<id>/fargate-ip-...`). */
const FARGATE_ID = /^aws:\/\/\/.*\/fargate-[^/]+$/;

/** Source: cloud-provider-aws, the provider id of an EC2 instance. */
const INSTANCE_ID = /^aws:\/\/\/[^/]*\/i-[0-9a-f]+$/;

/**
 * Who made a node, by the surest sign first: what EKS says of it, what its cloud calls it, Karpenter's pool, EKS' node group, and last
 * an EC2 instance that has none of these. The nodes of Auto Mode also have a pool of Karpenter's; the label of their NodeClass tells them
 * (karpenter pkg/apis/v1/labels.go: NodeClassLabelKey). Other clouds and other managed services are UNKNOWN.
 */
export function provisionerOf({
  labels,
  providerID,
}: {
  readonly labels: StringMap;
  readonly providerID: string | null;
}): NodeProvisioner {
  const computeType = labels["eks.amazonaws.com/compute-type"];
  const told =
    computeType !== undefined && Object.hasOwn(COMPUTE_TYPES, computeType) ? COMPUTE_TYPES[computeType] : undefined;
  if (told !== undefined) return told;
  const id = providerID ?? "";
  if (HYBRID_ID.test(id)) return "HYBRID";
  if (FARGATE_ID.test(id)) return "FARGATE";
  if (Object.hasOwn(labels, "karpenter.sh/nodepool"))
    return Object.hasOwn(labels, "eks.amazonaws.com/nodeclass") ? "AUTO_MODE" : "KARPENTER";
  if (Object.hasOwn(labels, "eks.amazonaws.com/nodegroup")) return "MANAGED_NODE_GROUP";
  return INSTANCE_ID.test(id) ? "SELF_MANAGED" : "UNKNOWN";
}
