import { expect, test } from "vitest";
import { provisionerOf } from "../../../src/model/compute/provisioner.ts";

const ec2 = "aws:///eu-west-1b/i-0f1e2d3c4b5a69788";

test.each([
  ["EKS says auto", { "eks.amazonaws.com/compute-type": "auto", "karpenter.sh/nodepool": "system" }, ec2, "AUTO_MODE"],
  [
    "Auto Mode's node class",
    { "karpenter.sh/nodepool": "system", "eks.amazonaws.com/nodeclass": "default" },
    ec2,
    "AUTO_MODE",
  ],
  ["EKS says hybrid", { "eks.amazonaws.com/compute-type": "hybrid" }, null, "HYBRID"],
  ["a hybrid node's name in its cloud", {}, "eks-hybrid:///eu-west-1/shop/mi-0abc", "HYBRID"],
  ["EKS says fargate", { "eks.amazonaws.com/compute-type": "fargate" }, ec2, "FARGATE"],
  [
    "a Fargate node's name in its cloud",
    {},
    "aws:///eu-west-1a/0b1c/fargate-ip-10-0-1-2.eu-west-1.compute.internal",
    "FARGATE",
  ],
  ["a pool of Karpenter", { "karpenter.sh/nodepool": "default" }, ec2, "KARPENTER"],
  [
    "a pool of Karpenter in another cloud",
    { "karpenter.sh/nodepool": "default" },
    "azure:///subscriptions/1",
    "KARPENTER",
  ],
  ["a pool and a node group", { "karpenter.sh/nodepool": "a", "eks.amazonaws.com/nodegroup": "b" }, ec2, "KARPENTER"],
  ["a node group", { "eks.amazonaws.com/nodegroup": "main" }, ec2, "MANAGED_NODE_GROUP"],
  ["a compute type that is new", { "eks.amazonaws.com/compute-type": "quantum" }, ec2, "SELF_MANAGED"],
  ["a compute type that objects inherit", { "eks.amazonaws.com/compute-type": "toString" }, ec2, "SELF_MANAGED"],
  ["an instance of nobody", {}, ec2, "SELF_MANAGED"],
  ["an instance of another managed service", {}, "aws:///usw2-az2/sagemaker/cluster/hyperpod-x-i-0f1e", "UNKNOWN"],
  ["another cloud", {}, "gce://project/zone/name", "UNKNOWN"],
  ["no cloud", {}, null, "UNKNOWN"],
])("%s: %#", (_, labels, providerID, provisioner) => {
  expect(provisionerOf({ labels, providerID })).toBe(provisioner);
});
