import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { resolveHost } from "../../../src/model/istio/host-winner.ts";
import type { WorldFields } from "./support/mesh-world.ts";
import {
  gatewayOf,
  istioPort,
  kubernetesService,
  serviceEntry,
  servicePort,
  sidecar,
  sidecarOf,
  virtualService,
  worldOf,
} from "./support/mesh-world.ts";

const REVIEWS = "reviews.b.svc.cluster.local";
const onPort = (number: number, protocol = "HTTP") => ({ ports: [istioPort(number, protocol)] });
const at = (createdSeconds: number) => ({ createdSeconds });
const entry = serviceEntry;

interface Case {
  readonly objects: NonNullable<WorldFields["objects"]>;
  readonly config?: NonNullable<WorldFields["config"]>;
  readonly version?: string;
  readonly flags?: Readonly<Record<string, string>>;
  readonly host?: string;
  readonly namespace?: string;
  /** `namespace/name ports`, or the outcome. */
  readonly is: string;
}

const exported: Readonly<Record<string, Case>> = {
  "nothing has the host": { objects: [], is: "NO_SUCH_HOST" },
  "evilapi.com is not api.com": { objects: [entry("b", "x", { hosts: ["evilapi.com"] })], is: "NO_SUCH_HOST" },
  "a wildcard is a host of its own": { objects: [entry("b", "x", { hosts: ["*.com"] })], is: "NO_SUCH_HOST" },
  "letter for letter": { objects: [entry("b", "x", { hosts: ["API.com"] })], is: "NO_SUCH_HOST" },
  "exported to all": { objects: [entry("b", "x")], is: "b/x 80" },
  "exported to its own namespace": { objects: [entry("b", "x", { exportTo: ["."] })], is: "NOT_VISIBLE" },
  "exported to this one": { objects: [entry("b", "x", { exportTo: ["a"] })], is: "b/x 80" },
  "exported to nobody": { objects: [entry("a", "x", { exportTo: ["~"] })], is: "NOT_VISIBLE" },
  "exported by default": {
    objects: [entry("b", "x")],
    config: { defaultServiceExportTo: ["."] },
    is: "NOT_VISIBLE",
  },
  "the oldest": { objects: [entry("b", "x", at(2)), entry("c", "y", at(1))], is: "c/y 80" },
  "of the same age the first namespace": { objects: [entry("c", "y"), entry("b", "z")], is: "b/z 80" },
  "the own namespace before an older one": { objects: [entry("a", "x", at(2)), entry("b", "y", at(1))], is: "a/x 80" },
  "a private one before an older public one": {
    objects: [entry("b", "x", { ...at(2), exportTo: ["a"] }), entry("c", "y", at(1))],
    is: "b/x 80",
  },
  "its own port 80 hides another namespace's port 443": {
    objects: [entry("a", "x", { ...onPort(80), exportTo: ["."] }), entry("b", "y", onPort(443, "TLS"))],
    is: "a/x 80",
  },
  "a Kubernetes Service before an older entry": {
    objects: [entry("c", "x", { ...at(1), hosts: [REVIEWS] }), kubernetesService("b", "reviews", at(2))],
    host: REVIEWS,
    is: "b/reviews 80",
  },
  "the own namespace's entry before another's Kubernetes Service within a listener, but not in the merge": {
    objects: [entry("a", "x", { hosts: [REVIEWS] }), kubernetesService("b", "reviews", at(1))],
    host: REVIEWS,
    is: "a/x 80",
  },
  "a Kubernetes Service before an entry of its namespace": {
    objects: [
      entry("b", "x", { ...at(1), hosts: [REVIEWS], ...onPort(443) }),
      kubernetesService("b", "reviews", at(2)),
    ],
    host: REVIEWS,
    is: "b/reviews 80",
  },
  "without the unified scope the first namespace": {
    objects: [entry("c", "x", { ...at(1), hosts: [REVIEWS] }), kubernetesService("b", "reviews", at(2))],
    flags: { PILOT_UNIFIED_SIDECAR_SCOPE: "false" },
    host: REVIEWS,
    is: "c/x 80",
  },
  "a Kubernetes Service exported by annotation": {
    objects: [kubernetesService("b", "reviews", { annotations: { "networking.istio.io/exportTo": "c" } })],
    host: REVIEWS,
    is: "NOT_VISIBLE",
  },
  "the mesh's visibility narrows": {
    objects: [entry("b", "x")],
    config: { serviceEntryVisibility: { applyToSidecars: true, defaultVisibility: "NAMESPACE" } },
    is: "NOT_VISIBLE",
  },
  "an entry of another revision": {
    objects: [entry("b", "x", { labels: { "istio.io/rev": "canary" } })],
    is: "NOT_VISIBLE",
  },
  "an entry of a namespace that is not looked at": {
    objects: [entry("b", "x")],
    config: { discoverySelectors: [{ matchLabels: { mesh: "yes" } }] },
    is: "NOT_VISIBLE",
  },
};

