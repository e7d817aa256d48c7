import type { MeshPlan } from "./mesh-plan.ts";

const stable = { name: "default", version: "1.30.4" };

/** The mesh of the shops: sidecars that are containers like others, and one way out. */
export const retail: MeshPlan = {
  id: "retail",
  trustDomain: "retail.example",
  sidecars: "classic",
  outbound: "REGISTRY_ONLY",
  revisions: [stable],
  tags: {},
};

/** The same while a newer control plane is tried beside the one that most namespaces follow. */
export const retailWithCanary: MeshPlan = {
  ...retail,
  revisions: [stable, { name: "1-31", version: "1.31.1" }],
  tags: { prod: "default" },
};

/** The mesh of the bank: a trust domain of its own, partly without sidecars. */
export const payments: MeshPlan = {
  id: "payments",
  trustDomain: "payments.example",
  sidecars: "native",
  outbound: "ALLOW_ANY",
  revisions: [{ name: "default", version: "1.31.1" }],
  tags: {},
};
