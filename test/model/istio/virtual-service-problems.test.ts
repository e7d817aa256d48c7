import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { ROUTE_PROBLEM_CODES } from "../../../src/model/istio/route-problem-codes.ts";
import { virtualServiceProblems } from "../../../src/model/istio/virtual-service-problems.ts";
import type { WorldFields } from "./support/mesh-world.ts";
import { istioPort, serviceEntry, virtualService } from "./support/mesh-world.ts";
import { destinationRule, istioGateway, routeWorldOf } from "./support/route-world.ts";

type Objects = NonNullable<WorldFields["objects"]>;

const api = serviceEntry("shop", "api");
const to = (host: string, fields: JsonObject = {}) => ({ route: [{ destination: { host, ...fields } }] });

function problems(spec: JsonObject, others: Objects = [], fields: WorldFields = {}): readonly string[] {
  const object = virtualService("shop", "v", { hosts: ["api.com"], http: [to("api.com")], ...spec });
  const world = routeWorldOf({ namespaces: { shop: {} }, ...fields, objects: [api, object, ...others] });
  return virtualServiceProblems(world, object).map(({ code }) => code);
}

test("a sound VirtualService has no problems", () => {
  const http = [{ match: [{ uri: { prefix: "/a" } }], ...to("api.com", { port: { number: 80 } }) }, to("api.com")];
  expect(problems({ http, exportTo: [".", "shop"] })).toEqual([]);
});

const tls = (match: readonly JsonObject[]) => ({ http: [], tls: [{ match, ...to("api.com") }] });
const weighted = (...weights: readonly number[]) => ({
  http: [
    {
      route: weights.map((weight, at) => ({
        destination: { host: "api.com", subset: "", port: { number: 80 } },
        weight,
        at,
      })),
    },
  ],
});
const young = (name: string, spec: JsonObject) =>
  virtualService("shop", name, { hosts: ["api.com"], http: [to("api.com")], ...spec }, { createdSeconds: 9_000 });

const secureFields = { hosts: ["secure.com"], ports: [istioPort(443, "HTTPS")] };
const secure = serviceEntry("shop", "secure", secureFields);
const makesTls = (mode: string) =>
  destinationRule("shop", "r", { host: "secure.com", trafficPolicy: { tls: { mode } } });

