import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ServiceEntry } from "../../../schema/service-entry.ts";
import { ServiceEntryEndpoint } from "../../../schema/service-entry-endpoint.ts";
import { serviceEntryProblems } from "../../../src/model/istio/service-entry-problems.ts";
import { SERVICE_PROBLEM_CODES } from "../../../src/model/istio/service-problem-codes.ts";
import { istioPort, serviceEntry, worldOf } from "./support/mesh-world.ts";

const inline = (fields: Partial<ServiceEntryEndpoint>) => Object.assign(new ServiceEntryEndpoint(), fields);
const world = worldOf({ namespaces: { shop: {}, other: {} } });
const STATIC = { resolution: "STATIC" };
const DYNAMIC = { resolution: "DYNAMIC_DNS", hosts: ["*.api.com"] };

test.each<readonly [string, Partial<ServiceEntry>, readonly string[]]>([
  ["a good one", {}, []],
  ["a good wildcard", { hosts: ["*.api.com"], resolution: "NONE" }, []],
  ["a good DYNAMIC_DNS", DYNAMIC, []],
  ["no hosts", { hosts: [] }, ["ENTRY_WITHOUT_HOSTS"]],
  ["everything", { hosts: ["*"], resolution: "NONE" }, ["HOST_EVERYTHING"]],
  ["an address as its host", { hosts: ["10.0.0.1"] }, ["HOST_INVALID"]],
  ["an underscore", { hosts: ["a_b.com"] }, ["HOST_INVALID"]],
  ["a wildcard within", { hosts: ["a.*.com"] }, ["HOST_INVALID"]],
  ["a partial wildcard", { hosts: ["*api.com"], resolution: "NONE" }, ["HOST_PARTIAL_WILDCARD"]],
  ["a partial wildcard that is looked up", { ...DYNAMIC, hosts: ["*-eu.api.com"] }, []],
  ["a short host", { hosts: ["api"] }, []],
  ["capitals", { hosts: ["API.com"] }, ["HOST_CAPITALS"]],
  ["a trailing dot", { hosts: ["api.com."] }, ["HOST_TRAILING_DOT"]],
  ["a host twice", { hosts: ["api.com", "api.com"] }, ["HOST_DUPLICATE"]],
  ["a wildcard for DNS", { hosts: ["*.api.com"] }, ["HOST_NEEDS_ENDPOINTS"]],
  ["a wildcard for DNS with an endpoint", { hosts: ["*.api.com"], endpoints: [inline({ address: "eu.api.com" })] }, []],
  ["a concrete host for DYNAMIC_DNS", { ...DYNAMIC, hosts: ["api.com"] }, ["HOST_NEEDS_WILDCARD"]],
  [
    "two hosts over TCP",
    { ...STATIC, hosts: ["a.com", "b.com"], ports: [istioPort(90, "Mongo")] },
    ["HOSTS_NOT_TOLD_APART"],
  ],
  ["two hosts over TLS", { ...STATIC, hosts: ["a.com", "b.com"], ports: [istioPort(443, "TLS")] }, []],
  ["an unknown resolution", { resolution: "MAGIC" }, ["ENTRY_RESOLUTION_INVALID"]],
  ["an unknown location", { location: "MESH" }, ["ENTRY_LOCATION_INVALID"]],
  ["an address that is none", { ...STATIC, addresses: ["10.0.0.256"] }, ["ADDRESS_INVALID"]],
  ["a block for DNS", { addresses: ["10.0.0.0/8"] }, ["ADDRESS_BLOCK_RESOLVED"]],
  ["a block for STATIC", { ...STATIC, addresses: ["10.0.0.0/8"] }, []],
  ["addresses for DYNAMIC_DNS", { ...DYNAMIC, addresses: ["10.0.0.1"] }, ["ADDRESSES_WITH_DYNAMIC_DNS"]],
  ["TCP without an address", { resolution: "NONE", ports: [istioPort(90, "TCP")] }, ["ADDRESSES_REQUIRED"]],
  ["a detected port without an address", { resolution: "NONE", ports: [istioPort(90, null)] }, ["ADDRESSES_REQUIRED"]],
  ["TCP that gets an address", { ports: [istioPort(90, "TCP")] }, []],
  [
    "TCP that is to get none",
    { ports: [istioPort(90, "TCP")], labels: { "networking.istio.io/enable-autoallocate-ip": "False" } },
    ["ADDRESSES_REQUIRED"],
  ],
  ["a port twice", { ports: [istioPort(80), { ...istioPort(80), name: "other" }] }, ["PORT_DUPLICATE"]],
  ["a port name twice", { ports: [istioPort(80), { ...istioPort(81), name: "port-80" }] }, ["PORT_NAME_DUPLICATE"]],
  ["a port without a name", { ports: [{ ...istioPort(80), name: null }] }, ["PORT_NAME_INVALID"]],
  ["a port name that is none", { ports: [{ ...istioPort(80), name: "-a" }] }, ["PORT_NAME_INVALID"]],
  ["a port that is none", { ports: [istioPort(70_000)] }, ["PORT_NUMBER_INVALID"]],
  ["a target that is none", { ports: [{ ...istioPort(80), targetPort: -1 }] }, ["PORT_NUMBER_INVALID"]],
  ["an unknown protocol", { ports: [istioPort(80, "QUIC")] }, ["PORT_PROTOCOL_UNKNOWN"]],
  ["a protocol in other capitals", { ports: [istioPort(80, "hTTp")] }, []],
  [
    "what DYNAMIC_DNS does not forward",
    { ...DYNAMIC, ports: [istioPort(443, "HTTPS")] },
    ["PORT_PROTOCOL_NOT_FORWARDED"],
  ],
  [
    "endpoints and a selector",
    { ...STATIC, workloadSelector: { labels: { app: "x" } }, endpoints: [inline({ address: "10.0.0.1" })] },
    ["ENDPOINTS_AND_SELECTOR"],
  ],
  ["endpoints for NONE", { resolution: "NONE", endpoints: [inline({ address: "10.0.0.1" })] }, ["ENDPOINTS_NOT_USED"]],
  ["a selector for NONE", { resolution: "NONE", workloadSelector: { labels: { app: "x" } } }, ["ENDPOINTS_NOT_USED"]],
  [
    "two endpoints for round robin",
    { resolution: "DNS_ROUND_ROBIN", endpoints: [inline({ address: "a.com" }), inline({ address: "b.com" })] },
    ["ENDPOINTS_TOO_MANY"],
  ],
  ["no address", { ...STATIC, endpoints: [inline({})] }, ["ENDPOINT_ADDRESS_MISSING"]],
  ["no address but a network", { ...STATIC, endpoints: [inline({ network: "n" })] }, ["ENDPOINT_ADDRESS_MISSING"]],
  [
    "two hosts with one address",
    { hosts: ["a.com", "b.com"], addresses: ["10.0.0.1"], ports: [istioPort(443, "TLS")] },
    ["HOSTS_SHARE_ADDRESS"],
  ],
  ["two hosts with one address over HTTP", { hosts: ["a.com", "b.com"], addresses: ["10.0.0.1"] }, []],
  [
    "a wildcard for DNS with a selector",
    { hosts: ["*.api.com"], workloadSelector: { labels: { app: "x" } } },
    ["HOST_NEEDS_ENDPOINTS"],
  ],
  ["a name for STATIC", { ...STATIC, endpoints: [inline({ address: "eu.api.com" })] }, ["ENDPOINT_ADDRESS_INVALID"]],
  ["a socket for DNS", { endpoints: [inline({ address: "unix:///run/s" })] }, ["ENDPOINT_ADDRESS_INVALID"]],
  [
    "a socket with ports",
    { ...STATIC, endpoints: [inline({ address: "unix:///run/s", ports: { "port-80": 1 } })] },
    ["ENDPOINT_SOCKET_PORTS"],
  ],
  [
    "a port of an endpoint only",
    { ...STATIC, endpoints: [inline({ address: "10.0.0.1", ports: { other: 1 } })] },
    ["ENDPOINT_PORT_INVALID"],
  ],
  ["an empty selector", { ...STATIC, workloadSelector: {} }, ["SELECTOR_WITHOUT_LABELS"]],
  ["a wildcard in a selector", { ...STATIC, workloadSelector: { labels: { app: "*" } } }, ["SELECTOR_INVALID"]],
  ["a number in a selector", { ...STATIC, workloadSelector: { labels: { app: 1 } } }, ["INVALID_SPEC"]],
  ["a selector that is none", { ...STATIC, workloadSelector: { labels: [] } }, ["INVALID_SPEC"]],
  ["a namespace twice", { exportTo: ["other", "other"] }, ["EXPORT_DUPLICATE"]],
  ["its own namespace twice", { exportTo: [".", "shop"] }, ["EXPORT_DUPLICATE"]],
  ["all and others", { exportTo: ["*", "other"] }, ["EXPORT_PUBLIC_WITH_OTHERS"]],
  ["nobody and others", { exportTo: ["~", "other"] }, ["EXPORT_NONE_WITH_OTHERS"]],
  ["no namespace", { exportTo: ["a.b"] }, ["EXPORT_INVALID"]],
  ["a namespace that is not there", { exportTo: ["gone"] }, ["EXPORT_NAMESPACE_NOT_FOUND"]],
  [
    "a waypoint for what is within",
    { ...DYNAMIC, location: "MESH_INTERNAL", labels: { "istio.io/use-waypoint": "w" } },
    ["WAYPOINT_WITH_INTERNAL"],
  ],
])("%s", (_, fields, codes) => {
  const problems = serviceEntryProblems(world, serviceEntry("shop", "x", fields));
  expect(problems.map(({ code }) => code)).toEqual(codes);
  for (const { message, object } of problems) {
    expect(message).toMatch(/^\S.*\.$/);
    expect(object).toEqual({ type: "ServiceEntry", namespace: "shop", name: "x" });
  }
});

