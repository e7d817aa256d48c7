import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import type { ServiceEntry } from "../../../schema/service-entry.ts";
import type { RouteRule } from "../../../src/model/istio/route-rule.ts";
import type { RoutesTo } from "../../../src/model/istio/route-to.ts";
import { routesTo } from "../../../src/model/istio/route-to.ts";
import type { WorldFields } from "./support/mesh-world.ts";
import {
  ambientOf,
  gatewayOf,
  istioPort,
  kubernetesService,
  serviceEntry,
  servicePort,
  sidecar,
  sidecarOf,
  virtualService,
} from "./support/mesh-world.ts";
import { destinationRule, routeWorldOf } from "./support/route-world.ts";

type Objects = NonNullable<WorldFields["objects"]>;

interface Asked extends Omit<WorldFields, "objects"> {
  readonly from?: string;
  readonly labels?: Record<string, string>;
  readonly port?: number;
  readonly host?: string;
}

function routes(
  objects: Objects,
  { from = "shop", labels = {}, port = 80, host = "api.com", ...fields }: Asked = {},
): RoutesTo {
  return routesTo(routeWorldOf({ ...fields, objects }), sidecarOf(from, labels), host, port);
}

/** One line for each rule that the proxy gets. */
function lines(objects: Objects, asked: Asked = {}): readonly string[] {
  const { outcome, tables } = routes(objects, asked);
  if (outcome !== "ROUTED") return [outcome];
  return tables.flatMap(({ kind, rules }) =>
    rules.filter(({ sourceApplies }) => sourceApplies).map((rule) => `${kind} ${line(rule)}`),
  );
}

function line({ matchSummary, action }: RouteRule): string {
  if (action.kind === "REDIRECT") return `${matchSummary} redirect ${action.code}`;
  if (action.kind === "DIRECT_RESPONSE") return `${matchSummary} response ${action.status}`;
  const to = action.destinations.map(
    ({ host, port, subset, weight, problem }) =>
      `${weight}% ${subset === null ? "" : `${subset} of `}${host}:${port}${problem === null ? "" : ` ${problem.code}`}`,
  );
  const copies = action.mirrors.map(({ host, weight }) => ` copy ${weight}% ${host}`);
  return `${matchSummary} to ${to.join(", ") || "nowhere"}${copies.join("")}`;
}

const to = (host: string, fields: JsonObject = {}): JsonObject => ({ route: [{ destination: { host, ...fields } }] });
const api = serviceEntry("shop", "api", {
  ports: [istioPort(80), istioPort(443, "TLS"), istioPort(9000, "TCP"), istioPort(8080, null)],
});
const other = serviceEntry("shop", "other", { hosts: ["other.com"] });
const vs = (spec: JsonObject, fields: Partial<{ createdSeconds: number; name: string; namespace: string }> = {}) =>
  virtualService(
    fields.namespace ?? "shop",
    fields.name ?? "v",
    { hosts: ["api.com"], ...spec },
    { createdSeconds: fields.createdSeconds ?? 1_000 },
  );

test.each([
  ["HTTP", 80, ["HTTP everything to 100% api.com:80"]],
  ["TLS", 443, ["TLS everything to 100% api.com:443"]],
  ["TCP", 9000, ["TCP everything to 100% api.com:9000"]],
  ["what is found out", 8080, ["HTTP everything to 100% api.com:8080", "TCP everything to 100% api.com:8080"]],
  ["a port that it does not have", 81, ["UNMATCHED"]],
])("without a VirtualService a service answers itself: %s", (_, port, expected) => {
  expect(lines([api], { port })).toEqual(expected);
});

test("rules come in their order, one for each match, up to one that asks for nothing", () => {
  const http = [
    {
      match: [{ uri: { prefix: "/a" }, headers: { x: { exact: "1" } } }, { method: { exact: "GET" } }],
      ...to("other.com"),
    },
    { redirect: { uri: "/", redirectCode: 302 }, match: [{ uri: { exact: "/old" } }] },
    { directResponse: { status: 503 }, match: [{ uri: { prefix: "/" } }] },
    to("never.com"),
  ];
  expect(lines([api, other, vs({ http })])).toEqual([
    "HTTP path prefix /a, header x exact 1 to 100% other.com:80",
    "HTTP method exact GET to 100% other.com:80",
    "HTTP path exact /old redirect 302",
    "HTTP path prefix / response 503",
  ]);
});

