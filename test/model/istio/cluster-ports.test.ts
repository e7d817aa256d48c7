import { expect, test } from "vitest";
import { clusterPortsOf } from "../../../src/model/istio/cluster-ports.ts";
import { resolveHost } from "../../../src/model/istio/host-winner.ts";
import { istioPort, kubernetesService, serviceEntry, sidecarOf, worldOf } from "./support/mesh-world.ts";

const ports = [
  istioPort(80, "HTTP"),
  istioPort(443, "TLS"),
  istioPort(53, "UDP"),
  istioPort(90, "TCP"),
  istioPort(80, "TCP"),
];
const at80 = (port: number): boolean => port === 80;

test.each([
  ["every port but UDP, each once", { resolution: "STATIC" }, "1.32.0", () => null, [80, 443, 90]],
  ["with DNS those with endpoints", { resolution: "DNS" }, "1.32.0", at80, [80]],
  ["with DNS it hangs on the endpoints", { resolution: "DNS" }, "1.32.0", () => null, null],
  [
    "with DYNAMIC_DNS what can be forwarded",
    { resolution: "DYNAMIC_DNS", hosts: ["*.api.com"] },
    "1.30.0",
    () => null,
    [80, 443],
  ],
  ["with DYNAMIC_DNS none before 1.30", { resolution: "DYNAMIC_DNS", hosts: ["*.api.com"] }, "1.29.6", () => null, []],
  [
    "with DYNAMIC_DNS it hangs on the version",
    { resolution: "DYNAMIC_DNS", hosts: ["*.api.com"] },
    null,
    () => null,
    null,
  ],
  ["with DYNAMIC_DNS but no wildcard all", { resolution: "DYNAMIC_DNS" }, "1.32.0", () => null, [80, 443, 90]],
  ["none for what is not seen", { exportTo: ["."] }, "1.32.0", () => true, []],
] as const)("clusters: %s", (_, fields, version, hasEndpoints, expected) => {
  const objects = [serviceEntry("b", "x", { ports, ...fields })];
  const world = worldOf({ objects, version });
  const host = objects[0]?.hosts[0] ?? "";
  expect(clusterPortsOf(resolveHost(world, sidecarOf("a"), host), version, hasEndpoints)).toEqual(expected);
});

test("there are none for another name, and what is unknown stays so", () => {
  const alias = kubernetesService("a", "old", { type: "ExternalName", externalName: "api.com" });
  const resolution = resolveHost(worldOf({ objects: [alias] }), sidecarOf("a"), "old.a.svc.cluster.local");
  expect(clusterPortsOf(resolution, "1.32.0", () => true)).toEqual([]);
  expect(clusterPortsOf({ ...resolution, outcome: "UNKNOWN" }, "1.32.0", () => true)).toBeNull();
});