test.each([
  ["1.29.6", []],
  ["1.30.0", ["ENTRY_CRASHES_CONTROL_PLANE"]],
  [null, ["ENTRY_CRASHES_CONTROL_PLANE"]],
])("an entry with a selector but without hosts ends istiod %s: %j", (version, codes) => {
  const entry = serviceEntry("shop", "x", { ...STATIC, hosts: [], workloadSelector: { labels: { app: "x" } } });
  const found = serviceEntryProblems({ ...world, version }, entry).map(({ code }) => code);
  expect(found.filter((code) => code !== "ENTRY_WITHOUT_HOSTS")).toEqual(codes);
});

test.each([
  ["1.27.1", 1],
  ["1.29.1", 1],
  ["1.30.1", 0],
  [null, 0],
])("DYNAMIC_DNS is too new for %s: %d", (version, count) => {
  expect(serviceEntryProblems({ ...world, version }, serviceEntry("shop", "x", DYNAMIC))).toHaveLength(count);
});

test.each([
  [{ PILOT_ENABLE_IP_AUTOALLOCATE: "false" }, ["ADDRESSES_REQUIRED"]],
  [{}, []],
  [null, []],
])("whether TCP gets an address is said by the flags %j", (flags, codes) => {
  const entry = serviceEntry("shop", "x", { ports: [istioPort(90, "TCP")] });
  expect(serviceEntryProblems({ ...world, flags }, entry).map(({ code }) => code)).toEqual(codes);
});

