import { expect, test } from "vitest";
import type { ServiceEntry } from "../../../schema/service-entry.ts";
import { hostConflicts } from "../../../src/model/istio/host-conflicts.ts";
import { meshServicesOf } from "../../../src/model/istio/mesh-service.ts";
import { istioPort, kubernetesService, serviceEntry } from "./support/mesh-world.ts";

const later = { createdSeconds: 2_000 };
const none = { defaultServiceExportTo: [] };

test.each<readonly [string, readonly ServiceEntry[], readonly string[]]>([
  ["the same host and port", [serviceEntry("a", "x"), serviceEntry("b", "y", later)], ["SEVERAL_SERVICE_ENTRIES b/y"]],
  ["told of the later one", [serviceEntry("a", "x", later), serviceEntry("b", "y")], ["SEVERAL_SERVICE_ENTRIES a/x"]],
  [
    "another protocol",
    [serviceEntry("a", "x"), serviceEntry("b", "y", { ...later, ports: [istioPort(80, "TCP")] })],
    ["PROTOCOL_CONFLICT b/y"],
  ],
  [
    "the same protocol in other capitals",
    [serviceEntry("a", "x"), serviceEntry("b", "y", { ...later, ports: [istioPort(80, "http")] })],
    ["SEVERAL_SERVICE_ENTRIES b/y"],
  ],
  ["another port", [serviceEntry("a", "x"), serviceEntry("b", "y", { ports: [istioPort(81)] })], []],
  ["another host", [serviceEntry("a", "x"), serviceEntry("b", "y", { hosts: ["evilapi.com"] })], []],
  [
    "each for its own namespace",
    [serviceEntry("a", "x", { exportTo: ["."] }), serviceEntry("b", "y", { exportTo: ["."] })],
    [],
  ],
  [
    "one for all, one for its own",
    [serviceEntry("a", "x"), serviceEntry("b", "y", { ...later, exportTo: ["."] })],
    ["SEVERAL_SERVICE_ENTRIES b/y"],
  ],
  [
    "both for a third",
    [serviceEntry("a", "x", { exportTo: ["c"] }), serviceEntry("b", "y", { ...later, exportTo: ["c", "."] })],
    ["SEVERAL_SERVICE_ENTRIES b/y"],
  ],
  ["one for nobody", [serviceEntry("a", "x"), serviceEntry("b", "y", { exportTo: ["~"] })], []],
  ["one entry with the host twice", [serviceEntry("a", "x", { hosts: ["api.com", "api.com"] })], []],
])("%s", (_, entries, expected) => {
  const services = entries
    .flatMap((entry) => meshServicesOf(entry))
    .filter(({ host }) => host === "api.com" || host === "evilapi.com");
  const problems = hostConflicts(none, services);
  expect(problems.map(({ code, object }) => `${code} ${object?.namespace}/${object?.name}`)).toEqual(expected);
});

test("the mesh's default counts, and Kubernetes Services do not", () => {
  const entries = [serviceEntry("a", "x"), serviceEntry("b", "y")].flatMap((entry) => meshServicesOf(entry));
  expect(hostConflicts({ defaultServiceExportTo: ["."] }, entries)).toEqual([]);
  const host = "reviews.a.svc.cluster.local";
  const mixed = [kubernetesService("a", "reviews"), serviceEntry("a", "x", { hosts: [host] })].flatMap((object) =>
    meshServicesOf(object),
  );
  expect(hostConflicts(none, mixed)).toEqual([]);
});