const merged: Readonly<Record<string, Case>> = {
  "ports of one namespace are merged": {
    objects: [entry("b", "x", { ...at(1), ...onPort(80) }), entry("b", "y", { ...at(2), ...onPort(443) })],
    is: "b/x 80 443",
  },
  "the first keeps its port": {
    objects: [
      entry("b", "x", { ...at(1), ...onPort(80) }),
      entry("b", "y", { ...at(2), ports: [istioPort(80, "TCP"), istioPort(443)] }),
    ],
    is: "b/x 80 443",
  },
  "not with another resolution": {
    objects: [entry("b", "x", at(1)), entry("b", "y", { ...at(2), ...onPort(443), resolution: "STATIC" })],
    is: "b/x 80",
  },
  "not with other labels": {
    objects: [entry("b", "x", at(1)), entry("b", "y", { ...at(2), ...onPort(443), labels: { app: "y" } })],
    is: "b/x 80",
  },
  "not with another selector": {
    objects: [
      entry("b", "x", at(1)),
      entry("b", "y", { ...at(2), ...onPort(443), workloadSelector: { labels: { app: "y" } } }),
    ],
    is: "b/x 80",
  },
  "not with another exportTo, though it means the same": {
    objects: [entry("b", "x", at(1)), entry("b", "y", { ...at(2), ...onPort(443), exportTo: ["*"] })],
    is: "b/x 80",
  },
  "not where they are labelled with their own names": {
    objects: [entry("b", "x", at(1)), entry("b", "y", { ...at(2), ...onPort(443) })],
    flags: { LABEL_CANONICAL_SERVICES_FOR_MESH_EXTERNAL_SERVICE_ENTRIES: "true" },
    is: "b/x 80",
  },
  "labelled with the same name they are": {
    objects: [
      entry("b", "x", { ...at(1), labels: { app: "api" } }),
      entry("b", "y", { ...at(2), ...onPort(443), labels: { app: "api" } }),
    ],
    flags: { LABEL_CANONICAL_SERVICES_FOR_MESH_EXTERNAL_SERVICE_ENTRIES: "true" },
    is: "b/x 80 443",
  },
};