test.each([
  ["another port", { port: 443 }, false],
  ["its port", { port: 80 }, true],
  ["a gateway", { gateways: ["gw"] }, false],
  ["the mesh", { gateways: ["gw", "mesh"] }, true],
  ["its labels", { sourceLabels: { app: "x" } }, true],
  ["other labels", { sourceLabels: { app: "y" } }, false],
  ["its namespace", { sourceNamespace: "shop" }, true],
  ["another namespace", { sourceNamespace: "other" }, false],
  [
    "the mesh, which makes labels and namespace count for nothing",
    { gateways: ["mesh"], sourceLabels: { app: "y" }, sourceNamespace: "z" },
    true,
  ],
])("a match for %s", (_, match, applies) => {
  const found = routes([api, other, vs({ http: [{ match: [match], ...to("other.com") }] })], { labels: { app: "x" } });
  const [table] = found.tables;
  expect(table?.virtualService === null).toBe(!applies);
  expect(table?.rules.at(-1)?.action).toMatchObject({ destinations: [{ host: applies ? "other.com" : "api.com" }] });
});

test("of several destinations those without a weight are left out, the only one has everything", () => {
  const weighted = (...weights: readonly number[]) => [
    { route: weights.map((weight, at) => ({ destination: { host: at === 0 ? "api.com" : "other.com" }, weight })) },
  ];
  expect(lines([api, other, vs({ http: weighted(90, 10) })])).toEqual([
    "HTTP everything to 90% api.com:80, 10% other.com:80",
  ]);
  expect(lines([api, other, vs({ http: weighted(0, 10) })])).toEqual(["HTTP everything to 10% other.com:80"]);
  expect(lines([api, other, vs({ http: weighted(0, 0) })])).toEqual(["HTTP everything to nowhere"]);
  expect(lines([api, other, vs({ http: weighted(30) })])).toEqual(["HTTP everything to 100% api.com:80"]);
});

test.each([
  ["it is not there", "nobody.com", {}, "DESTINATION_HOST_NOT_FOUND"],
  ["it is not exported", "hidden.com", {}, "DESTINATION_NOT_VISIBLE"],
  ["it does not have the port", "other.com", { port: { number: 7 } }, "DESTINATION_PORT_NOT_FOUND"],
  ["it has no such subset", "other.com", { subset: "v2" }, "SUBSET_NOT_FOUND"],
  ["no host is named", "", {}, "DESTINATION_WITHOUT_HOST"],
])("nothing answers at a destination when %s", (_, host, fields, code) => {
  const hidden = serviceEntry("far", "hidden", { hosts: ["hidden.com"], exportTo: ["."] });
  const rule = destinationRule("shop", "r", { host: "other.com", subsets: [{ name: "v1", labels: { v: "1" } }] });
  const found = routes([api, other, hidden, rule, vs({ http: [to(host, fields)] })]);
  expect(found.tables[0]?.rules[0]?.action).toMatchObject({
    destinations: [{ resolves: null, problem: { code, object: { name: "v" } } }],
  });
});

test("a subset of a rule in force is there, in the client's namespace as well as in the service's", () => {
  const rule = (namespace: string) =>
    destinationRule(namespace, "r", { host: "other.com", exportTo: ["."], subsets: [{ name: "v1" }] });
  const objects = [api, other, vs({ http: [to("other.com", { subset: "v1" })] })];
  expect(lines([...objects, rule("shop")])).toEqual(["HTTP everything to 100% v1 of other.com:80"]);
  expect(lines([...objects, rule("far")])).toEqual(["HTTP everything to 100% v1 of other.com:80 SUBSET_NOT_FOUND"]);
});

