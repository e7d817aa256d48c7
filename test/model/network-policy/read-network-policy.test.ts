import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { parseCidr } from "../../../src/model/network-policy/cidr.ts";
import { isolationOf } from "../../../src/model/network-policy/isolation.ts";
import { allows } from "../../../src/model/network-policy/allows.ts";
import { peersOf } from "../../../src/model/network-policy/peers-of.ts";
import type { PolicyRules } from "../../../src/model/network-policy/policy-rules.ts";
import { readNetworkPolicy } from "../../../src/model/network-policy/read-network-policy.ts";

const read = (spec: unknown): PolicyRules =>
  readNetworkPolicy({ namespace: "shop", name: "policy", spec: spec as JsonObject });
const readPeer = (peer: unknown): PolicyRules => read({ ingress: [{ from: [peer] }] });
const readPort = (port: unknown): PolicyRules => read({ ingress: [{ ports: [port] }] });

const web = [{ key: "app", operator: "In", values: ["web"] }];
const unreadable = { kind: "UNREADABLE" };

test.each([
  ["nothing", {}, ["Ingress"]],
  ["ingress rules", { ingress: [{}] }, ["Ingress"]],
  ["egress rules", { egress: [{}] }, ["Ingress", "Egress"]],
  ["no egress rule", { egress: [] }, ["Ingress"]],
  ["no types", { policyTypes: [], egress: [{}] }, ["Ingress", "Egress"]],
  ["null types", { policyTypes: null, egress: null }, ["Ingress"]],
  ["Egress alone", { policyTypes: ["Egress"], ingress: [{}] }, ["Egress"]],
  ["Ingress alone beside egress rules", { policyTypes: ["Ingress"], egress: [{}] }, ["Ingress"]],
  ["a type twice", { policyTypes: ["Egress", "Egress"] }, ["Egress"]],
])("a policy with %s is of the types %#", (_, spec, policyTypes) => {
  expect(read(spec)).toMatchObject({ policyTypes, policyTypesRead: true, problems: [] });
});

test.each([
  ["an absent pod selector", {}, []],
  ["a null pod selector", { podSelector: null }, []],
  ["an empty pod selector", { podSelector: {} }, []],
  ["a pod selector", { podSelector: { matchLabels: { app: "web" } } }, web],
])("%s is read", (_, spec, podSelector) => {
  expect(read(spec)).toMatchObject({ podSelector, problems: [] });
});

test.each([
  ["pods of the own namespace", { podSelector: { matchLabels: { app: "web" } } }, null, web],
  ["all pods of the own namespace", { podSelector: {} }, null, []],
  ["all pods of namespaces", { namespaceSelector: { matchLabels: { app: "web" } } }, web, []],
  ["all pods of all namespaces", { namespaceSelector: {} }, [], []],
  ["pods of namespaces", { namespaceSelector: {}, podSelector: { matchLabels: { app: "web" } } }, [], web],
  ["pods beside a null block", { podSelector: {}, namespaceSelector: null, ipBlock: null }, null, []],
])("a peer that is %s is read", (_, peer, namespaceSelector, podSelector) => {
  const { ingress, problems } = readPeer(peer);

  expect(ingress).toEqual([{ peers: [{ kind: "PODS", namespaceSelector, podSelector }], ports: null }]);
  expect(problems).toEqual([]);
});

test("a peer that is a block is read with its exceptions", () => {
  const { egress, problems } = read({
    egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } }] }],
  });

  expect(egress[0]?.peers).toEqual([
    { kind: "IP_BLOCK", cidr: parseCidr("10.0.0.0/8"), except: [parseCidr("10.1.0.0/16")] },
  ]);
  expect(problems).toEqual([]);
});