const imported: Readonly<Record<string, Case>> = {
  "taken in by name": { objects: [entry("b", "x"), sidecar("a", "s", ["b/api.com"])], is: "b/x 80" },
  "taken in by a wildcard": { objects: [entry("b", "x"), sidecar("a", "s", ["*/*.com"])], is: "b/x 80" },
  "not taken in": { objects: [entry("b", "x"), sidecar("a", "s", ["./*"])], is: "NOT_VISIBLE" },
  "left out": { objects: [entry("b", "x"), sidecar("a", "s", ["*/*", "~b/*"])], is: "NOT_VISIBLE" },
  "not left out before 1.31": {
    objects: [entry("b", "x"), sidecar("a", "s", ["*/*", "~b/*"])],
    version: "1.30.3",
    is: "b/x 80",
  },
  "what is left out does not shadow": {
    objects: [entry("b", "x", at(1)), entry("c", "y", at(2)), sidecar("a", "s", ["*/*", "~b/*"])],
    is: "c/y 80",
  },
  "by name it is still not exported": {
    objects: [entry("b", "x", { exportTo: ["."] }), sidecar("a", "s", ["b/api.com"])],
    is: "NOT_VISIBLE",
  },
  "by its full name a ~ beside this namespace hides nothing": {
    objects: [entry("b", "x", { exportTo: ["~", "a"] }), sidecar("a", "s", ["b/api.com"])],
    is: "b/x 80",
  },
  "but it did before 1.31": {
    objects: [entry("b", "x", { exportTo: ["~", "a"] }), sidecar("a", "s", ["b/api.com"])],
    version: "1.30.3",
    is: "NOT_VISIBLE",
  },
  "by their full names nothing is merged": {
    objects: [entry("b", "x", at(1)), entry("b", "y", { ...at(2), ...onPort(443) }), sidecar("a", "s", ["b/api.com"])],
    is: "b/x 80",
  },
  "but it was before 1.31": {
    objects: [entry("b", "x", at(1)), entry("b", "y", { ...at(2), ...onPort(443) }), sidecar("a", "s", ["b/api.com"])],
    version: "1.30.3",
    is: "b/x 80 443",
  },
  "by their full names the oldest comes first, private or not": {
    objects: [
      entry("b", "x", at(1)),
      entry("c", "y", { ...at(2), exportTo: ["a"] }),
      sidecar("a", "s", ["b/api.com", "c/api.com"]),
    ],
    is: "b/x 80",
  },
  "a listener's own port only": {
    objects: [
      entry("b", "x", { ports: [istioPort(80), istioPort(443)] }),
      sidecar("a", "s", { egress: [{ port: { number: 443, protocol: "TLS" }, hosts: ["*/*"] }] }),
    ],
    is: "b/x 443",
  },
  "a listener whose port it does not have": {
    objects: [
      entry("b", "x"),
      sidecar("a", "s", { egress: [{ port: { number: 443, protocol: "TLS" }, hosts: ["*/*"] }] }),
    ],
    is: "NOT_VISIBLE",
  },
  "a listener that is an HTTP proxy has all ports": {
    objects: [
      entry("b", "x"),
      sidecar("a", "s", { egress: [{ port: { number: 3128, protocol: "HTTP_PROXY" }, hosts: ["*/*"] }] }),
    ],
    is: "b/x 80",
  },
  "ports of several listeners are put together": {
    objects: [
      entry("b", "x", { ports: [istioPort(80), istioPort(443), istioPort(90)] }),
      sidecar("a", "s", {
        egress: [
          { port: { number: 443, protocol: "TLS" }, hosts: ["*/*"] },
          { port: { number: 80, protocol: "HTTP" }, hosts: ["*/*"] },
        ],
      }),
    ],
    is: "b/x 443 80",
  },
  "a port-bound listener passes over a claim without the port": {
    objects: [
      entry("a", "own", onPort(80)),
      entry("b", "x", onPort(443)),
      sidecar("a", "s", { egress: [{ port: { number: 443, protocol: "TLS" }, hosts: ["*/*"] }] }),
    ],
    is: "b/x 443",
  },
  "another namespace's ports are not put together": {
    objects: [
      entry("b", "x", onPort(80)),
      entry("c", "y", onPort(443)),
      sidecar("a", "s", {
        egress: [
          { port: { number: 80, protocol: "HTTP" }, hosts: ["*/*"] },
          { port: { number: 443, protocol: "TLS" }, hosts: ["*/*"] },
        ],
      }),
    ],
    is: "b/x 80",
  },
  "across listeners a Kubernetes Service replaces an entry": {
    objects: [
      entry("a", "x", { hosts: [REVIEWS] }),
      kubernetesService("b", "reviews"),
      sidecar("a", "s", { egress: [{ port: { number: 80, protocol: "HTTP" }, hosts: ["./*"] }, { hosts: ["b/*"] }] }),
    ],
    host: REVIEWS,
    is: "b/reviews 80",
  },
  "the root namespace's Sidecar governs, and its . is the proxy's namespace": {
    objects: [entry("a", "x"), entry("b", "y", at(1)), sidecar("istio-system", "s", ["./*"])],
    is: "a/x 80",
  },
};

const route = (host: string, port?: number) => ({
  route: [{ destination: { host, ...(port === undefined ? {} : { port: { number: port } }) } }],
});
const routeTo = (spec: JsonObject, namespace = "a") => virtualService(namespace, "v", { hosts: ["web.com"], ...spec });
const nothingTakenIn = sidecar("a", "s", ["*/web.com"]);

