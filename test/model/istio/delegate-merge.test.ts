import { expect, test } from "vitest";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import type { VirtualService } from "../../../schema/virtual-service.ts";
import { mergeDelegates } from "../../../src/model/istio/delegate-merge.ts";
import type { MergedVirtualService } from "../../../src/model/istio/delegate-merge.ts";
import { readVirtualService } from "../../../src/model/istio/virtual-service-read.ts";
import { virtualService } from "./support/mesh-world.ts";
import { routeWorldOf } from "./support/route-world.ts";

const to = (host: string): JsonObject => ({ route: [{ destination: { host } }] });

function merged(http: readonly JsonObject[], others: readonly VirtualService[], config = {}): MergedVirtualService {
  const root = virtualService("shop", "root", { hosts: ["api.com"], http });
  return mergeDelegates(routeWorldOf({ objects: [root, ...others], config }), readVirtualService(root));
}

function leaf(spec: JsonObject, namespace = "shop"): VirtualService {
  return virtualService(namespace, "leaf", spec);
}

const delegate = { name: "leaf" };

test("a delegate's routes come in the place of the one that leads to them, with names and matches joined", () => {
  const { spec, problems } = merged(
    [{ name: "r", match: [{ uri: { prefix: "/a" }, headers: { x: { exact: "1" } } }], delegate }, to("last.com")],
    [leaf({ http: [{ name: "l", match: [{ uri: { prefix: "/a/b" }, port: 80 }], ...to("b.com") }, to("a.com")] })],
  );

  expect(problems).toEqual([]);
  expect(spec.http.map(({ name, route }) => [name, route[0]?.destination?.host])).toEqual([
    ["r-l", "b.com"],
    ["r", "a.com"],
    ["", "last.com"],
  ]);
  expect(spec.http[0]?.match).toMatchObject([{ uri: { value: "/a/b" }, headers: { x: { value: "1" } }, port: 80 }]);
  expect(spec.http[1]?.match).toMatchObject([{ uri: { value: "/a" }, port: 0 }]);
});

test("the root's mirror, rewrite and direct response are the delegate's where it has none", () => {
  const { spec } = merged(
    [{ delegate, mirror: { host: "audit.com" }, mirrorPercentage: { value: 5 }, rewrite: { uri: "/root" } }],
    [leaf({ http: [{ ...to("a.com"), rewrite: { uri: "/leaf" } }] })],
  );
  expect(spec.http[0]).toMatchObject({ mirror: { host: "audit.com" }, mirrorPercentage: 5, rewrite: { uri: "/leaf" } });
});

test.each([
  ["is not there", [], "DELEGATE_NOT_FOUND"],
  ["has hosts of its own", [leaf({ hosts: ["b.com"], http: [to("a.com")] })], "DELEGATE_HAS_HOSTS"],
  ["is exported to others only", [leaf({ exportTo: ["other"], http: [to("a.com")] })], "DELEGATE_NOT_EXPORTED"],
  [
    "matches more than the root",
    [leaf({ http: [{ match: [{ uri: { prefix: "/" } }], ...to("a.com") }] })],
    "DELEGATE_ROUTE_CONFLICT",
  ],
] as const)("a route is dropped and told when its delegate %s", (_, others, code) => {
  const { spec, problems } = merged([{ match: [{ uri: { prefix: "/a" } }], delegate }, to("last.com")], others);
  expect(problems.map((problem) => problem.code)).toEqual([code]);
  expect(spec.http.map(({ route }) => route[0]?.destination?.host)).toEqual(["last.com"]);
});

test("a delegate of another namespace has to be exported, by itself or by the mesh's default", () => {
  const elsewhere = [{ delegate: { name: "leaf", namespace: "other" } }];
  const routes = (exportTo: readonly string[] | undefined, byDefault: readonly string[]): number =>
    merged(elsewhere, [leaf({ ...(exportTo && { exportTo }), http: [to("a.com")] }, "other")], {
      defaultVirtualServiceExportTo: byDefault,
    }).spec.http.length;

  expect(routes(undefined, [])).toBe(1);
  expect(routes(undefined, ["."])).toBe(0);
  expect(routes(undefined, ["shop", "x"])).toBe(1);
  expect(routes(["shop"], ["."])).toBe(1);
  expect(routes(["."], [])).toBe(0);
});

test("delegates of delegates lead nowhere, so that a cycle ends", () => {
  const { spec, problems } = merged([{ delegate }], [leaf({ http: [{ delegate: { name: "leaf" } }] })]);
  expect(problems.map(({ code }) => code)).toEqual(["DELEGATE_OF_DELEGATE"]);
  expect(spec.http).toMatchObject([{ route: [], delegate: null }]);
});

const conflicts: readonly (readonly [string, JsonObject, JsonObject, boolean])[] = [
  ["a longer prefix is within a prefix", { uri: { prefix: "/a" } }, { uri: { prefix: "/ab" } }, false],
  ["a path is within a prefix", { uri: { prefix: "/a" } }, { uri: { exact: "/a/b" } }, false],
  ["a shorter prefix is not", { uri: { prefix: "/a/b" } }, { uri: { prefix: "/a" } }, true],
  ["a prefix is not within a path", { uri: { exact: "/a" } }, { uri: { prefix: "/a" } }, true],
  ["the same path is", { uri: { exact: "/a" } }, { uri: { exact: "/a" } }, false],
  ["another path is not", { uri: { exact: "/a" } }, { uri: { exact: "/b" } }, true],
  ["two expressions are not, even the same", { uri: { regex: "a" } }, { uri: { regex: "a" } }, true],
  ["an expression beside nothing is", { uri: { regex: "a" } }, { port: 80 }, false],
  ["an empty match beside another is not", { headers: { a: {} } }, { headers: { a: { exact: "1" } } }, true],
  ["another header is", { headers: { a: { exact: "1" } } }, { headers: { b: { exact: "1" } } }, false],
  ["another port is not", { port: 80 }, { port: 81 }, true],
  ["another label is not", { sourceLabels: { a: "1" } }, { sourceLabels: { a: "2" } }, true],
  ["a namespace that the leaf leaves out is not", { sourceNamespace: "x" }, { port: 80 }, true],
  ["the same namespace is", { sourceNamespace: "x" }, { sourceNamespace: "x" }, false],
  ["fewer gateways are", { gateways: ["mesh", "gw"] }, { gateways: ["mesh"] }, false],
  ["a gateway twice is more than once", { gateways: ["mesh"] }, { gateways: ["mesh", "mesh"] }, true],
  ["other gateways are not", { gateways: ["mesh"] }, { gateways: ["gw"] }, true],
  ["capitals that only one looks at are not", { ignoreUriCase: true }, { port: 80 }, true],
];

test.each(conflicts)("%s", (_, root, below, isConflict) => {
  const { problems } = merged([{ match: [root], delegate }], [leaf({ http: [{ match: [below], ...to("a.com") }] })]);
  expect(problems.map(({ code }) => code)).toEqual(isConflict ? ["DELEGATE_ROUTE_CONFLICT"] : []);
});

test("each match of a delegate has to be within one of the root's, and is merged with all that it is within", () => {
  const root = [{ uri: { prefix: "/a" } }, { uri: { prefix: "/ab" } }];
  const { spec } = merged(
    [{ match: root, delegate }],
    [leaf({ http: [{ match: [{ uri: { exact: "/abc" } }], ...to("a.com") }] })],
  );
  expect(spec.http[0]?.match).toHaveLength(2);
});
