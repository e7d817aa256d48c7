import { expect, test } from "vitest";
import { exportToOf, exportedTo, isVisibleTo } from "../../../src/model/istio/export-to.ts";
import { meshServicesOf } from "../../../src/model/istio/mesh-service.ts";
import type { MeshService } from "../../../src/model/istio/mesh-world.ts";
import { sidecarRules } from "../../../src/model/istio/sidecar-rules.ts";
import { kubernetesService, serviceEntry, worldOf } from "./support/mesh-world.ts";

const [latest] = sidecarRules("1.32.0", {});
if (latest === undefined) throw new Error("no rules");

test.each([
  [["*"], "other", "PUBLIC", true],
  [["."], "own", "EXPLICIT", true],
  [["."], "other", null, false],
  [["own"], "own", "EXPLICIT", true],
  [["other"], "other", "EXPLICIT", true],
  [["other"], "own", null, false],
  [["~"], "own", null, false],
  [["*", "other"], "other", "PUBLIC", true],
  [["*", "~"], "other", "PUBLIC", true],
  [["~", "other"], "other", null, true],
  [["~", "."], "own", null, true],
  [[""], "own", null, false],
] as const)("exported to %j, namespace %s finds it %s and may see it: %s", (exportTo, namespace, found, visible) => {
  expect(exportedTo(new Set(exportTo), "own", namespace)).toBe(found);
  expect(isVisibleTo(new Set(exportTo), "own", namespace)).toBe(visible);
});

test("what says nothing is exported as the mesh says, and to all when that says nothing either", () => {
  const service = only(serviceEntry("own", "a"));
  expect(exported(worldOf({}), service)).toEqual(["*"]);
  expect(exported(worldOf({ config: { defaultServiceExportTo: ["."] } }), service)).toEqual(["."]);
});

test.each([
  ["NAMESPACE", ["*"], ["."]],
  ["NAMESPACE", ["other", "own"], ["."]],
  ["NAMESPACE", ["other"], ["~"]],
  ["NAMESPACE", ["~"], ["~"]],
  ["NONE", ["*"], ["~"]],
  ["PUBLIC", ["other"], ["other"]],
])("a visibility of %s makes %j into %j", (defaultVisibility, exportTo, expected) => {
  const config = { serviceEntryVisibility: { applyToSidecars: true, defaultVisibility } };
  const service = only(serviceEntry("own", "a", { exportTo }));
  expect(exported(worldOf({ config }), service)).toEqual(expected);
});

test.each([
  ["where it is not for sidecars", { defaultVisibility: "NONE" }, serviceEntry("own", "a"), "1.32.0"],
  [
    "for Kubernetes Services",
    { applyToSidecars: true, defaultVisibility: "NONE" },
    kubernetesService("own", "a"),
    "1.32.0",
  ],
  ["before Istio 1.31", { applyToSidecars: true, defaultVisibility: "NONE" }, serviceEntry("own", "a"), "1.30.3"],
])("the visibility does not count %s", (_, serviceEntryVisibility, object, version) => {
  const world = worldOf({ config: { serviceEntryVisibility } });
  const [rules] = sidecarRules(version, {});
  expect([...(exportToOf(world, only(object), rules ?? latest) ?? [])]).toEqual(["*"]);
});

test.each([
  ["namespaces that were not read", { applyToSidecars: true }, [{ what: "NAMESPACES", reason: "forbidden" }]],
  ["a visibility that cannot be read", { applyToSidecars: true, defaultVisibility: "SOME" }, []],
  ["a switch that is none", { applyToSidecars: "yes" }, []],
] as const)("it cannot be told with %s", (_, serviceEntryVisibility, gaps) => {
  const world = worldOf({ config: { serviceEntryVisibility }, gaps });
  expect(exportToOf(world, only(serviceEntry("own", "a")), latest)).toBeNull();
});

function exported(world: ReturnType<typeof worldOf>, service: MeshService): readonly string[] {
  return [...(exportToOf(world, service, latest as NonNullable<typeof latest>) ?? [])];
}

function only(object: Parameters<typeof meshServicesOf>[0]): MeshService {
  const [service] = meshServicesOf(object);
  if (service === undefined) throw new Error("no service");
  return service;
}