const routed: Readonly<Record<string, Case>> = {
  "a route leads to it": {
    objects: [entry("b", "x"), nothingTakenIn, routeTo({ http: [route("api.com")] })],
    is: "b/x 80",
  },
  "a mirror, a TLS route and a TCP route do too": {
    objects: [
      entry("b", "x", { ports: [80, 81, 82].map((number) => istioPort(number)) }),
      nothingTakenIn,
      routeTo({
        http: [{ ...route("other.com"), mirror: { host: "api.com", port: { number: 80 } } }],
        tls: [{ match: [{ sniHosts: ["web.com"] }], ...route("api.com", 81) }],
        tcp: [route("api.com", 82)],
      }),
    ],
    is: "b/x 80 81 82",
  },
  "with the ports that the route names": {
    objects: [
      entry("b", "x", { ports: [istioPort(80), istioPort(443)] }),
      nothingTakenIn,
      routeTo({ http: [route("api.com", 443)] }),
    ],
    is: "b/x 443",
  },
  "with none when it does not have the port": {
    objects: [entry("b", "x"), nothingTakenIn, routeTo({ http: [route("api.com", 7)] })],
    is: "NOT_VISIBLE",
  },
  "of the own namespace, even if it is exported to nobody": {
    objects: [
      entry("a", "x", { exportTo: ["~"] }),
      entry("b", "y"),
      nothingTakenIn,
      routeTo({ http: [route("api.com")] }),
    ],
    is: "a/x 80",
  },
  "of others the oldest": {
    objects: [entry("b", "x", at(2)), entry("c", "y", at(1)), nothingTakenIn, routeTo({ http: [route("api.com")] })],
    is: "c/y 80",
  },
  "of others the first by name before 1.30": {
    objects: [entry("b", "x", at(2)), entry("c", "y", at(1)), nothingTakenIn, routeTo({ http: [route("api.com")] })],
    version: "1.29.6",
    is: "b/x 80",
  },
  "of others the first by name where a flag says so": {
    objects: [entry("b", "x", at(2)), entry("c", "y", at(1)), nothingTakenIn, routeTo({ http: [route("api.com")] })],
    flags: { PILOT_SIDECAR_PICK_BEST_SERVICE_NAMESPACE: "false" },
    is: "b/x 80",
  },
  "of others a Kubernetes Service": {
    objects: [
      entry("c", "y", { ...at(1), hosts: [REVIEWS] }),
      kubernetesService("b", "reviews", at(2)),
      nothingTakenIn,
      routeTo({ http: [route(REVIEWS)] }),
    ],
    host: REVIEWS,
    is: "b/reviews 80",
  },
  "only one that may be seen": {
    objects: [
      entry("b", "x", { ...at(1), exportTo: ["."] }),
      entry("c", "y", at(2)),
      nothingTakenIn,
      routeTo({ http: [route("api.com")] }),
    ],
    is: "c/y 80",
  },
  "what is taken in by its host goes first": {
    objects: [
      entry("b", "x", at(2)),
      entry("c", "y", at(1)),
      sidecar("a", "s", ["b/*", "*/web.com"]),
      routeTo({ http: [route("api.com")] }),
    ],
    is: "b/x 80",
  },
  "a route that the Sidecar does not take in": {
    objects: [entry("b", "x"), sidecar("a", "s", ["b/web.com"]), routeTo({ http: [route("api.com")] })],
    is: "NOT_VISIBLE",
  },
  "a route of a gateway is not for sidecars": {
    objects: [entry("b", "x"), nothingTakenIn, routeTo({ gateways: ["edge"], http: [route("api.com")] })],
    is: "NOT_VISIBLE",
  },
  "a route that is not exported here": {
    objects: [entry("b", "x"), nothingTakenIn, routeTo({ exportTo: ["."], http: [route("api.com")] }, "b")],
    is: "NOT_VISIBLE",
  },
  "a route for other namespaces": {
    objects: [
      entry("b", "x"),
      nothingTakenIn,
      routeTo({ http: [{ match: [{ sourceNamespace: "c" }], ...route("api.com") }] }),
    ],
    is: "NOT_VISIBLE",
  },
  "a route of a delegate": {
    objects: [
      entry("b", "x"),
      nothingTakenIn,
      routeTo({ http: [{ delegate: { name: "d", namespace: "c" } }] }),
      virtualService("c", "d", { http: [route("api.com")] }),
    ],
    is: "b/x 80",
  },
  "a delegate that nobody leads to": {
    objects: [entry("b", "x"), nothingTakenIn, virtualService("a", "d", { http: [route("api.com")] })],
    is: "NOT_VISIBLE",
  },
  "a route to a short name means its own namespace": {
    objects: [
      kubernetesService("b", "reviews"),
      nothingTakenIn,
      virtualService("b", "v", { hosts: ["web.com"], http: [route("reviews")] }),
    ],
    host: REVIEWS,
    is: "b/reviews 80",
  },
};

