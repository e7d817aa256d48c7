import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import {
  listenerForPort,
  matchesPort,
  outboundModeOf,
  sidecarScopeOf,
} from "../../../src/model/istio/sidecar-scope.ts";
import { ambientOf, gatewayOf, sidecar, sidecarOf, worldOf } from "./support/mesh-world.ts";

const web = { workloadSelector: { labels: { app: "web" } } };
const any = { workloadSelector: {} };

test.each([
  ["none at all", [], "NONE", null],
  ["one for its namespace", [sidecar("shop", "a", {})], "NAMESPACE", "a"],
  ["the oldest for its namespace", [sidecar("shop", "a", {}, 2), sidecar("shop", "b", {}, 1)], "NAMESPACE", "b"],
  ["by name, of the same age", [sidecar("shop", "b", {}), sidecar("shop", "a", {})], "NAMESPACE", "a"],
  [
    "a selector goes first, however young",
    [sidecar("shop", "a", {}, 1), sidecar("shop", "b", web, 2)],
    "WORKLOAD",
    "b",
  ],
  ["the oldest selector", [sidecar("shop", "a", web, 2), sidecar("shop", "b", web, 1)], "WORKLOAD", "b"],
  ["an empty selector is one too", [sidecar("shop", "a", {}, 1), sidecar("shop", "b", any, 2)], "WORKLOAD", "b"],
  ["a selector for others", [sidecar("shop", "a", { workloadSelector: { labels: { app: "api" } } })], "NONE", null],
  [
    "only one label of two fits",
    [sidecar("shop", "a", { workloadSelector: { labels: { app: "web", v: "1" } } })],
    "NONE",
    null,
  ],
  ["one of another namespace", [sidecar("other", "a", {})], "NONE", null],
  ["the root namespace's", [sidecar("istio-system", "a", {})], "ROOT_NAMESPACE", "a"],
  ["the root namespace's with a selector is for itself", [sidecar("istio-system", "a", web)], "NONE", null],
  [
    "the own namespace's before the root's",
    [sidecar("istio-system", "a", {}, 1), sidecar("shop", "b", {}, 2)],
    "NAMESPACE",
    "b",
  ],
  [
    "the root's where the own selects others",
    [sidecar("istio-system", "a", {}), sidecar("shop", "b", { workloadSelector: { labels: { app: "api" } } })],
    "ROOT_NAMESPACE",
    "a",
  ],
  [
    "one of another revision",
    [Object.assign(sidecar("shop", "a", {}), { labels: { "istio.io/rev": "canary" } })],
    "NONE",
    null,
  ],
])("what governs a workload web: %s", (_, objects, from, name) => {
  const scope = sidecarScopeOf(worldOf({ objects }), sidecarOf("shop", { app: "web" }));
  if (scope.outcome === "UNKNOWN") throw new Error(scope.reason);
  expect([scope.from, scope.sidecar?.name ?? null]).toEqual([from, name]);
});

test("gateways and ambient follow no Sidecar", () => {
  const world = worldOf({ objects: [sidecar("shop", "a", ["./*"])] });
  for (const proxy of [gatewayOf("shop"), ambientOf("shop")])
    expect(sidecarScopeOf(world, proxy)).toMatchObject({ sidecar: null, from: "NONE" });
});

test("a Sidecar of a namespace that the control plane leaves out does not govern", () => {
  const config = { discoverySelectors: [{ matchLabels: { mesh: "yes" } }] };
  const objects = [sidecar("shop", "a", {}), sidecar("istio-system", "b", {})];
  const namespaces = { shop: {}, "istio-system": { mesh: "yes" } };
  expect(sidecarScopeOf(worldOf({ objects, config, namespaces }), sidecarOf("shop"))).toMatchObject({
    from: "ROOT_NAMESPACE",
  });
});

test.each([
  ["Sidecars were not read", { gaps: [{ what: "SIDECARS", reason: "forbidden" }] }],
  [
    "a namespace was not read",
    { config: { discoverySelectors: [{}] }, gaps: [{ what: "NAMESPACES", reason: "forbidden" }] },
  ],
  ["a discovery selector is none", { config: { discoverySelectors: [{ matchExpressions: 5 }] } }],
] as const)("it is not known when %s", (_, fields) => {
  const world = worldOf({ objects: [sidecar("shop", "a", {})], ...fields });
  expect(sidecarScopeOf(world, sidecarOf("shop")).outcome).toBe("UNKNOWN");
});