test.each([
  ["nothing", {}, { kind: "ALL", protocol: "TCP" }],
  ["a protocol", { protocol: "UDP" }, { kind: "ALL", protocol: "UDP" }],
  ["a number", { port: 80 }, { kind: "RANGE", protocol: "TCP", from: 80, to: 80 }],
  ["a range", { port: 80, endPort: 90, protocol: "SCTP" }, { kind: "RANGE", protocol: "SCTP", from: 80, to: 90 }],
  ["a range of one", { port: 80, endPort: 80 }, { kind: "RANGE", protocol: "TCP", from: 80, to: 80 }],
  ["a name", { port: "http-web2", endPort: null }, { kind: "NAME", protocol: "TCP", name: "http-web2" }],
])("a port with %s is read", (_, port, expected) => {
  expect(readPort(port)).toMatchObject({ ingress: [{ peers: null, ports: [expected] }], problems: [] });
});

test.each([
  ["absent", {}],
  ["null", { from: null, ports: null }],
  ["empty", { from: [], ports: [] }],
])("%s peers and ports are everybody's and every port", (_, rule) => {
  expect(read({ ingress: [rule] }).ingress).toEqual([{ peers: null, ports: null }]);
});

test.each([
  ["a list as spec", [], "INVALID_SPEC", "spec"],
  ["no spec", undefined, "INVALID_SPEC", "spec"],
  ["a pod selector that is a text", { podSelector: "app=web" }, "INVALID_SELECTOR", "spec.podSelector"],
  ["labels that are a number", { podSelector: { matchLabels: 5 } }, "INVALID_SELECTOR", "spec.podSelector"],
  ["labels that are a text", { podSelector: { matchLabels: "ab" } }, "INVALID_SELECTOR", "spec.podSelector"],
  ["labels that are a list", { podSelector: { matchLabels: ["a"] } }, "INVALID_SELECTOR", "spec.podSelector"],
  ["a label that is a number", { podSelector: { matchLabels: { a: 1 } } }, "INVALID_SELECTOR", "spec.podSelector"],
  ["a label without key", { podSelector: { matchLabels: { "": "a" } } }, "INVALID_SELECTOR", "spec.podSelector"],
  ["types that are a text", { policyTypes: "Ingress" }, "INVALID_POLICY_TYPES", "spec.policyTypes"],
  ["types that are an object", { policyTypes: {} }, "INVALID_POLICY_TYPES", "spec.policyTypes"],
  ["a type in small letters", { policyTypes: ["Egress", "ingress"] }, "UNKNOWN_POLICY_TYPE", "spec.policyTypes[1]"],
  ["rules that are an object", { ingress: { from: [] } }, "INVALID_RULES", "spec.ingress"],
  ["a rule that is null", { egress: [{}, null] }, "INVALID_RULE", "spec.egress[1]"],
  ["peers that are an object", { egress: [{ to: {} }] }, "INVALID_RULE", "spec.egress[0]"],
  ["ports that are a number", { ingress: [{ ports: 80 }] }, "INVALID_RULE", "spec.ingress[0]"],
])("%s is a problem", (_, spec, code, path) => {
  expect(read(spec).problems).toMatchObject([{ code, path }]);
});

const expression = (operator: string, values?: unknown, key = "app"): JsonObject => ({
  podSelector: { matchExpressions: [{ key, operator, values }] },
});