test.each(Object.entries({ ...exported, ...merged, ...imported, ...routed }))(
  "%s",
  (_, { is, host, namespace, ...fields }) => {
    expect(shown(worldOf(fields), host ?? "api.com", namespace ?? "a")).toBe(is);
  },
);

test("every claim is told what becomes of it", () => {
  const world = worldOf({
    objects: [
      entry("b", "first", { ...at(1), ...onPort(80) }),
      entry("b", "more", { ...at(2), ...onPort(443) }),
      entry("b", "same", { ...at(3), ...onPort(80) }),
      entry("c", "late", at(4)),
      entry("d", "private", { ...at(5), exportTo: ["."] }),
      entry("e", "out", at(6)),
      entry("f", "canary", { labels: { "istio.io/rev": "canary" } }),
      entry("g", "elsewhere", at(7)),
      sidecar("a", "s", ["b/*", "c/*", "e/*", "~e/*"]),
    ],
  });

  const { claims, ports } = resolveHost(world, sidecarOf("a"), "api.com");

  const verdicts = Object.fromEntries(claims.map(({ service, verdict }) => [service.name, verdict]));
  expect(verdicts).toEqual({
    first: "WINS",
    more: "MERGED",
    same: "SHADOWED",
    late: "SHADOWED",
    private: "NOT_EXPORTED",
    out: "EXCLUDED",
    canary: "NOT_READ",
    elsewhere: "NOT_IMPORTED",
  });
  expect(claims.every(({ reason }) => /^[A-Z].*\.$/.test(reason))).toBe(true);
  expect(ports.map(({ number }) => number)).toEqual([80, 443]);
});

test("what added its port at one listener stays merged at the next", () => {
  const listenerAt = (number: number) => ({ hosts: ["*/*"], port: { number, protocol: "HTTP" } });
  const objects = [
    entry("b", "first", { ...at(1), ...onPort(80) }),
    entry("b", "more", { ...at(2), ports: [istioPort(443), istioPort(80)] }),
    sidecar("a", "s", { egress: [listenerAt(443), listenerAt(80), { hosts: ["*/*"] }] }),
  ];
  const { claims } = resolveHost(worldOf({ objects }), sidecarOf("a"), "api.com");
  expect(claims.map(({ service, verdict }) => [service.name, verdict])).toEqual([
    ["first", "MERGED"],
    ["more", "WINS"],
  ]);
});

test("what only a route leads to is marked, and no listener answers for it", () => {
  const objects = [entry("b", "x"), nothingTakenIn, routeTo({ http: [route("api.com")] })];
  const resolution = resolveHost(worldOf({ objects }), sidecarOf("a"), "api.com");
  expect(resolution).toMatchObject({ outcome: "RESOLVED", routedOnly: true, listeners: [{ services: [] }] });
});

test.each([
  ["taken in and led to", [sidecar("a", "s", ["*/*"])], false],
  [
    "led to at one listener, taken in at another",
    [sidecar("a", "s", { egress: [{ hosts: ["*/web.com"] }, { hosts: ["b/*"] }] })],
    false,
  ],
  [
    "taken in at one listener, led to at another",
    [sidecar("a", "s", { egress: [{ hosts: ["b/*"] }, { hosts: ["*/web.com"] }] })],
    false,
  ],
  ["led to only", [nothingTakenIn], true],
] as const)("what is %s is known by a route only: %s", (_, sidecars, expected) => {
  const objects = [entry("b", "x"), ...sidecars, routeTo({ http: [route("api.com")] })];
  expect(resolveHost(worldOf({ objects }), sidecarOf("a"), "api.com").routedOnly).toBe(expected);
});

test("of one claim that is not seen the reason is its own, of several how many there are", () => {
  const reasonOf = (...objects: readonly ReturnType<typeof entry>[]) =>
    resolveHost(worldOf({ objects }), sidecarOf("a"), "api.com").reason;
  const hidden = (name: string) => entry("b", name, { exportTo: ["."] });
  expect(reasonOf(hidden("x"))).toBe("It is exported to its own namespace, not to namespace a.");
  expect(reasonOf(entry("b", "x", { exportTo: ["~"] }))).toBe("It is exported to nobody, not to namespace a.");
  expect(reasonOf(entry("b", "x", { exportTo: ["c"] }))).toBe('It is exported to "c", not to namespace a.');
  expect(reasonOf(hidden("x"), hidden("y"))).toBe("None of the 2 claims reaches it.");
});