test("mirrors get copies, none where the percentage is 0", () => {
  const http = [
    {
      ...to("api.com"),
      mirrors: [
        { destination: { host: "other.com" }, percentage: { value: 5 } },
        { destination: { host: "api.com" }, percentage: { value: 0 } },
      ],
    },
  ];
  expect(lines([api, other, vs({ http })])).toEqual(["HTTP everything to 100% api.com:80 copy 5% other.com"]);
  const single = [{ ...to("api.com"), mirror: { host: "other.com" } }];
  expect(lines([api, other, vs({ http: single })])).toEqual(["HTTP everything to 100% api.com:80 copy 100% other.com"]);
});

test("of two VirtualServices for a host the older goes first, unless it has no rule for the proxy", () => {
  const old = vs(
    { http: [{ match: [{ sourceLabels: { app: "x" } }], ...to("other.com") }] },
    { name: "old", createdSeconds: 1 },
  );
  const young = vs({ http: [{ directResponse: { status: 418 } }] }, { name: "young", createdSeconds: 2 });
  expect(lines([api, other, young, old], { labels: { app: "x" } })).toEqual(["HTTP everything to 100% other.com:80"]);
  expect(lines([api, other, young, old])).toEqual(["HTTP everything response 418"]);
});

test("an exact host goes before a wildcard, however old, and a longer wildcard before a shorter", () => {
  const answer = (host: string, status: number, createdSeconds: number) =>
    vs({ hosts: [host], http: [{ directResponse: { status } }] }, { name: `s${status}`, createdSeconds });
  const eu = serviceEntry("shop", "eu", { hosts: ["eu.api.com"] });
  const objects = [eu, answer("*.com", 500, 1), answer("*.api.com", 501, 2)];
  expect(lines(objects, { host: "eu.api.com" })).toEqual(["HTTP everything response 501"]);
  expect(lines([...objects, answer("eu.api.com", 502, 3)], { host: "eu.api.com" })).toEqual([
    "HTTP everything response 502",
  ]);
});

test("a wildcard whose most specific VirtualService has no rule for the proxy is not routed by a wider one", () => {
  const eu = serviceEntry("shop", "eu", { hosts: ["eu.api.com"] });
  const wide = vs({ hosts: ["*.com"], http: [{ directResponse: { status: 500 } }] }, { name: "wide" });
  const narrow = vs({ hosts: ["*.api.com"], http: [{ match: [{ port: 1 }], ...to("other.com") }] }, { name: "narrow" });
  expect(lines([eu, wide, narrow], { host: "eu.api.com" })).toEqual(["HTTP everything to 100% eu.api.com:80"]);
});

test("the service of a wildcard answers for names under it, and not for what only ends alike", () => {
  const wild = serviceEntry("shop", "wild", { hosts: ["*.api.com"], resolution: "NONE" });
  expect(lines([wild], { host: "eu.api.com" })).toEqual(["HTTP everything to 100% *.api.com:80"]);
  expect(lines([wild], { host: "api.com" })).toEqual(["UNMATCHED"]);
  expect(lines([wild], { host: "evilapi.com" })).toEqual(["UNMATCHED"]);
});

test("a host that only a VirtualService has is routed at port 80, elsewhere only beside a service of the same", () => {
  const answer = { http: [{ directResponse: { status: 418 } }] };
  const alone = vs({ hosts: ["new.com"], ...answer });
  const beside = vs({ hosts: ["new.com", "api.com"], ...answer });
  const both = serviceEntry("shop", "api", { ports: [istioPort(80), istioPort(81)] });
  expect(lines([both, alone], { host: "new.com" })).toEqual(["HTTP everything response 418"]);
  expect(lines([both, alone], { host: "new.com", port: 81 })).toEqual(["UNMATCHED"]);
  expect(lines([both, beside], { host: "new.com", port: 81 })).toEqual(["HTTP everything response 418"]);
  expect(lines([alone], { host: "new.com" })).toEqual(["UNMATCHED"]);
});

test("a wildcard that covers a service at the port answers for that one alone", () => {
  const wild = vs({ hosts: ["*.api.com"], http: [{ directResponse: { status: 418 } }] });
  const eu = serviceEntry("shop", "eu", { hosts: ["eu.api.com"] });
  expect(lines([api, wild], { host: "us.api.com" })).toEqual(["HTTP everything response 418"]);
  expect(lines([api, eu, wild], { host: "eu.api.com" })).toEqual(["HTTP everything response 418"]);
  expect(lines([api, eu, wild], { host: "us.api.com" })).toEqual(["UNMATCHED"]);
});

