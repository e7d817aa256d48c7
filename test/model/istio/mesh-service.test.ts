import { expect, test } from "vitest";
import { isAddressOrBlock, meshServicesOf } from "../../../src/model/istio/mesh-service.ts";
import { istioPort, kubernetesService, serviceEntry, servicePort } from "./support/mesh-world.ts";

test("a ServiceEntry brings each of its hosts once, as it is written", () => {
  const entry = serviceEntry("shop", "stripe", {
    hosts: ["API.com", "api.com", "*.api.com", "api.com"],
    exportTo: ["."],
  });

  const services = meshServicesOf(entry);

  expect(services.map(({ host }) => host)).toEqual(["API.com", "api.com", "*.api.com"]);
  expect(services[0]).toMatchObject({ namespace: "shop", name: "stripe", origin: "SERVICE_ENTRY", exportTo: ["."] });
});

test("a ServiceEntry's ports keep their targets, of which 0 is none", () => {
  const ports = [
    { ...istioPort(80, "HTTP"), targetPort: 8080 },
    { ...istioPort(443, null), targetPort: 0 },
  ];

  const [service] = meshServicesOf(serviceEntry("shop", "stripe", { ports }));

  expect(service?.ports).toEqual([
    { number: 80, name: "port-80", protocol: "HTTP", targetPort: "8080" },
    { number: 443, name: "port-443", protocol: "UNSUPPORTED", targetPort: null },
  ]);
});

test.each([
  ["none of whose addresses can be read", { addresses: ["nonsense", "10.0.0.0/33"] }, 0],
  ["one of whose addresses can be read", { addresses: ["nonsense", "10.0.0.0/8"] }, 1],
  ["of an unknown resolution", { resolution: "MAGIC" }, 0],
  ["without hosts", { hosts: [] }, 0],
])("a ServiceEntry %s", (_, fields, count) => {
  expect(meshServicesOf(serviceEntry("shop", "stripe", fields))).toHaveLength(count);
});

test.each([
  [null, null],
  [{}, {}],
  [{ labels: { app: "x" } }, { app: "x" }],
  [{ labels: { app: "x", wrong: 5 } }, { app: "x" }],
  [{ labels: "wrong" }, {}],
])("the selector %j is %j", (workloadSelector, selector) => {
  expect(meshServicesOf(serviceEntry("shop", "stripe", { workloadSelector }))[0]?.selector).toEqual(selector);
});

test.each([
  ["an ordinary one", {}, "STATIC", "MESH_INTERNAL", null],
  ["a headless one", { clusterIPs: ["None"] }, "NONE", "MESH_INTERNAL", null],
  [
    "another name",
    { type: "ExternalName", clusterIPs: [], externalName: "api.com" },
    "ALIAS",
    "MESH_EXTERNAL",
    "api.com",
  ],
  [
    "another name of nothing",
    { type: "ExternalName", clusterIPs: [], externalName: null },
    "STATIC",
    "MESH_INTERNAL",
    null,
  ],
  ["a left-over external name", { type: "ClusterIP", externalName: "api.com" }, "STATIC", "MESH_INTERNAL", null],
])("a Kubernetes Service, %s", (_, fields, resolution, location, aliasFor) => {
  const [service] = meshServicesOf(kubernetesService("shop", "reviews", fields));
  expect(service).toMatchObject({ host: "reviews.shop.svc.cluster.local", resolution, location, aliasFor });
});

test("a Kubernetes Service is of the cluster's domain, and exported by an annotation", () => {
  const annotations = { "networking.istio.io/exportTo": ". ,b" };

  const [service] = meshServicesOf(
    kubernetesService("shop", "reviews", { annotations, ports: [servicePort(80, "grpc")] }),
    "corp",
  );

  expect(service?.host).toBe("reviews.shop.svc.corp");
  expect(service?.exportTo).toEqual([".", "b"]);
  expect(service?.ports.map(({ protocol }) => protocol)).toEqual(["GRPC"]);
});

test.each([
  ["10.0.0.1", true],
  ["fd00::1", true],
  ["10.0.0.0/8", true],
  ["fd00::/64", true],
  ["10.0.0.0/33", false],
  ["10.0.0.0/08", false],
  ["010.0.0.1", false],
  ["api.com", false],
  ["/8", false],
  ["", false],
])("%s is an address or a block: %s", (text, is) => {
  expect(isAddressOrBlock(text)).toBe(is);
});
