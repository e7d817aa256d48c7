import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { readVirtualService } from "../../../src/model/istio/virtual-service-read.ts";
import { virtualService } from "./support/mesh-world.ts";

function read(spec: JsonObject): ReturnType<typeof readVirtualService> {
  return readVirtualService(virtualService("shop", "stripe", spec));
}

test.each([
  ["a short name is a Kubernetes Service of its namespace", "reviews", "reviews.shop.svc.cluster.local"],
  ["a name with a dot is whole", "api.com", "api.com"],
  ["everything is everything", "*", "*"],
  ["an address is itself", "10.0.0.1", "10.0.0.1"],
  ["capitals and trailing dots stay", "API.com.", "API.com."],
])("of hosts and destinations %s", (_, written, host) => {
  const { spec, problems } = read({
    hosts: [written],
    http: [{ route: [{ destination: { host: written } }], mirror: { host: written } }],
    tcp: [{ route: [{ destination: { host: written, port: { number: 9000 }, subset: "v1" } }] }],
  });

  expect(problems).toEqual([]);
  expect(spec.hosts).toEqual([host]);
  expect(spec.http[0]?.route[0]?.destination).toEqual({ host, subset: "", port: null });
  expect(spec.http[0]?.mirror?.host).toBe(host);
  expect(spec.tcp[0]?.route[0]?.destination).toEqual({ host, subset: "v1", port: 9000 });
});

test("gateways are named in full, and without any it is the mesh", () => {
  expect(read({}).spec.gateways).toEqual(["mesh"]);
  expect(read({ gateways: ["mesh", "gw", "./gw", "edge/gw", "gw.edge.svc.cluster.local"] }).spec.gateways).toEqual([
    "mesh",
    "shop/gw",
    "shop/gw",
    "edge/gw",
    "edge/gw",
  ]);
  const { spec } = read({ http: [{ match: [{ gateways: ["gw", "mesh"] }] }] });
  expect(spec.http[0]?.match[0]?.gateways).toEqual(["shop/gw", "mesh"]);
});

test("matches of text keep their kind, and an empty one is anything", () => {
  const { spec } = read({
    http: [{ match: [{ uri: { prefix: "/a" }, method: { exact: "GET" }, headers: { x: {}, y: { regex: "1.*" } } }] }],
  });
  expect(spec.http[0]?.match[0]).toMatchObject({
    uri: { kind: "PREFIX", value: "/a" },
    method: { kind: "EXACT", value: "GET" },
    headers: { x: { kind: "PRESENT", value: "" }, y: { kind: "REGEX", value: "1.*" } },
    authority: null,
  });
});

test.each([
  ["http is no list", { http: {} }, "spec.http"],
  ["a rule is null", { http: [null] }, "spec.http[0]"],
  ["a port is a text", { http: [{ match: [{ port: "80" }] }] }, "spec.http[0].match[0].port"],
  ["a weight is below zero", { tcp: [{ route: [{ weight: -1 }] }] }, "spec.tcp[0].route[0].weight"],
  ["a host is a number", { hosts: [1] }, "spec.hosts[0]"],
  ["a label is a number", { tls: [{ match: [{ sourceLabels: { a: 1 } }] }] }, "spec.tls[0].match[0].sourceLabels.a"],
  ["a match has two kinds", { http: [{ match: [{ uri: { exact: "/", prefix: "/" } }] }] }, "spec.http[0].match[0].uri"],
  ["a text match is a text", { http: [{ match: [{ headers: { a: "b" } }] }] }, "spec.http[0].match[0].headers.a"],
] satisfies readonly (readonly [string, JsonObject, string])[])("it is told when %s", (_, spec, path) => {
  expect(read(spec).problems).toMatchObject([
    {
      code: "INVALID_SPEC",
      message: expect.stringContaining(`VirtualService shop/stripe ${path} is wrong: `) as string,
      object: { type: "VirtualService", namespace: "shop", name: "stripe" },
    },
  ]);
});

test("null is left out, as protobuf has it", () => {
  expect(read({ hosts: null, http: [{ match: null, route: null, redirect: null }] }).problems).toEqual([]);
});

test("what a rule inherits is not its own", () => {
  const { spec } = read(JSON.parse('{"http":[{"match":[{"headers":{"__proto__":{"exact":"a"}}}]}]}') as JsonObject);
  expect(Object.entries(spec.http[0]?.match[0]?.headers ?? {})).toEqual([["__proto__", { kind: "EXACT", value: "a" }]]);
});

test("no JSON makes it throw", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom("hosts", "gateways", "exportTo", "http", "tls", "tcp"), fc.jsonValue()),
      (spec) => {
        expect(() => read(spec)).not.toThrow();
      },
    ),
  );
});