test("hosts are compared in capitals or not", () => {
  expect(
    lines([api, vs({ hosts: ["API.com"], http: [{ directResponse: { status: 418 } }] })], { host: "Api.Com" }),
  ).toEqual(["HTTP everything response 418"]);
});

test("a VirtualService whose host only ends alike does not route it", () => {
  expect(
    lines(
      [serviceEntry("shop", "evil", { hosts: ["evilapi.com"] }), vs({ http: [{ directResponse: { status: 418 } }] })],
      { host: "evilapi.com" },
    ),
  ).toEqual(["HTTP everything to 100% evilapi.com:80"]);
});

test("a headless Service answers for its pods", () => {
  const headless = kubernetesService("shop", "db", { clusterIPs: ["None"] });
  expect(lines([headless], { host: "db-0.db.shop.svc.cluster.local" })).toEqual([
    "HTTP everything to 100% db.shop.svc.cluster.local:80",
  ]);
});

test("TLS goes by SNI: the first rule of a name counts, one without a match does nothing", () => {
  const tls = [
    { match: [{ sniHosts: ["api.com"] }], ...to("other.com", { port: { number: 80 } }) },
    { match: [{ sniHosts: ["api.com"] }, { sniHosts: ["*.api.com"] }], ...to("api.com") },
    { ...to("never.com") },
  ];
  const found = routes([api, other, vs({ tls })], { port: 443 });
  expect(found.tables[0]?.rules.map(({ sniHosts, action }) => [sniHosts, action])).toMatchObject([
    [["api.com"], { destinations: [{ host: "other.com", port: 80 }] }],
  ]);
});

test("a wildcard's VirtualServices for names under it count for TLS", () => {
  const wild = serviceEntry("shop", "wild", {
    hosts: ["*.api.com"],
    resolution: "NONE",
    ports: [istioPort(443, "TLS")],
  });
  const tls = [{ match: [{ sniHosts: ["us.api.com"] }], ...to("*.api.com") }];
  const named = vs({ hosts: ["us.api.com"], tls });
  for (const host of ["us.api.com", "*.api.com"])
    expect(lines([wild, named], { host, port: 443 })).toEqual(["TLS SNI us.api.com to 100% *.api.com:443"]);
  expect(lines([wild, named], { host: "eu.api.com", port: 443 })).toEqual(["UNMATCHED"]);
});

test("TLS connections with a name that no rule has go to a TCP service at the port, unless they have an address", () => {
  const ports = [istioPort(443, "TLS")];
  const tls = [{ match: [{ sniHosts: ["us.api.com"] }], ...to("us.api.com") }];
  const named = vs({ hosts: ["us.api.com"], tls });
  const wild = (addresses: readonly string[]) =>
    serviceEntry("shop", "wild", { hosts: ["*.api.com"], resolution: "NONE", ports, addresses });
  const db = serviceEntry("shop", "db", { hosts: ["db.com"], resolution: "NONE", ports: [istioPort(443, "TCP")] });
  const asked = { host: "eu.api.com", port: 443 };
  expect(lines([wild([]), named, db], asked)).toEqual(["TCP everything to 100% db.com:443"]);
  expect(lines([wild(["240.0.0.1"]), named, db], asked)).toEqual(["UNKNOWN"]);
});

test("an ExternalName Service has the routes of the service that it is another name of", () => {
  const alias = kubernetesService("shop", "alias", {
    type: "ExternalName",
    externalName: "db.shop.svc.cluster.local",
    ports: [],
  });
  const db = kubernetesService("shop", "db");
  expect(lines([alias, db], { host: "alias.shop.svc.cluster.local" })).toEqual([
    "HTTP everything to 100% db.shop.svc.cluster.local:80",
  ]);
});