test.each([
  ["a text", "10.0.0.0/8", "INVALID_PEER", ""],
  ["null", null, "INVALID_PEER", ""],
  ["nothing", {}, "EMPTY_PEER", ""],
  ["only nulls", { podSelector: null, ipBlock: null }, "EMPTY_PEER", ""],
  ["a block with a selector", { ipBlock: { cidr: "10.0.0.0/8" }, podSelector: {} }, "IP_BLOCK_WITH_SELECTOR", ""],
  ["a block without CIDR", { ipBlock: {} }, "INVALID_CIDR", ".ipBlock.cidr"],
  ["a block that is a text", { ipBlock: "10.0.0.0/8" }, "INVALID_CIDR", ".ipBlock.cidr"],
  ["a block of an address", { ipBlock: { cidr: "10.0.0.0" } }, "INVALID_CIDR", ".ipBlock.cidr"],
  ["exceptions that are a text", { ipBlock: { cidr: "::/0", except: "::/1" } }, "INVALID_CIDR", ".ipBlock.except"],
  ["a bad exception", { ipBlock: { cidr: "::/0", except: ["::/1", "x"] } }, "INVALID_CIDR", ".ipBlock.except[1]"],
  ["In without values", expression("In"), "INVALID_SELECTOR", ".podSelector"],
  ["NotIn without values", expression("NotIn", []), "INVALID_SELECTOR", ".podSelector"],
  ["Exists with a value", expression("Exists", ["a"]), "INVALID_SELECTOR", ".podSelector"],
  ["an operator of nodes", expression("Gt", ["1"]), "INVALID_SELECTOR", ".podSelector"],
  ["a value that is no label's", expression("NotIn", ["a b"]), "INVALID_SELECTOR", ".podSelector"],
  ["a key with two slashes", expression("Exists", null, "a/b/c"), "INVALID_SELECTOR", ".podSelector"],
  ["a key with a bad prefix", expression("Exists", null, "Example.com/a"), "INVALID_SELECTOR", ".podSelector"],
  ["a bad namespace selector", { podSelector: {}, namespaceSelector: 1 }, "INVALID_SELECTOR", ".namespaceSelector"],
])("a peer that is %s selects nothing", (_, peer, code, field) => {
  const { ingress, problems } = readPeer(peer);

  expect(ingress).toEqual([{ peers: [unreadable], ports: null }]);
  expect(problems).toMatchObject([{ code, path: `spec.ingress[0].from[0]${field}` }]);
});

test.each([
  ["a number", 80, "INVALID_PORT", ""],
  ["null", null, "INVALID_PORT", ""],
  ["zero", { port: 0 }, "INVALID_PORT", ".port"],
  ["too great", { port: 65_536 }, "INVALID_PORT", ".port"],
  ["a fraction", { port: 80.5 }, "INVALID_PORT", ".port"],
  ["true", { port: true }, "INVALID_PORT", ".port"],
  ["a number in quotes", { port: "80" }, "INVALID_PORT", ".port"],
  ["a name with capitals", { port: "Web" }, "INVALID_PORT", ".port"],
  ["a name with two hyphens", { port: "a--b" }, "INVALID_PORT", ".port"],
  ["a name too long", { port: "abcdefghijklmnop" }, "INVALID_PORT", ".port"],
  ["an end too great", { port: 80, endPort: 65_536 }, "INVALID_PORT", ".endPort"],
  ["an end that is a text", { port: 80, endPort: "90" }, "INVALID_PORT", ".endPort"],
  ["an end alone", { endPort: 90 }, "END_PORT_WITHOUT_PORT", ".endPort"],
  ["an end below", { port: 80, endPort: 79 }, "END_PORT_BELOW_PORT", ".endPort"],
  ["a name with an end", { port: "web", endPort: 90 }, "NAMED_PORT_WITH_END_PORT", ".endPort"],
  ["ICMP", { protocol: "ICMP" }, "UNKNOWN_PROTOCOL", ".protocol"],
  ["a protocol in small letters", { protocol: "tcp", port: 80 }, "UNKNOWN_PROTOCOL", ".protocol"],
])("a port that is %s selects nothing", (_, port, code, field) => {
  const { ingress, problems } = readPort(port);

  expect(ingress).toEqual([{ peers: null, ports: [unreadable] }]);
  expect(problems).toMatchObject([{ code, path: `spec.ingress[0].ports[0]${field}` }]);
});

test.each([
  ["outside", "11.0.0.0/16"],
  ["as great as the block", "10.0.0.0/8"],
  ["of the other family", "::/0"],
])("an exception %s is a problem, and the block is read", (_, exception) => {
  const { ingress, problems } = readPeer({ ipBlock: { cidr: "10.0.0.0/8", except: [exception] } });

  expect(ingress[0]?.peers).toEqual([
    { kind: "IP_BLOCK", cidr: parseCidr("10.0.0.0/8"), except: [parseCidr(exception)] },
  ]);
  expect(problems).toMatchObject([{ code: "EXCEPT_OUTSIDE_CIDR", path: "spec.ingress[0].from[0].ipBlock.except[0]" }]);
});

