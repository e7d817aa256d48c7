import type { Definition } from "../definition.ts";
import type { Schema } from "../schema/schema.ts";
import { anything, define, listOf, mapOf, objectOf, text } from "./define.ts";

const terms = listOf(anything, { maxItems: 30 });

const ec2NodeClass: Schema = {
  ...anything,
  properties: {
    subnetSelectorTerms: terms,
    securityGroupSelectorTerms: terms,
    amiSelectorTerms: terms,
    amiFamily: {
      ...text,
      enum: ["AL2", "AL2023", "Bottlerocket", "Custom", "Windows2019", "Windows2022", "Windows2025"],
    },
    role: text,
    instanceProfile: text,
    tags: mapOf(text),
  },
  required: ["amiSelectorTerms", "securityGroupSelectorTerms", "subnetSelectorTerms"],
};

const nodeClass: Schema = {
  ...anything,
  properties: {
    role: text,
    instanceProfile: text,
    subnetSelectorTerms: terms,
    securityGroupSelectorTerms: terms,
    networkPolicy: { ...text, enum: ["DefaultAllow", "DefaultDeny"] },
    networkPolicyEventLogs: { ...text, enum: ["Disabled", "Enabled"] },
    snatPolicy: { ...text, enum: ["Random", "Disabled"] },
  },
};

/** What Karpenter's provider for AWS makes nodes by. */
export const karpenterAwsDefinitions: readonly Definition[] = [
  define({
    group: "karpenter.k8s.aws",
    kind: "EC2NodeClass",
    plural: "ec2nodeclasses",
    scope: "Cluster",
    versions: ["v1"],
    spec: ec2NodeClass,
    shortNames: ["ec2nc", "ec2ncs"],
    categories: ["karpenter"],
  }),
];

/** What EKS Auto Mode makes nodes by. */
export const autoModeDefinitions: readonly Definition[] = [
  define({
    group: "eks.amazonaws.com",
    kind: "NodeClass",
    plural: "nodeclasses",
    scope: "Cluster",
    versions: ["v1"],
    spec: nodeClass,
  }),
];

/** AWS's own policies of the network, which know the names of hosts. */
export const networkPolicyAgentDefinitions: readonly Definition[] = [
  define({
    group: "networking.k8s.aws",
    kind: "ApplicationNetworkPolicy",
    plural: "applicationnetworkpolicies",
    scope: "Namespaced",
    versions: ["v1alpha1"],
    spec: objectOf(
      { podSelector: anything, policyTypes: listOf(text), egress: listOf(anything), ingress: listOf(anything) },
      ["podSelector"],
    ),
    shortNames: ["anp"],
  }),
];