test("what is not there is told in full", () => {
  expect(resolveHost(worldOf({}), sidecarOf("a"), "api.com")).toEqual({
    outcome: "NO_SUCH_HOST",
    reason: "Nothing in the mesh has the host api.com.",
    winner: null,
    ports: [],
    routedOnly: false,
    claims: [],
    listeners: [],
  });
});

const clash = [entry("b", "x", { ...at(1), ...onPort(80) }), entry("b", "y", { ...at(1), ...onPort(80, "TCP") })];
const rivals = [entry("b", "x", at(2)), entry("c", "y", at(1)), nothingTakenIn, routeTo({ http: [route("api.com")] })];

test.each([
  ["ServiceEntries of one second that say different things", { objects: clash }],
  [
    "a route to namespaces of one second",
    { objects: [entry("b", "x", { ...at(1), ...onPort(81) }), entry("c", "y", at(1)), ...rivals.slice(2)] },
  ],
  ["the version, where it decides", { objects: rivals, version: null }],
  ["the flags, where they decide", { objects: rivals, flags: null }],
  ["services that were not read", { objects: [], gaps: [{ what: "SERVICES", reason: "forbidden" }] }],
  ["Sidecars that were not read", { objects: [entry("b", "x")], gaps: [{ what: "SIDECARS", reason: "forbidden" }] }],
  [
    "routes that were not read",
    { objects: [entry("b", "x"), nothingTakenIn], gaps: [{ what: "VIRTUAL_SERVICES", reason: "forbidden" }] },
  ],
  ["releases before 1.27", { objects: [entry("b", "x")], version: "1.26.0" }],
] as const)("it is UNKNOWN by %s", (_, fields) => {
  const { outcome, reason } = resolveHost(worldOf(fields), sidecarOf("a"), "api.com");
  expect(outcome).toBe("UNKNOWN");
  expect(reason).not.toBe("");
});

test("remote Kubernetes Services are missed only where there could be one", () => {
  const world = worldOf({ objects: [entry("b", "x")], gaps: [{ what: "REMOTE_SERVICES", reason: "not read" }] });
  expect(resolveHost(world, sidecarOf("a"), "api.com").outcome).toBe("RESOLVED");
  expect(resolveHost(world, sidecarOf("a"), REVIEWS).outcome).toBe("UNKNOWN");
});

test.each([
  ["entries of one second that say the same", { objects: [entry("b", "x"), entry("b", "y")] }],
  [
    "an unknown version that does not decide",
    { objects: [entry("b", "x"), entry("c", "y", at(1))], version: null, flags: null },
  ],
] as const)("it is not UNKNOWN by %s", (_, fields) => {
  expect(resolveHost(worldOf(fields), sidecarOf("a"), "api.com").outcome).toBe("RESOLVED");
});

test("a gateway follows no Sidecar, and where its namespace decides it hangs on who came first", () => {
  const world = worldOf({ objects: [entry("b", "x", at(1)), entry("c", "y", at(2)), sidecar("a", "s", ["./*"])] });
  expect(resolveHost(world, gatewayOf("a"), "api.com")).toMatchObject({ outcome: "RESOLVED", winner: { name: "x" } });
  expect(resolveHost(world, gatewayOf("c"), "api.com").outcome).toBe("UNKNOWN");
});

test("for a gateway the own namespace does not go first once the root namespace has a Sidecar", () => {
  const objects = [entry("b", "x", at(1)), entry("c", "y", at(2)), sidecar("istio-system", "s", ["*/*"])];
  expect(resolveHost(worldOf({ objects }), gatewayOf("c"), "api.com")).toMatchObject({ winner: { name: "x" } });
});

