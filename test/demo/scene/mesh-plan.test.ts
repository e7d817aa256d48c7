import { expect, test } from "vitest";
import { revisionNamed, revisionSuffix, type MeshPlan } from "../../../src/demo/scene/mesh/mesh-plan.ts";

const mesh: MeshPlan = {
  id: "retail",
  trustDomain: "retail.example",
  sidecars: "classic",
  outbound: "REGISTRY_ONLY",
  revisions: [
    { name: "default", version: "1.30.4" },
    { name: "1-31", version: "1.31.1" },
  ],
  tags: { canary: "1-31" },
};

test.each([
  [undefined, "1.30.4", ""],
  ["default", "1.30.4", ""],
  ["1-31", "1.31.1", "-1-31"],
  ["canary", "1.31.1", "-1-31"],
])("who follows %s is given %s by istiod%s", (name, version, suffix) => {
  const revision = revisionNamed(mesh, name);

  expect([revision.version, revisionSuffix(revision)]).toEqual([version, suffix]);
});