test("a TCP service without an address of its own takes the port's connections to any host", () => {
  const tcp = (name: string, addresses: readonly string[]) =>
    serviceEntry("shop", name, {
      hosts: [`${name}.com`],
      resolution: "NONE",
      ports: [istioPort(9001, "TCP")],
      addresses,
    });
  const asked = { port: 9001 };
  expect(lines([api, tcp("db", [])], asked)).toEqual(["TCP everything to 100% db.com:9001"]);
  expect(lines([api, tcp("db", ["240.0.0.1"])], asked)).toEqual(["UNMATCHED"]);
  expect(lines([api, tcp("db", []), tcp("log", [])], asked)).toEqual(["UNKNOWN"]);
});

test("which of two services that share an address gets a connection cannot be told, of two addresses it can", () => {
  const at = (name: string, address: string, protocol: string) =>
    serviceEntry("shop", name, { hosts: [`${name}.com`], ports: [istioPort(9001, protocol)], addresses: [address] });
  const asked = { host: "a.com", port: 9001 };
  for (const protocol of ["TCP", "TLS"]) {
    const a = at("a", "240.0.0.1", protocol);
    expect(lines([a, at("b", "240.0.0.1/32", protocol)], asked)).toEqual(["UNKNOWN"]);
    expect(lines([a, at("b", "240.0.0.2", protocol)], asked)).toEqual([`${protocol} everything to 100% a.com:9001`]);
  }
});

test("a service without endpoints is given those of another ServiceEntry of its host and namespace", () => {
  const db = (name: string, namespace: string, fields: Partial<ServiceEntry>) =>
    serviceEntry(namespace, name, { hosts: ["db.com"], ports: [istioPort(9001, "TCP")], ...fields });
  const none = db("a", "shop", { resolution: "NONE", createdSeconds: 1 });
  const asked = { host: "db.com", port: 9001 };
  expect(lines([none], asked)).toEqual(["TCP everything to 100% db.com:9001"]);
  expect(lines([none, db("b", "far", {})], asked)).toEqual(["TCP everything to 100% db.com:9001"]);
  expect(routes([none, db("b", "shop", {})], asked).reason).toContain("have endpoints");
});

test("addresses that the control plane gave are listened for only by proxies that capture DNS", () => {
  const given = (name: string, value: string) =>
    serviceEntry("shop", name, {
      hosts: [`${name}.com`],
      ports: [istioPort(9001, "TCP")],
      allocatedAddresses: [{ host: `${name}.com`, address: value }],
    });
  const asked = { host: "a.com", port: 9001 };
  expect(lines([given("a", "240.240.0.1"), given("b", "240.240.0.2")], asked)).toEqual(["UNKNOWN"]);
});

test("TCP rules end with the first that asks for no subnet, and a destination's only port counts before the own", () => {
  const tcp = [
    { match: [{ destinationSubnets: ["10.0.0.0/8"] }, { destinationSubnets: ["11.0.0.0/8"] }], ...to("other.com") },
    { match: [{ port: 1 }], ...to("never.com") },
    { match: [{ port: 9000 }], ...to("api.com") },
    to("never.com"),
  ];
  expect(lines([api, other, vs({ tcp })], { port: 9000 })).toEqual([
    "TCP destination 10.0.0.0/8 or 11.0.0.0/8 to 100% other.com:80",
    "TCP everything to 100% api.com:9000",
  ]);
});

test("a Sidecar decides which services and VirtualServices there are", () => {
  const far = virtualService("far", "v", { hosts: ["api.com"], http: [{ directResponse: { status: 418 } }] });
  expect(lines([api, far])).toEqual(["HTTP everything response 418"]);
  expect(lines([api, far, sidecar("shop", "s", ["./*"])])).toEqual(["HTTP everything to 100% api.com:80"]);
  expect(lines([api, far, sidecar("shop", "s", ["far/*"])])).toEqual(["UNMATCHED"]);
});

test("a listener of a Sidecar with a port reads traffic by its own protocol", () => {
  const listener = (protocol: string) =>
    sidecar("shop", "s", { egress: [{ port: { number: 80, protocol, name: "p" }, hosts: ["./*"] }] });
  expect(lines([api, listener("HTTP")])).toEqual(["HTTP everything to 100% api.com:80"]);
  expect(lines([api, listener("TCP")])).toEqual(["TCP everything to 100% api.com:80"]);
  expect(lines([api, listener("TCP")], { port: 443 })).toEqual(["UNMATCHED"]);
});