test("without egress listeners everything is taken in, and a listener without hosts takes in nothing", () => {
  expect(listenersOf({})).toEqual([{ port: null, bind: "", hosts: ["*/*"] }]);
  expect(listenersOf({ egress: [] })).toEqual([{ port: null, bind: "", hosts: ["*/*"] }]);
  expect(listenersOf({ egress: [{}] })).toEqual([{ port: null, bind: "", hosts: [] }]);
});

test("a port is served by the first listener that names it, or takes all before it", () => {
  const listeners = listenersOf({
    egress: [
      { port: { number: 80, protocol: "HTTP" }, hosts: ["a/*"] },
      { port: { number: 3128, protocol: "http_proxy" }, hosts: ["b/*"] },
      { hosts: ["c/*"] },
      { port: { number: 90, protocol: "TCP" }, hosts: ["d/*"] },
    ],
  });
  expect([80, 90, 3128].map((port) => listenerForPort(listeners, port)?.hosts[0])).toEqual(["a/*", "c/*", "b/*"]);
  expect(listeners.map(matchesPort)).toEqual([true, false, false, true]);
  expect(listenerForPort(listeners.slice(0, 2), 90)).toBeNull();
});

test.each([
  ["the mesh's", {}, "REGISTRY_ONLY", { mode: "REGISTRY_ONLY", from: "MESH" }],
  [
    "an empty policy is REGISTRY_ONLY",
    { outboundTrafficPolicy: {} },
    "ALLOW_ANY",
    { mode: "REGISTRY_ONLY", from: "SIDECAR" },
  ],
  [
    "the Sidecar's",
    { outboundTrafficPolicy: { mode: "ALLOW_ANY" } },
    "REGISTRY_ONLY",
    { mode: "ALLOW_ANY", from: "SIDECAR" },
  ],
  ["by its number", { outboundTrafficPolicy: { mode: 1 } }, "REGISTRY_ONLY", { mode: "ALLOW_ANY", from: "SIDECAR" }],
  [
    "null is left out",
    { outboundTrafficPolicy: null },
    "ALLOW_ANY_DYNAMIC_DNS",
    { mode: "ALLOW_ANY_DYNAMIC_DNS", from: "MESH" },
  ],
  [
    "through a proxy",
    { outboundTrafficPolicy: { mode: "ALLOW_ANY", egressProxy: { host: "proxy.com" } } },
    "ALLOW_ANY",
    { egressProxyHost: "proxy.com" },
  ],
  [
    "one that no Sidecar can have",
    { outboundTrafficPolicy: { mode: "ALLOW_ANY_DYNAMIC_DNS" } },
    "ALLOW_ANY",
    { outcome: "UNKNOWN" },
  ],
  ["one that there is not", {}, "ALLOW_SOME", { outcome: "UNKNOWN" }],
])("the outbound mode: %s", (_, spec, outboundMode, expected) => {
  const world = worldOf({ objects: [sidecar("shop", "a", spec)], config: { outboundMode } });
  expect(outboundModeOf(world, sidecarOf("shop"))).toMatchObject(expected);
});

const json = fc.jsonValue({ maxDepth: 1 });
const listener = fc.dictionary(fc.constantFrom("hosts", "port", "bind"), json, { maxKeys: 3 });
const anySpec = fc.dictionary(
  fc.constantFrom("egress", "workloadSelector", "outboundTrafficPolicy"),
  fc.oneof(json, fc.array(listener, { maxLength: 2 })),
  { maxKeys: 3 },
);

test("no spec makes it throw", () => {
  fc.assert(
    fc.property(anySpec, (spec) => {
      const world = worldOf({ objects: [sidecar("shop", "a", spec)] });
      expect(sidecarScopeOf(world, sidecarOf("shop")).outcome).toBe("KNOWN");
      outboundModeOf(world, sidecarOf("shop"));
    }),
    { numRuns: 500 },
  );
});

function listenersOf(spec: JsonObject) {
  const scope = sidecarScopeOf(worldOf({ objects: [sidecar("shop", "a", spec)] }), sidecarOf("shop"));
  return scope.outcome === "KNOWN" ? scope.listeners : [];
}
