import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ComputeMode } from "../../../src/model/compute/compute-mode.ts";
import { computeModeOf } from "../../../src/model/compute/compute-mode.ts";
import type { NodeProvisioner } from "../../../src/model/compute/provisioner.ts";

test.each<[readonly NodeProvisioner[], readonly string[], ComputeMode]>([
  [[], [], "UNKNOWN"],
  [["AUTO_MODE", "AUTO_MODE"], [], "AUTO_MODE"],
  [[], ["eks.amazonaws.com"], "AUTO_MODE"],
  [["AUTO_MODE"], ["eks.amazonaws.com"], "AUTO_MODE"],
  [["KARPENTER"], ["karpenter.k8s.aws"], "KARPENTER"],
  [[], ["karpenter.azure.com"], "KARPENTER"],
  [["MANAGED_NODE_GROUP"], [], "MANAGED_NODE_GROUPS"],
  [["MANAGED_NODE_GROUP"], ["karpenter.k8s.aws"], "MIXED"],
  [["AUTO_MODE"], ["karpenter.k8s.aws"], "MIXED"],
  [["HYBRID"], [], "HYBRID"],
  [["SELF_MANAGED"], [""], "SELF_MANAGED"],
  [["FARGATE"], [], "UNKNOWN"],
  [["FARGATE", "MANAGED_NODE_GROUP"], [], "MIXED"],
  [["UNKNOWN"], [], "UNKNOWN"],
  [["UNKNOWN", "KARPENTER"], [], "UNKNOWN"],
  [["UNKNOWN", "KARPENTER", "HYBRID"], [], "MIXED"],
])("nodes of %j and pools of %j are %s", (provisioners, groups, mode) => {
  expect(computeModeOf(provisioners, groups)).toBe(mode);
});

const provisioner = fc.constantFrom<NodeProvisioner>(
  "AUTO_MODE",
  "KARPENTER",
  "MANAGED_NODE_GROUP",
  "HYBRID",
  "FARGATE",
  "SELF_MANAGED",
  "UNKNOWN",
);

test("neither order nor number changes the mode, and what is mixed stays so", () => {
  fc.assert(
    fc.property(fc.array(provisioner), provisioner, (nodes, more) => {
      const mode = computeModeOf(nodes, []);

      expect(computeModeOf([...nodes.toReversed(), ...nodes], [])).toBe(mode);
      expect(mode === "MIXED" ? computeModeOf([...nodes, more], []) : "MIXED").toBe("MIXED");
    }),
  );
});