test.each(["10.1.2.3/8", "fd00::1/64"])("bits beyond the prefix of %s are a problem, and it is read", (cidr) => {
  const { ingress, problems } = readPeer({ ipBlock: { cidr } });

  expect(ingress[0]?.peers).toEqual([{ kind: "IP_BLOCK", cidr: parseCidr(cidr), except: [] }]);
  expect(problems).toMatchObject([{ code: "HOST_BITS_IN_CIDR", path: "spec.ingress[0].from[0].ipBlock.cidr" }]);
});

test("without types, egress rules that cannot be read leave open whether it isolates for egress", () => {
  expect(read({ egress: 5 })).toMatchObject({
    policyTypes: ["Ingress"],
    policyTypesRead: false,
    problems: [{ code: "INVALID_RULES", path: "spec.egress" }],
  });
});

test("all that is wrong is named, and what is right beside it is read", () => {
  const { ingress, egress, problems } = read({
    policyTypes: ["Ingress", "Egress"],
    ingress: [{ from: [{}, { podSelector: {} }], ports: [{ port: 0 }, { port: 80 }] }],
    egress: [5, {}],
  });

  expect(problems.map(({ code }) => code)).toEqual(["EMPTY_PEER", "INVALID_PORT", "INVALID_RULE"]);
  expect(ingress[0]?.peers?.[1]).toMatchObject({ kind: "PODS" });
  expect(ingress[0]?.ports?.[1]).toMatchObject({ kind: "RANGE" });
  expect(egress[1]).toEqual({ peers: null, ports: null });
});

const pod = {
  cluster: "eu-1",
  namespace: "shop",
  name: "web",
  labels: { app: "web" },
  podIPs: ["10.0.0.1"],
  hostNetwork: false,
  phase: "Running",
  nodeName: "node-1",
  containers: [],
};
const other = { kind: "ADDRESS", address: "10.0.0.2", mayBeRewritten: false } as const;
const namespace = { name: "shop", labels: {} };

const words =
  "podSelector namespaceSelector matchLabels matchExpressions key operator values policyTypes ingress egress from to ports port endPort protocol ipBlock cidr except __proto__ constructor app";
const key = fc.constantFrom(...words.split(" "));
const leaf = fc.oneof(
  fc.constantFrom("Ingress", "Egress", "In", "NotIn", "Exists", "TCP", "UDP", "web", "10.0.0.0/8", "::/0", "", "%"),
  fc.constantFrom(null, true, 0, 80, -1, 1e300, 0.5),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 8, depthSize: "large", withCrossShrink: true },
    leaf,
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(key, tie("json"), { maxKeys: 4 }),
  ),
}));

test.each([
  ["any JSON", fc.jsonValue()],
  ["what resembles a spec", json],
  [
    "a spec with anything in its fields",
    fc.record(
      { podSelector: json, policyTypes: json, ingress: fc.array(json), egress: fc.array(json) },
      { requiredKeys: [] },
    ),
  ],
])("%s as spec is read and judged without throwing", (_, spec) => {
  fc.assert(
    fc.property(spec, (given) => {
      const policy = read(given);
      const end = { kind: "POD", pod, namespace } as const;
      const traffic = { source: other, destination: end, protocol: "TCP", port: 80 };

      expect(JSON.stringify(isolationOf(pod, [policy]), withoutNumbers)).toContain("isolated");
      expect(allows(traffic, [policy]).allowed).toMatch(/^(ALLOWED|DENIED|UNKNOWN)$/);
      expect(peersOf(policy, "Egress", [namespace]) === null).toBe(!policy.policyTypes.includes("Egress"));
    }),
    { numRuns: 1_000 },
  );
});

function withoutNumbers(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