const namespace = fc.constantFrom("a", "b", "c");
const anyEntry = fc.tuple(
  namespace,
  fc.record({
    createdSeconds: fc.integer({ min: 1, max: 3 }),
    exportTo: fc.constantFrom([], ["*"], ["."], ["a"], ["~"], ["b", "c"]),
    resolution: fc.constantFrom("DNS", "STATIC"),
    ports: fc
      .uniqueArray(fc.constantFrom(80, 443, 9000), { minLength: 1 })
      .map((numbers) => numbers.map((number) => istioPort(number))),
  }),
);
const egress = fc.array(fc.constantFrom("*/*", "./*", "a/*", "b/api.com", "*/api.com", "~b/*", "~/*", "c/*"), {
  maxLength: 3,
});
const anyWorld = fc
  .tuple(fc.array(anyEntry, { maxLength: 5 }), fc.option(egress), fc.constantFrom("1.29.0", "1.30.0", "1.31.0", null))
  .map(([entries, hosts, version]) => ({
    objects: [
      ...entries.map(([place, fields], index) => entry(place, `e${index}`, fields)),
      ...(hosts === null ? [] : [sidecar("a", "s", hosts)]),
    ],
    version,
  }));

test("the order in which objects are given does not matter", () => {
  fc.assert(
    fc.property(anyWorld, namespace, (fields, from) => {
      const backwards = { ...fields, objects: fields.objects.toReversed() };
      expect(shown(worldOf(backwards), "api.com", from)).toBe(shown(worldOf(fields), "api.com", from));
    }),
    { numRuns: 1_000 },
  );
});

test("what is exported to others only, or of another host, changes nothing", () => {
  fc.assert(
    fc.property(anyWorld, namespace, anyEntry, (fields, from, [place, extra]) => {
      const objects = [
        ...fields.objects,
        entry(place, "hidden", { ...extra, exportTo: ["nowhere"] }),
        entry(place, "other", { ...extra, hosts: ["evilapi.com", "*.com"] }),
      ];
      const before = shown(worldOf(fields), "api.com", from);
      const after = shown(worldOf({ ...fields, objects }), "api.com", from);
      const isShadowed = fields.objects.some((object) => object.namespace === place);
      expect(after === before || (before === "NO_SUCH_HOST" && after === "NOT_VISIBLE") || isShadowed).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test("one winner at most, and it is among the claims", () => {
  fc.assert(
    fc.property(anyWorld, namespace, (fields, from) => {
      const { outcome, winner, claims, ports } = resolveHost(worldOf(fields), sidecarOf(from), "api.com");
      const winners = claims.filter(({ verdict }) => verdict === "WINS").map(({ service }) => service);
      if (outcome === "UNKNOWN") return;
      expect(winners).toEqual(winner === null ? [] : [winner]);
      expect(new Set(ports.map(({ number }) => number)).size).toBe(ports.length);
      expect(claims).toHaveLength(fields.objects.filter((object) => "hosts" in object).length);
    }),
    { numRuns: 1_000 },
  );
});

const json = fc.jsonValue({ maxDepth: 1 });
const part = fc.dictionary(fc.constantFrom("hosts", "port", "route", "match", "delegate", "destination"), json, {
  maxKeys: 3,
});
const spec = fc.dictionary(
  fc.constantFrom("egress", "http", "tls", "tcp", "hosts", "gateways", "exportTo"),
  fc.oneof(json, fc.array(part, { maxLength: 2 })),
  { maxKeys: 4 },
);

test("no spec of a Sidecar or VirtualService makes it throw", () => {
  fc.assert(
    fc.property(spec, spec, (first, second) => {
      const wild = Object.assign(virtualService("a", "v", {}), { spec: second });
      const world = worldOf({ objects: [entry("b", "x"), sidecar("a", "s", first)] });
      const led = { ...world, virtualServicesTo: () => [wild], virtualServicesDelegatingTo: () => [wild] };
      expect(resolveHost(led, sidecarOf("a"), "api.com").outcome).not.toBe("NO_SUCH_HOST");
    }),
    { numRuns: 500 },
  );
});

test("a Kubernetes Service of two ports keeps both", () => {
  const objects = [kubernetesService("b", "reviews", { ports: [servicePort(80, "http"), servicePort(90, "tcp-x")] })];
  expect(shown(worldOf({ objects }), REVIEWS, "a")).toBe("b/reviews 80 90");
});

function shown(world: ReturnType<typeof worldOf>, host: string, from: string): string {
  const { outcome, winner, ports } = resolveHost(world, sidecarOf(from), host);
  if (winner === null) return outcome;
  return `${winner.namespace}/${winner.name} ${ports.map(({ number }) => number).join(" ")}`;
}
