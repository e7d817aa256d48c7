import { expect, test } from "vitest";
import { aliasTargetOf } from "../../../src/model/istio/alias-target.ts";
import { meshServicesOf } from "../../../src/model/istio/mesh-service.ts";
import { kubernetesService, worldOf } from "./support/mesh-world.ts";

const alias = (name: string, externalName: string) =>
  kubernetesService("a", name, { type: "ExternalName", clusterIPs: [], externalName });
const hostOf = (name: string) => `${name}.a.svc.cluster.local`;

test.each([
  ["of a host of the mesh", [alias("x", hostOf("reviews")), kubernetesService("a", "reviews")], hostOf("reviews")],
  ["of a host outside", [alias("x", "api.com")], "api.com"],
  ["of another such name", [alias("x", hostOf("y")), alias("y", hostOf("z")), alias("z", "api.com")], "api.com"],
  ["of itself", [alias("x", hostOf("x"))], null],
  ["of a circle", [alias("x", hostOf("y")), alias("y", hostOf("z")), alias("z", hostOf("y"))], null],
  ["letter for letter", [alias("x", hostOf("Y")), alias("y", "api.com")], hostOf("Y")],
])("another name %s", (_, objects, expected) => {
  const [first] = meshServicesOf(objects[0] ?? alias("x", ""));
  expect(first && aliasTargetOf(worldOf({ objects }), first)).toBe(expected);
});

test("what is no other name leads nowhere", () => {
  const [service] = meshServicesOf(kubernetesService("a", "reviews"));
  expect(service && aliasTargetOf(worldOf({}), service)).toBeNull();
});