test.each<readonly [string, JsonObject, Objects, readonly string[]]>([
  ["it has no rules", { http: [] }, [], ["VIRTUAL_SERVICE_EMPTY"]],
  ["a field is of a wrong type", { tcp: 1 }, [], ["INVALID_SPEC"]],
  ["its host is not in the mesh", { hosts: ["evilapi.com"] }, [], ["VIRTUAL_SERVICE_HOST_NOT_FOUND"]],
  ["no service is under its wildcard", { hosts: ["*.api.com"] }, [], ["VIRTUAL_SERVICE_HOST_NOT_FOUND"]],
  ["its hosts overlap", { hosts: ["api.com", "*.com"] }, [], ["VIRTUAL_SERVICE_DUPLICATE_HOST"]],
  ["sidecars should route everything", { hosts: ["*"] }, [], ["MESH_HOST_EVERYTHING"]],
  ["a namespace of exportTo is not there", { exportTo: ["nowhere"] }, [], ["EXPORT_NAMESPACE_NOT_FOUND"]],
  ["a Gateway is not there", { gateways: ["mesh", "gw"] }, [], ["GATEWAY_NOT_FOUND"]],
  [
    "a Gateway has none of its hosts",
    { gateways: ["gw"] },
    [istioGateway("shop", "gw", [{ hosts: ["b.com"] }])],
    ["HOST_NOT_IN_GATEWAY"],
  ],
  [
    "a Gateway has its hosts for others",
    { gateways: ["edge/gw"] },
    [istioGateway("edge", "gw", [{ hosts: ["./api.com"] }])],
    ["HOST_NOT_IN_GATEWAY"],
  ],
  ["another has the same host", {}, [young("w", {})], ["CONFLICTING_HOST"]],
  ["another has it at another gateway", {}, [young("w", { gateways: ["gw"] })], []],
  ["another has it for other namespaces", { exportTo: ["."] }, [young("w", { exportTo: ["other"] })], []],
  ["a wildcard beside it is no conflict", {}, [young("w", { hosts: ["*.com"] })], []],
  ["a delegate is not there", { http: [{ delegate: { name: "d" } }] }, [], ["DELEGATE_NOT_FOUND"]],
  [
    "a delegated route has destinations",
    { http: [{ ...to("api.com"), delegate: { name: "d" } }] },
    [virtualService("shop", "d", { http: [to("api.com")] })],
    ["DELEGATE_WITH_ACTION"],
  ],
  ["a delegate has gateways", { hosts: [], gateways: ["gw"] }, [], ["DELEGATE_WITH_GATEWAYS"]],
  ["a rule says nowhere to go", { http: [{}] }, [], ["ROUTE_WITHOUT_ACTION"]],
  [
    "a rule says two ways to go",
    { http: [{ ...to("api.com"), redirect: { uri: "/" } }] },
    [],
    ["ROUTE_WITH_SEVERAL_ACTIONS"],
  ],
  ["a redirect has no such code", { http: [{ redirect: { redirectCode: 200 } }] }, [], ["INVALID_REDIRECT_CODE"]],
  ["a lone weight does not count", weighted(50), [], ["WEIGHT_IGNORED"]],
  [
    "no destination has a weight",
    {
      http: [
        { route: [{ destination: { host: "api.com" } }, { destination: { host: "api.com", port: { number: 80 } } }] },
      ],
    },
    [],
    ["ROUTE_WITHOUT_WEIGHT"],
  ],
  ["a destination is there twice", weighted(50, 50), [], ["DUPLICATE_DESTINATION"]],
  [
    "a rule comes after one for everything",
    { http: [to("api.com"), { match: [{ uri: { exact: "/" } }], ...to("api.com") }] },
    [],
    ["UNREACHABLE_RULE"],
  ],
  [
    "a rule comes after one for every path",
    { http: [{ match: [{ uri: { prefix: "/" } }], ...to("api.com") }, to("api.com")] },
    [],
    ["UNREACHABLE_RULE"],
  ],
  [
    "a rule comes after one for every path of some sources",
    { http: [{ match: [{ uri: { prefix: "/" }, sourceLabels: { a: "b" } }], ...to("api.com") }, to("api.com")] },
    [],
    [],
  ],
  [
    "a rule has just the matches of one before",
    { http: [1, 2].map(() => ({ match: [{ uri: { exact: "/" }, headers: { a: {}, b: {} } }], ...to("api.com") })) },
    [],
    ["UNREACHABLE_RULE"],
  ],
  [
    "a match is there twice",
    { http: [{ match: [{ port: 80 }, { port: 80 }], ...to("api.com") }] },
    [],
    ["DUPLICATE_MATCH"],
  ],
  ["a rule of tls has no match", tls([]), [], ["TLS_RULE_WITHOUT_MATCH"]],
  ["an SNI is none of the hosts", tls([{ sniHosts: ["evilapi.com"] }]), [], ["SNI_HOST_NOT_COVERED"]],
  ["a rule of tcp says nowhere to go", { http: [], tcp: [{}] }, [], ["ROUTE_WITHOUT_ACTION"]],
  ["a destination has no host", { http: [{ route: [{}] }] }, [], ["DESTINATION_WITHOUT_HOST"]],
  ["a destination is not there", { http: [to("nobody.com")] }, [], ["DESTINATION_HOST_NOT_FOUND"]],
  [
    "a mirror is not there",
    { http: [{ ...to("api.com"), mirror: { host: "nobody.com" } }] },
    [],
    ["DESTINATION_HOST_NOT_FOUND"],
  ],
  [
    "a destination is not seen",
    { http: [to("b.com")] },
    [serviceEntry("far", "b", { hosts: ["b.com"], exportTo: ["."] })],
    ["DESTINATION_NOT_VISIBLE"],
  ],
  [
    "a destination has several ports",
    { http: [to("b.com")] },
    [serviceEntry("shop", "b", { hosts: ["b.com"], ports: [istioPort(80), istioPort(81)] })],
    ["DESTINATION_PORT_REQUIRED"],
  ],
  [
    "a destination does not have the port",
    { http: [to("api.com", { port: { number: 7 } })] },
    [],
    ["DESTINATION_PORT_NOT_FOUND"],
  ],
  ["plain HTTP goes to a port of TLS", { http: [to("secure.com")] }, [secure], ["PLAIN_HTTP_TO_TLS_PORT"]],
  ["a rule makes TLS of it", { http: [to("secure.com")] }, [secure, makesTls("SIMPLE")], []],
  ["a rule forbids TLS", { http: [to("secure.com")] }, [secure, makesTls("DISABLE")], ["PLAIN_HTTP_TO_TLS_PORT"]],
  [
    "what is in the mesh gets its TLS by itself",
    { http: [to("secure.com")] },
    [serviceEntry("shop", "secure", { ...secureFields, location: "MESH_INTERNAL" })],
    [],
  ],
  [
    "TLS that is passed on stays TLS",
    { http: [], tls: [{ match: [{ sniHosts: ["api.com"] }], ...to("secure.com") }] },
    [secure],
    [],
  ],
  ["no rule has the subset", { http: [to("api.com", { subset: "v1" })] }, [], ["SUBSET_NOT_FOUND"]],
  [
    "a rule has the subset",
    { http: [to("api.com", { subset: "v1" })] },
    [destinationRule("shop", "r", { host: "api.com", subsets: [{ name: "v1" }] })],
    [],
  ],
])("it is told when %s", (_, spec, others, expected) => {
  expect(problems(spec, others)).toEqual(expected);
});

