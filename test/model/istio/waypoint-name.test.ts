import { expect, test } from "vitest";
import type { StringMap } from "../../../schema/kubernetes-object.ts";
import { meshServicesOf } from "../../../src/model/istio/mesh-service.ts";
import { waypointNameOf } from "../../../src/model/istio/waypoint-name.ts";
import { serviceEntry, worldOf } from "./support/mesh-world.ts";

const use = (name: string, namespace?: string): StringMap => ({
  "istio.io/use-waypoint": name,
  ...(namespace === undefined ? {} : { "istio.io/use-waypoint-namespace": namespace }),
});

test.each<readonly [string, StringMap, StringMap, string | null]>([
  ["none", {}, {}, null],
  ["its own", use("w"), {}, "a/w"],
  ["one of another namespace", use("w", "b"), {}, "b/w"],
  ["its namespace's", {}, use("n"), "a/n"],
  ["its namespace's in another", {}, use("n", "b"), "b/n"],
  ["its own before its namespace's", use("w"), use("n", "b"), "a/w"],
  ["none, though its namespace has one", use("none"), use("n"), null],
  ["none for the namespace", {}, use("none"), null],
])("a service asks for %s", (_, labels, namespaceLabels, expected) => {
  const [service] = meshServicesOf(serviceEntry("a", "x", { labels }));
  const found = service && waypointNameOf(worldOf({ namespaces: { a: namespaceLabels } }), service);
  expect(found ? `${found.namespace}/${found.name}` : null).toBe(expected);
});