test("TCP with an address of its own needs none", () => {
  const fields = { resolution: "NONE", addresses: ["10.0.0.1"], ports: [istioPort(90, "TCP")] };
  expect(serviceEntryProblems(world, serviceEntry("shop", "x", fields))).toEqual([]);
});

test("namespaces that were not read are not missed", () => {
  const blind = worldOf({ gaps: [{ what: "NAMESPACES", reason: "forbidden" }] });
  expect(serviceEntryProblems(blind, serviceEntry("shop", "x", { exportTo: ["gone"] }))).toEqual([]);
});

const words = fc.oneof(
  fc.constantFrom("", "*", "~", ".", "a.com", "*.a", "10.0.0.1", "10.0.0.0/8", "unix://x"),
  fc.string({ maxLength: 6 }),
);

test("nothing that can be stored makes it throw, and every code is in the table", () => {
  const fields = fc.record({
    hosts: fc.array(words, { maxLength: 3 }),
    addresses: fc.array(words, { maxLength: 2 }),
    exportTo: fc.array(words, { maxLength: 3 }),
    resolution: fc.constantFrom("", "NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS"),
    ports: fc.array(
      fc.record({
        number: fc.integer(),
        name: fc.option(words),
        protocol: fc.option(words),
        targetPort: fc.option(fc.integer()),
      }),
      { maxLength: 2 },
    ),
    workloadSelector: fc.option(fc.dictionary(fc.constantFrom("labels"), fc.jsonValue({ maxDepth: 1 }))),
    endpoints: fc.array(
      fc
        .record({
          address: fc.option(words),
          ports: fc.option(fc.dictionary(words, fc.jsonValue({ maxDepth: 0 }), { maxKeys: 2 })),
        })
        .map(inline),
      { maxLength: 2 },
    ),
  });
  fc.assert(
    fc.property(fields, (some) => {
      for (const { code } of serviceEntryProblems(world, serviceEntry("shop", "x", some)))
        expect(Object.keys(SERVICE_PROBLEM_CODES)).toContain(code);
    }),
    { numRuns: 1_000 },
  );
});