test("a subset at a Gateway's leg is looked up in the Gateway's namespace", () => {
  const rule = destinationRule("shop", "r", { host: "api.com", exportTo: ["."], subsets: [{ name: "v1" }] });
  const edge = serviceEntry("far", "api");
  const spec = { gateways: ["edge/gw"], http: [to("api.com", { subset: "v1" })] };
  const object = virtualService("shop", "v", { hosts: ["api.com"], ...spec });
  const world = routeWorldOf({ objects: [edge, rule, object, istioGateway("edge", "gw", [{}])] });
  expect(virtualServiceProblems(world, object)).toMatchObject([
    { code: "SUBSET_NOT_FOUND", message: expect.stringContaining("namespace edge") as string },
  ]);
});

test("the other VirtualService of a conflict is named", () => {
  const object = virtualService("shop", "v", { hosts: ["api.com"], http: [to("api.com")] });
  const world = routeWorldOf({ objects: [api, object, young("w", {})] });
  expect(virtualServiceProblems(world, object)).toMatchObject([
    { object: { type: "VirtualService", namespace: "shop", name: "w" } },
  ]);
});

test("what other clusters may have is not missed", () => {
  const gaps = [{ what: "REMOTE_SERVICES", reason: "Another cluster." }] as const;
  expect(problems({ hosts: ["reviews"], http: [to("reviews")] }, [], { gaps })).toEqual([]);
});

test("any JSON gives problems with known codes", () => {
  const keys = fc.constantFrom("hosts", "gateways", "exportTo", "http", "tls", "tcp");
  fc.assert(
    fc.property(fc.dictionary(keys, fc.jsonValue()), (spec) => {
      for (const code of problems(spec)) expect(Object.keys(ROUTE_PROBLEM_CODES)).toContain(code);
    }),
  );
});
