import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { sidecarProblems } from "../../../src/model/istio/sidecar-problems.ts";
import { SERVICE_PROBLEM_CODES } from "../../../src/model/istio/service-problem-codes.ts";
import { serviceEntry, sidecar, worldOf } from "./support/mesh-world.ts";

const entry = serviceEntry("b", "x");
const listener = (number: unknown, more: JsonObject = {}) => ({
  hosts: ["*/*"],
  port: { number, protocol: "HTTP" },
  ...more,
});
const egress = (...hosts: readonly string[]) => ({ egress: [{ hosts }] });

test.each<readonly [string, JsonObject, readonly string[]]>([
  ["a good one", egress("./*", "b/api.com"), []],
  ["nothing", {}, ["SIDECAR_EMPTY"]],
  ["a selector only", { workloadSelector: { labels: { app: "x" } } }, ["SIDECAR_EMPTY"]],
  ["an ingress only", { ingress: [{}] }, []],
  ["a selector without labels", { ...egress("./*"), workloadSelector: {} }, ["SELECTOR_WITHOUT_LABELS"]],
  ["no hosts", { egress: [{}] }, ["EGRESS_WITHOUT_HOSTS"]],
  ["no slash", egress("api.com"), ["EGRESS_HOST_INVALID"]],
  ["two slashes", egress("a/b/c.com"), ["EGRESS_HOST_INVALID"]],
  ["no namespace", egress("/api.com"), ["EGRESS_HOST_INVALID"]],
  ["a namespace that is none", egress("a.b/api.com"), ["EGRESS_HOST_INVALID"]],
  ["a short host", egress("./reviews"), ["EGRESS_HOST_INVALID"]],
  ["a partial wildcard", egress("./*api.com"), ["EGRESS_HOST_INVALID"]],
  ["a host that is none", egress("./a_b.com"), ["EGRESS_HOST_INVALID"]],
  ["a host that is left out", egress("*/*", "~b/api.com", "~/*.org"), []],
  ["a host that nothing has", egress("*/gone.com"), ["EGRESS_HOST_NOT_FOUND"]],
  ["a host of another namespace", egress("c/api.com"), ["EGRESS_HOST_NOT_FOUND"]],
  ["a host twice", egress("b/api.com", "b/api.com"), ["EGRESS_HOST_DUPLICATE"]],
  ["a host within all", egress("b/*", "b/api.com"), ["EGRESS_HOST_DUPLICATE"]],
  [
    "a listener for the rest that is not the last",
    { egress: [{ hosts: ["*/*"] }, listener(80)] },
    ["EGRESS_CATCH_ALL_NOT_LAST"],
  ],
  ["a port twice", { egress: [listener(80), listener(80)] }, ["EGRESS_PORT_DUPLICATE"]],
  ["two ports", { egress: [listener(80), listener(81)] }, []],
  [
    "a socket twice",
    { egress: [listener(0, { bind: "unix:///a" }), listener(0, { bind: "unix:///a" })] },
    ["EGRESS_PORT_DUPLICATE"],
  ],
  ["two sockets", { egress: [listener(0, { bind: "unix:///a" }), listener(0, { bind: "unix:///b" })] }, []],
  ["no port", { egress: [listener(70_000)] }, ["EGRESS_PORT_INVALID"]],
  ["a word as a port", { egress: [listener("80")] }, ["EGRESS_PORT_INVALID"]],
  ["all of a namespace after one of its hosts", egress("b/api.com", "b/*"), ["EGRESS_HOST_DUPLICATE"]],
  ["everything after something", egress("./*", "*/*"), ["EGRESS_HOST_DUPLICATE"]],
  ["a port at a socket", { egress: [listener(80, { bind: "unix:///run/s" })] }, ["EGRESS_BIND_INVALID"]],
  ["a socket", { egress: [listener(0, { bind: "unix:///run/s" })] }, []],
  [
    "an unknown protocol",
    { egress: [{ hosts: ["*/*"], port: { number: 80, protocol: "QUIC" } }] },
    ["EGRESS_PROTOCOL_UNKNOWN"],
  ],
  ["an empty outbound policy", { outboundTrafficPolicy: {} }, ["OUTBOUND_MODE_IMPLIED"]],
  [
    "an outbound mode that is none",
    { outboundTrafficPolicy: { mode: "ALLOW_ANY_DYNAMIC_DNS" } },
    ["OUTBOUND_MODE_INVALID"],
  ],
  [
    "a proxy that does not count",
    { outboundTrafficPolicy: { mode: "REGISTRY_ONLY", egressProxy: { host: "p.com", port: { number: 1 } } } },
    ["EGRESS_PROXY_INVALID"],
  ],
  [
    "a good proxy",
    { outboundTrafficPolicy: { mode: "ALLOW_ANY", egressProxy: { host: "p.com", port: { number: 1 } } } },
    [],
  ],
  ["an egress that is no list", { egress: "all", ingress: [{}] }, ["INVALID_SPEC"]],
  ["hosts that are no list", { egress: [{ hosts: "*/*" }] }, ["INVALID_SPEC", "EGRESS_WITHOUT_HOSTS"]],
])("%s", (_, spec, codes) => {
  const object = sidecar("a", "s", spec);
  const problems = sidecarProblems(worldOf({ objects: [entry, object] }), object);
  expect(problems.map(({ code }) => code)).toEqual(codes);
  for (const { message, object: about } of problems) {
    expect(message).toMatch(/^\S.*\.$/);
    expect(about).toEqual({ type: "Sidecar", namespace: "a", name: "s" });
  }
});

