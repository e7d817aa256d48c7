import { expect, test } from "vitest";
import { isRestrictedLabel, labelKnowledge } from "../../../src/model/compute/well-known-labels.ts";

const self = "karpenter.k8s.aws";
const auto = "eks.amazonaws.com";

test.each([
  ["topology.kubernetes.io/zone", self, "WELL_KNOWN"],
  ["karpenter.sh/capacity-type", auto, "WELL_KNOWN"],
  ["karpenter.k8s.aws/instance-cpu", self, "WELL_KNOWN"],
  ["topology.k8s.aws/zone-id", self, "WELL_KNOWN"],
  ["eks.amazonaws.com/instance-cpu", auto, "WELL_KNOWN"],
  ["eks.amazonaws.com/compute-type", auto, "WELL_KNOWN"],
  ["team", self, "CUSTOM"],
  ["example.com/team", self, "CUSTOM"],
  ["karpenter.k8s.aws/instance-cpu", auto, "CUSTOM"],
  ["eks.amazonaws.com/instance-cpu", self, "CUSTOM"],
  ["notkarpenter.k8s.aws/instance-cpu", self, "CUSTOM"],
  ["karpenter.k8s.aws/made-tomorrow", self, "UNCERTAIN"],
  ["compute.eks.amazonaws.com/made-tomorrow", auto, "UNCERTAIN"],
  ["topology.k8s.aws/zone-id", auto, "UNCERTAIN"],
  ["karpenter.azure.com/sku-name", "karpenter.azure.com", "UNCERTAIN"],
  ["kubernetes.azure.com/mode", "karpenter.azure.com", "UNCERTAIN"],
  ["team", "karpenter.azure.com", "CUSTOM"],
  ["example.com/team", "", "UNCERTAIN"],
])("%s of pools of %s is %s", (key, group, knowledge) => {
  expect(labelKnowledge(key, group)).toBe(knowledge);
});

test.each([
  ["kubernetes.io/hostname", true],
  ["karpenter.sh/registered", true],
  ["compatibility.karpenter.sh/provider", true],
  ["karpenter.sh/nodepool", false],
  ["karpenter.sh/capacity-type", false],
  ["mykarpenter.sh/team", false],
  ["team", false],
])("whether pods may ask for %s: restricted is %s", (key, restricted) => {
  expect(isRestrictedLabel(key)).toBe(restricted);
});
