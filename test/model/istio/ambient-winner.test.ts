import * as fc from "fast-check";
import { expect, test } from "vitest";
import { resolveHost } from "../../../src/model/istio/host-winner.ts";
import type { WorldFields } from "./support/mesh-world.ts";
import { ambientOf, kubernetesService, serviceEntry, sidecar, worldOf } from "./support/mesh-world.ts";

const REVIEWS = "reviews.b.svc.cluster.local";
const at = (createdSeconds: number) => ({ createdSeconds });
const visible = (defaultVisibility: string): NonNullable<WorldFields["config"]> => ({
  serviceEntryVisibility: { defaultVisibility },
});
const named = { hosts: [REVIEWS] };

test.each<readonly [string, WorldFields, string]>([
  ["exportTo is not asked", { objects: [serviceEntry("b", "x", { exportTo: ["~"] })] }, "b/x"],
  ["nor is a Sidecar", { objects: [serviceEntry("b", "x"), sidecar("a", "s", ["./*"])] }, "b/x"],
  ["the oldest", { objects: [serviceEntry("b", "x", at(2)), serviceEntry("c", "y", at(1))] }, "c/y"],
  ["the own namespace first", { objects: [serviceEntry("a", "x", at(2)), serviceEntry("c", "y", at(1))] }, "a/x"],
  [
    "the oldest of the own namespace",
    { objects: [serviceEntry("a", "x", at(2)), serviceEntry("a", "y", at(1))] },
    "a/y",
  ],
  [
    "what is limited to another namespace",
    { objects: [serviceEntry("b", "x")], config: visible("NAMESPACE") },
    "NOT_VISIBLE",
  ],
  ["what is limited to its own", { objects: [serviceEntry("a", "x")], config: visible("NAMESPACE") }, "a/x"],
  ["what is hidden", { objects: [serviceEntry("a", "x")], config: visible("NONE") }, "NOT_VISIBLE"],
  [
    "what is limited before 1.31",
    { objects: [serviceEntry("b", "x")], config: visible("NAMESPACE"), version: "1.30.3" },
    "b/x",
  ],
  [
    "a visibility of an unknown version",
    { objects: [serviceEntry("b", "x")], config: visible("NONE"), version: null },
    "UNKNOWN",
  ],
  ["two of one second", { objects: [serviceEntry("b", "x"), serviceEntry("c", "y")] }, "UNKNOWN"],
  ["two of one second, but one is the own", { objects: [serviceEntry("a", "x"), serviceEntry("c", "y")] }, "a/x"],
  [
    "two before 1.29",
    { objects: [serviceEntry("b", "x", at(1)), serviceEntry("c", "y", at(2))], version: "1.28.10" },
    "UNKNOWN",
  ],
  ["one before 1.29", { objects: [serviceEntry("b", "x")], version: "1.28.10" }, "b/x"],
  [
    "one bad address spoils it",
    { objects: [serviceEntry("b", "x", { addresses: ["10.0.0.1", "bad"] })] },
    "NOT_VISIBLE",
  ],
  ["another revision", { objects: [serviceEntry("b", "x", { labels: { "istio.io/rev": "canary" } })] }, "NOT_VISIBLE"],
  ["nothing", {}, "NO_SUCH_HOST"],
  ["what was not read", { gaps: [{ what: "SERVICES", reason: "forbidden" }] }, "UNKNOWN"],
])("in ambient: %s", (_, fields, expected) => {
  expect(shown(fields, "api.com")).toBe(expected);
});

test.each<readonly [string, WorldFields, string]>([
  [
    "a Kubernetes Service before an older entry",
    { objects: [kubernetesService("b", "reviews", at(2)), serviceEntry("c", "x", { ...named, ...at(1) })] },
    "b/reviews",
  ],
  [
    "a Kubernetes Service before an older entry of its namespace",
    { objects: [kubernetesService("b", "reviews", at(2)), serviceEntry("b", "x", { ...named, ...at(1) })] },
    "b/reviews",
  ],
  [
    "the own namespace's entry before it",
    { objects: [kubernetesService("b", "reviews"), serviceEntry("a", "x", named)] },
    "a/x",
  ],
  [
    "a Kubernetes Service is never hidden",
    { objects: [kubernetesService("b", "reviews")], config: visible("NONE") },
    "b/reviews",
  ],
  [
    "another name is left to DNS",
    { objects: [kubernetesService("b", "reviews", { type: "ExternalName", externalName: "api.com" })] },
    "NOT_VISIBLE",
  ],
])("in ambient: %s", (_, fields, expected) => {
  expect(shown(fields, REVIEWS)).toBe(expected);
});

test("every claim is told what becomes of it", () => {
  const objects = [serviceEntry("b", "x", at(1)), serviceEntry("b", "y", at(2)), serviceEntry("c", "z", at(3))];
  const { claims } = resolveHost(worldOf({ objects }), ambientOf("a"), "api.com");
  expect(claims.map(({ service, verdict }) => [service.name, verdict])).toEqual([
    ["x", "WINS"],
    ["y", "SHADOWED"],
    ["z", "SHADOWED"],
  ]);
});

test("the winner is of the own namespace, or the oldest of all, and no other claim is both", () => {
  const place = fc.tuple(fc.constantFrom("a", "b", "c"), fc.integer({ min: 1, max: 4 }));
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 5 }), (places) => {
      const objects = places.map(([namespace, age], index) => serviceEntry(namespace, `e${index}`, at(age)));
      const { outcome, winner } = resolveHost(worldOf({ objects }), ambientOf("a"), "api.com");
      const own = places.filter(([namespace]) => namespace === "a");
      const ages = (own.length > 0 ? own : places).map(([, age]) => age);
      const oldest = Math.min(...ages);
      const tied = ages.filter((age) => age === oldest).length > 1;
      expect(outcome).toBe(tied ? "UNKNOWN" : "RESOLVED");
      expect(winner?.createdSeconds).toBe(tied ? undefined : oldest);
    }),
    { numRuns: 1_000 },
  );
});

function shown(fields: WorldFields, host: string): string {
  const { outcome, winner } = resolveHost(worldOf(fields), ambientOf("a"), host);
  return winner === null ? outcome : `${winner.namespace}/${winner.name}`;
}