test("before 1.31 nothing is left out", () => {
  const object = sidecar("a", "s", ["*/*", "~b/*", "~/*"]);
  const problems = sidecarProblems(worldOf({ objects: [object], version: "1.30.3" }), object);
  expect(problems.map(({ code, message }) => [code, message.includes("~b/*")])).toEqual([
    ["EGRESS_EXCLUSION_TOO_NEW", true],
  ]);
});

test("in the root namespace a selector is told, and what comes after an older one", () => {
  const spec = { ...egress("./*"), workloadSelector: { labels: { app: "x" } } };
  const [older, later] = [sidecar("istio-system", "b", spec, 1), sidecar("istio-system", "a", spec, 2)];
  const world = worldOf({ objects: [older, later] });
  expect(sidecarProblems(world, older).map(({ code }) => code)).toEqual(["SIDECAR_SELECTOR_IN_ROOT"]);
  expect(sidecarProblems(world, later).map(({ code }) => code)).toEqual([
    "SIDECAR_SELECTOR_IN_ROOT",
    "SIDECAR_CONFLICT",
  ]);
});

test("Sidecars for different workloads are no rivals", () => {
  const objects = [
    sidecar("a", "s", egress("./*")),
    sidecar("a", "t", { ...egress("./*"), workloadSelector: { labels: { app: "x" } } }),
  ];
  expect(objects.flatMap((object) => sidecarProblems(worldOf({ objects }), object))).toEqual([]);
});

test("no spec makes it throw, and every code is in the table", () => {
  const json = fc.jsonValue({ maxDepth: 1 });
  const part = fc.dictionary(fc.constantFrom("hosts", "port", "bind", "mode", "egressProxy", "labels"), json, {
    maxKeys: 3,
  });
  const spec = fc.dictionary(
    fc.constantFrom("egress", "workloadSelector", "outboundTrafficPolicy", "ingress"),
    fc.oneof(json, part, fc.array(part, { maxLength: 2 })),
    { maxKeys: 3 },
  );
  fc.assert(
    fc.property(spec, (some) => {
      const object = sidecar("a", "s", { ...some });
      for (const { code } of sidecarProblems(worldOf({ objects: [object] }), object))
        expect(Object.keys(SERVICE_PROBLEM_CODES)).toContain(code);
    }),
    { numRuns: 1_000 },
  );
});
