import { expect, test } from "vitest";
import { isDiscovered, isOfRevision, readServices } from "../../../src/model/istio/is-read.ts";
import { meshServicesOf } from "../../../src/model/istio/mesh-service.ts";
import { kubernetesService, serviceEntry, worldOf } from "./support/mesh-world.ts";

const meshOnly = { discoverySelectors: [{ matchLabels: { mesh: "yes" } }] };

test.each([
  ["without selectors", {}, true],
  ["that one selects", { config: meshOnly, namespaces: { a: { mesh: "yes" } } }, true],
  [
    "that the second selects",
    { config: { discoverySelectors: [{ matchLabels: { x: "y" } }, {}] }, namespaces: { a: {} } },
    true,
  ],
  ["that none selects", { config: meshOnly, namespaces: { a: {} } }, false],
  ["that is not there", { config: meshOnly }, false],
  ["that was not read", { config: meshOnly, gaps: [{ what: "NAMESPACES", reason: "forbidden" }] }, null],
  ["by a selector that is none", { config: { discoverySelectors: [{ matchLabels: { mesh: 5 } }] } }, null],
] as const)("a namespace %s is looked at: %s", (_, fields, expected) => {
  expect(isDiscovered(worldOf(fields), "a")).toBe(expected);
});

test.each([
  [{}, "default", true],
  [{ "istio.io/rev": "default" }, "default", true],
  [{ "istio.io/rev": "canary" }, "default", false],
  [{ "istio.io/rev": "canary" }, "", true],
])("an object with the labels %j is of revision %j: %s", (labels, revision, expected) => {
  expect(isOfRevision(worldOf({ config: { revision } }), { labels })).toBe(expected);
});

test("what is not looked at is told apart, and Kubernetes Services are of every revision", () => {
  const labels = { "istio.io/rev": "canary" };
  const services = [
    kubernetesService("a", "reviews", { labels }),
    serviceEntry("a", "x", { labels }),
    serviceEntry("b", "y"),
    serviceEntry("a", "z"),
  ].flatMap((object) => meshServicesOf(object));

  const { read, claims, unknown } = readServices(
    worldOf({ config: meshOnly, namespaces: { a: { mesh: "yes" }, b: {} } }),
    services,
  );

  expect(read.map(({ name }) => name)).toEqual(["reviews", "z"]);
  expect(claims.map(({ service, verdict }) => [service.name, verdict])).toEqual([
    ["x", "NOT_READ"],
    ["y", "NOT_READ"],
  ]);
  expect(unknown).toBeNull();
});