test.each([
  ["a pod behind ztunnel", routesTo(routeWorldOf({ objects: [api] }), ambientOf("shop"), "api.com", 80)],
  ["a gateway", routesTo(routeWorldOf({ objects: [api] }), gatewayOf("shop"), "api.com", 80)],
  ["a release before 1.27", routes([api], { version: "1.26.0" })],
  [
    "two services that share a TCP port without addresses",
    routes([api, serviceEntry("shop", "b", { hosts: ["b.com"], ports: [istioPort(9000, "TCP")] })], { port: 9000 }),
  ],
  [
    "VirtualServices that are not read",
    routes([api], { gaps: [{ what: "VIRTUAL_SERVICES", reason: "They are forbidden." }] }),
  ],
])("it cannot be told for %s", (_, { outcome, reason, tables }) => {
  expect(outcome).toBe("UNKNOWN");
  expect(reason).not.toBeNull();
  expect(tables).toEqual([]);
});

test("services with an address of their own do not share a TCP port", () => {
  const a = kubernetesService("shop", "a", { clusterIPs: ["10.0.0.1"], ports: [servicePort(9000, "tcp")] });
  const b = kubernetesService("shop", "b", { clusterIPs: ["10.0.0.2"], ports: [servicePort(9000, "tcp")] });
  expect(lines([a, b], { host: "a.shop.svc.cluster.local", port: 9000 })).toEqual([
    "TCP everything to 100% a.shop.svc.cluster.local:9000",
  ]);
});

test("any JSON for a spec gives an answer", () => {
  const keys = fc.constantFrom("http", "tls", "tcp", "gateways", "exportTo");
  fc.assert(
    fc.property(fc.dictionary(keys, fc.jsonValue()), fc.constantFrom(80, 443, 9000, 8080), (spec, port) => {
      expect(["ROUTED", "UNMATCHED", "UNKNOWN"]).toContain(routes([api, vs(spec as JsonObject)], { port }).outcome);
    }),
  );
});

test("of two VirtualServices with the same wildcard the older goes first", () => {
  const answer = (status: number, createdSeconds: number) =>
    vs({ hosts: ["*.com"], http: [{ directResponse: { status } }] }, { name: `s${status}`, createdSeconds });
  expect(lines([api, answer(500, 2), answer(501, 1)])).toEqual(["HTTP everything response 501"]);
});

test("a host in capitals that only a VirtualService has is routed too", () => {
  const capitals = vs({ hosts: ["NEW.com"], http: [{ directResponse: { status: 418 } }] });
  expect(lines([api, capitals], { host: "new.com" })).toEqual(["HTTP everything response 418"]);
});

test("a rule of connections without destinations is left out", () => {
  expect(lines([api, vs({ tcp: [{}, to("api.com")] })], { port: 9000 })).toEqual([
    "TCP everything to 100% api.com:9000",
  ]);
  const tls = [{ match: [{ sniHosts: ["api.com"] }] }];
  expect(lines([api, vs({ tls })], { port: 443 })).toEqual(["TLS everything to 100% api.com:443"]);
});

test.each([
  ["its percentage", { mirrorPercentage: { value: 5 }, mirrorPercent: 7 }, " copy 5% other.com"],
  ["its older percentage", { mirrorPercent: 7 }, " copy 7% other.com"],
  ["none", { mirrorPercentage: { value: 0 } }, ""],
])("a mirror gets %s", (_, fields, copy) => {
  const http = [{ ...to("api.com"), mirror: { host: "other.com" }, ...fields }];
  expect(lines([api, other, vs({ http })])).toEqual([`HTTP everything to 100% api.com:80${copy}`]);
});

test("a service with an address of its own and one without do not share a TCP port", () => {
  const own = kubernetesService("shop", "a", { ports: [servicePort(9000, "tcp")] });
  const shared = serviceEntry("shop", "b", { hosts: ["b.com"], ports: [istioPort(9000, "TCP")] });
  for (const host of ["a.shop.svc.cluster.local", "b.com"])
    expect(lines([own, shared], { host, port: 9000 })).toEqual([`TCP everything to 100% ${host}:9000`]);
});
