import type { Definition } from "../definition.ts";
import type { Schema } from "../schema/schema.ts";
import { anything, define, integer, listOf, objectOf, text } from "./define.ts";

const nodePool: Schema = objectOf(
  {
    template: anything,
    disruption: objectOf({
      consolidationPolicy: { ...text, enum: ["WhenEmpty", "WhenEmptyOrUnderutilized", "Balanced"] },
      consolidateAfter: text,
      budgets: listOf(anything, { maxItems: 50 }),
    }),
    limits: anything,
    weight: { ...integer, minimum: 1, maximum: 100 },
    replicas: integer,
  },
  ["template"],
);

const nodeClaim: Schema = {
  ...anything,
  properties: { requirements: listOf(anything, { maxItems: 100 }), nodeClassRef: anything },
  required: ["nodeClassRef", "requirements"],
};

const karpenter = (kind: string, plural: string, spec: Schema, versions: readonly string[] = ["v1"]): Definition =>
  define({
    group: "karpenter.sh",
    kind,
    plural,
    scope: "Cluster",
    versions,
    spec,
    categories: ["karpenter"],
  });

const nodeOverlay: Schema = objectOf(
  {
    requirements: listOf(anything, { maxItems: 100 }),
    price: text,
    priceAdjustment: text,
    capacity: anything,
    weight: { ...integer, minimum: 1, maximum: 10_000 },
  },
  ["requirements"],
);

/** The resources of Karpenter that EKS Auto Mode has too. */
export const karpenterDefinitions: readonly Definition[] = [
  karpenter("NodePool", "nodepools", nodePool),
  karpenter("NodeClaim", "nodeclaims", nodeClaim),
];

/** What only who runs Karpenter can use: another price or capacity for some instance types. */
export const nodeOverlayDefinitions: readonly Definition[] = [
  karpenter("NodeOverlay", "nodeoverlays", nodeOverlay, ["v1alpha1"]),
];
