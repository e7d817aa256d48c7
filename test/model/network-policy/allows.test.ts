import { expect, test } from "vitest";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { allows } from "../../../src/model/network-policy/allows.ts";
import type { Endpoint, PolicyPod } from "../../../src/model/network-policy/endpoint.ts";
import { readNetworkPolicy } from "../../../src/model/network-policy/read-network-policy.ts";

interface Given {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly protocol?: string;
  readonly port?: number;
}

const named = (name: string): JsonObject => ({ matchLabels: { "kubernetes.io/metadata.name": name } });
const app = (name: string): JsonObject => ({ matchLabels: { app: name } });
const policy = (namespace: string, spec: JsonObject) => readNetworkPolicy({ namespace, name: "policy", spec });
const inShop = (spec: JsonObject) => [policy("shop", spec)];

function podNamed(namespace: string, name: string, own: Partial<PolicyPod> = {}): Endpoint & { kind: "POD" } {
  const pod = {
    cluster: "eu-1",
    namespace,
    name,
    labels: { app: name },
    podIPs: ["10.0.0.1"],
    hostNetwork: false,
    phase: "Running",
    nodeName: "node-1",
    containers: [{ ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }] }],
    ...own,
  };
  return { kind: "POD", pod, namespace: { name: namespace, labels: { "kubernetes.io/metadata.name": namespace } } };
}

const address = (text: string, mayBeRewritten = false): Endpoint => ({
  kind: "ADDRESS",
  address: text,
  mayBeRewritten,
});
const node = (name: string | null, ...addresses: string[]): Endpoint => ({ kind: "NODE", name, addresses });
const judge = ({ source, destination, protocol = "TCP", port = 8080 }: Given, policies: ReturnType<typeof inShop>) =>
  allows({ source, destination, protocol, port }, policies);

const web = podNamed("shop", "web");
const api = podNamed("shop", "api", { podIPs: ["10.0.0.2"], nodeName: "node-2" });
const bank = podNamed("bank", "web", { podIPs: ["10.0.1.1"], nodeName: "node-2" });
const internet = address("203.0.113.7");
const toApi = { source: web, destination: api };

const noNamespaces = { ...bank, namespace: null };
const denyIngress = inShop({ podSelector: {}, policyTypes: ["Ingress"] });
const denyEgress = inShop({ podSelector: {}, policyTypes: ["Egress"] });
const denyAll = inShop({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
const allowIngress = inShop({ podSelector: {}, ingress: [{}], policyTypes: ["Ingress"] });
const allowEgress = inShop({ podSelector: {}, egress: [{}], policyTypes: ["Egress"] });
const dns = inShop({
  podSelector: {},
  policyTypes: ["Egress"],
  egress: [{ to: [{ namespaceSelector: named("bank") }], ports: [{ protocol: "UDP", port: 53 }] }],
});
const fromAnd = inShop({ ingress: [{ from: [{ namespaceSelector: named("bank"), podSelector: app("api") }] }] });
const fromOr = inShop({ ingress: [{ from: [{ namespaceSelector: named("bank") }, { podSelector: app("api") }] }] });
const range = inShop({ ingress: [{ ports: [{ port: 8000, endPort: 8080 }] }] });
const toBlock = inShop({
  policyTypes: ["Egress"],
  egress: [{ to: [{ ipBlock: { cidr: "203.0.113.0/24", except: ["203.0.113.128/25"] } }] }],
});
const ingressPort = (port: JsonObject) => inShop({ ingress: [{ ports: [port] }] });
const egressPort = (port: JsonObject) => inShop({ policyTypes: ["Egress"], egress: [{ ports: [port] }] });
const fromBlock = (...cidrs: string[]) => inShop({ ingress: [{ from: cidrs.map((cidr) => ({ ipBlock: { cidr } })) }] });

test.each<[string, Given, ReturnType<typeof inShop>, string]>([
  ["no policy", toApi, [], "ALLOWED NOT_ISOLATED"],
  ["default deny of ingress", toApi, denyIngress, "DENIED NO_RULE_ALLOWS"],
  [
    "default deny of ingress leaves egress",
    { source: web, destination: internet },
    denyIngress,
    "ALLOWED NOT_ISOLATED",
  ],
  [
    "default deny of ingress leaves other namespaces",
    { source: web, destination: bank },
    denyIngress,
    "ALLOWED NOT_ISOLATED",
  ],
  ["default deny of egress", { source: web, destination: internet }, denyEgress, "DENIED NO_RULE_ALLOWS"],
  ["default deny of egress leaves ingress", { source: internet, destination: web }, denyEgress, "ALLOWED NOT_ISOLATED"],
  ["default deny of all, out", { source: web, destination: bank }, denyAll, "DENIED NO_RULE_ALLOWS"],
  ["default deny of all, in", { source: bank, destination: web }, denyAll, "DENIED NO_RULE_ALLOWS"],
  ["allow all ingress", toApi, allowIngress, "ALLOWED ALLOWED_BY_RULE"],
  ["allow all ingress beside deny", toApi, [...denyIngress, ...allowIngress], "ALLOWED ALLOWED_BY_RULE"],
  [
    "allow all egress beside deny",
    { source: web, destination: internet },
    [...allowEgress, ...denyEgress],
    "ALLOWED ALLOWED_BY_RULE",
  ],
  ["allow all ingress with egress denied", toApi, [...allowIngress, ...denyEgress], "DENIED NO_RULE_ALLOWS"],
  ["two ends outside of the cluster", { source: internet, destination: internet }, denyAll, "ALLOWED NO_POD"],
  ["DNS", { source: web, destination: bank, protocol: "UDP", port: 53 }, dns, "ALLOWED ALLOWED_BY_RULE"],
  ["DNS over TCP with UDP allowed", { source: web, destination: bank, port: 53 }, dns, "DENIED NO_RULE_ALLOWS"],
  ["DNS elsewhere", { ...toApi, protocol: "UDP", port: 53 }, dns, "DENIED NO_RULE_ALLOWS"],
  ["both selectors, namespace alone fits", { source: bank, destination: web }, fromAnd, "DENIED NO_RULE_ALLOWS"],
  ["both selectors, pod alone fits", { source: api, destination: web }, fromAnd, "DENIED NO_RULE_ALLOWS"],
  ["both selectors fit", { source: podNamed("bank", "api"), destination: web }, fromAnd, "ALLOWED ALLOWED_BY_RULE"],
  ["either selector, namespace fits", { source: bank, destination: web }, fromOr, "ALLOWED ALLOWED_BY_RULE"],
  ["either selector, pod fits", { source: api, destination: web }, fromOr, "ALLOWED ALLOWED_BY_RULE"],
  [
    "either selector, pod of elsewhere",
    { source: podNamed("play", "api"), destination: web },
    fromOr,
    "DENIED NO_RULE_ALLOWS",
  ],
  ["the first port of a range", { ...toApi, port: 8000 }, range, "ALLOWED ALLOWED_BY_RULE"],
  ["the last port of a range", toApi, range, "ALLOWED ALLOWED_BY_RULE END_PORT"],
  ["beyond a range", { ...toApi, port: 8081 }, range, "DENIED NO_RULE_ALLOWS"],
  ["before a range", { ...toApi, port: 7999 }, range, "DENIED NO_RULE_ALLOWS"],
  ["a range of another protocol", { ...toApi, protocol: "UDP" }, range, "DENIED NO_RULE_ALLOWS"],
  ["a protocol's ports", { ...toApi, protocol: "UDP" }, ingressPort({ protocol: "UDP" }), "ALLOWED ALLOWED_BY_RULE"],
  ["a named port", toApi, ingressPort({ port: "http" }), "ALLOWED ALLOWED_BY_RULE"],
  ["a named port on egress is the destination's", toApi, egressPort({ port: "http" }), "ALLOWED ALLOWED_BY_RULE"],
  ["a named port's other number", { ...toApi, port: 80 }, ingressPort({ port: "http" }), "DENIED NO_RULE_ALLOWS"],
  [
    "a named port of another protocol",
    { ...toApi, protocol: "UDP" },
    ingressPort({ port: "http", protocol: "UDP" }),
    "DENIED NO_RULE_ALLOWS",
  ],
  ["a name that no container has", toApi, ingressPort({ port: "admin" }), "DENIED NO_RULE_ALLOWS"],
  [
    "a named port out of the cluster",
    { source: web, destination: internet },
    egressPort({ port: "http" }),
    "DENIED NO_RULE_ALLOWS",
  ],
  ["a block", { source: web, destination: internet }, toBlock, "ALLOWED ALLOWED_BY_RULE"],
  [
    "an address as IPv6",
    { source: web, destination: address("::ffff:203.0.113.7") },
    toBlock,
    "ALLOWED ALLOWED_BY_RULE",
  ],
  ["an exception", { source: web, destination: address("203.0.113.200") }, toBlock, "DENIED NO_RULE_ALLOWS"],
  ["beyond a block", { source: web, destination: address("203.0.114.7") }, toBlock, "DENIED NO_RULE_ALLOWS"],
  [
    "every IPv4 address, to IPv6",
    { source: address("2001:db8::1"), destination: web },
    fromBlock("0.0.0.0/0"),
    "DENIED NO_RULE_ALLOWS",
  ],
  ["a selector, from outside", { source: internet, destination: web }, fromOr, "DENIED NO_RULE_ALLOWS"],
  [
    "an empty namespace selector, from outside",
    { source: internet, destination: web },
    inShop({ ingress: [{ from: [{ namespaceSelector: {} }] }] }),
    "DENIED NO_RULE_ALLOWS",
  ],
  [
    "a block with a pod's address",
    { source: bank, destination: web },
    fromBlock("10.0.1.0/24"),
    "ALLOWED ALLOWED_BY_RULE IP_BLOCK_IN_CLUSTER",
  ],
  [
    "a block with a pod's address beside a selector",
    { source: bank, destination: web },
    [...fromBlock("10.0.1.0/24"), ...fromOr],
    "ALLOWED ALLOWED_BY_RULE",
  ],
  [
    "a block with SCTP",
    { source: internet, destination: web, protocol: "SCTP" },
    denyIngress,
    "DENIED NO_RULE_ALLOWS SCTP",
  ],
  ["SCTP of free pods", { ...toApi, protocol: "SCTP" }, [], "ALLOWED NOT_ISOLATED"],
])("%s", (_, given, policies, expected) => {
  const { allowed, reason, caveats } = judge(given, policies);

  expect([allowed, reason, ...caveats].join(" ")).toBe(expected);
});

const onHost = (nodeName: string | null, own: Partial<PolicyPod> = {}) =>
  podNamed("bank", "agent", { hostNetwork: true, nodeName, podIPs: ["192.168.0.2"], ...own });
const dual = (namespace: string, name: string) => podNamed(namespace, name, { podIPs: ["10.0.0.9", "fd00::9"] });
const fromAgents = inShop({ ingress: [{ from: [{ namespaceSelector: {}, podSelector: app("agent") }] }] });
const ofHost = { ...onHost("node-2"), pod: { ...onHost("node-2").pod, namespace: "shop" } };
const badPeer = inShop({ ingress: [{ from: [{}] }, { from: [{ podSelector: app("api") }] }] });
const badPort = ingressPort({ port: 0 });
const service = address("172.20.0.10", true);
const toService = inShop({ policyTypes: ["Egress"], egress: [{ to: [{ ipBlock: { cidr: "172.20.0.10/32" } }] }] });

test.each<[string, Given, ReturnType<typeof inShop>, string]>([
  ["a pod and itself", { source: web, destination: web }, denyAll, "ALLOWED OWN_POD LOOPBACK"],
  ["the own node, inwards", { source: node("node-1"), destination: web }, denyAll, "ALLOWED OWN_NODE"],
  ["another node, inwards", { source: node("node-2"), destination: web }, denyAll, "DENIED NO_RULE_ALLOWS"],
  [
    "another node by a block",
    { source: node("node-2", "192.168.0.2"), destination: web },
    fromBlock("192.168.0.0/24"),
    "ALLOWED ALLOWED_BY_RULE IP_BLOCK_IN_CLUSTER",
  ],
  [
    "a node of unknown addresses by a block",
    { source: node("node-2"), destination: web },
    fromBlock("192.168.0.0/24"),
    "UNKNOWN ADDRESS_UNKNOWN",
  ],
  [
    "a node of two addresses by a block of one",
    { source: node("node-2", "192.168.0.2", "192.168.1.2"), destination: web },
    fromBlock("192.168.0.0/24"),
    "UNKNOWN ADDRESS_UNKNOWN",
  ],
  ["a node that is not known", { source: node(null), destination: web }, denyAll, "UNKNOWN NODE_UNKNOWN"],
  [
    "a node, to a pod that has none yet",
    { source: node("node-1"), destination: podNamed("shop", "web", { nodeName: null }) },
    denyAll,
    "UNKNOWN NODE_UNKNOWN",
  ],
  ["the own node, outwards", { source: web, destination: node("node-1") }, denyAll, "UNKNOWN OWN_NODE_EGRESS"],
  ["another node, outwards", { source: web, destination: node("node-2") }, denyAll, "DENIED NO_RULE_ALLOWS"],
  [
    "from the host network elsewhere, by selector",
    { source: onHost("node-2"), destination: web },
    fromAgents,
    "UNKNOWN HOST_NETWORK",
  ],
  [
    "from the host network elsewhere, by no rule",
    { source: onHost("node-2"), destination: web },
    denyAll,
    "DENIED NO_RULE_ALLOWS",
  ],
  [
    "from the host network of the own node, by no rule",
    { source: onHost("node-1"), destination: web },
    denyAll,
    "UNKNOWN HOST_NETWORK",
  ],
  [
    "from the host network of the own node, by selector",
    { source: onHost("node-1"), destination: web },
    fromAgents,
    "ALLOWED ALLOWED_BY_RULE",
  ],
  [
    "from the host network by a block",
    { source: onHost("node-2"), destination: web },
    fromBlock("192.168.0.0/24"),
    "ALLOWED ALLOWED_BY_RULE IP_BLOCK_IN_CLUSTER",
  ],
  ["to the host network that is selected", { source: bank, destination: ofHost }, denyIngress, "UNKNOWN HOST_NETWORK"],
  [
    "to the host network that is selected and allows",
    { source: bank, destination: ofHost },
    fromOr,
    "ALLOWED ALLOWED_BY_RULE",
  ],
  ["to the host network that is not selected", { source: bank, destination: ofHost }, [], "ALLOWED NOT_ISOLATED"],
  ["a Service by a block", { source: web, destination: service }, toService, "UNKNOWN ADDRESS_REWRITTEN"],
  ["a Service with all egress denied", { source: web, destination: service }, denyEgress, "DENIED NO_RULE_ALLOWS"],
  ["a Service, whose pods may be isolated", { source: web, destination: service }, [], "UNKNOWN ADDRESS_REWRITTEN"],
  [
    "a load balancer's client, by no rule",
    { source: address("203.0.113.7", true), destination: web },
    denyIngress,
    "UNKNOWN ADDRESS_REWRITTEN",
  ],
  [
    "a load balancer's client, all allowed",
    { source: address("203.0.113.7", true), destination: web },
    allowIngress,
    "ALLOWED ALLOWED_BY_RULE",
  ],
  [
    "a load balancer's client, to a free pod",
    { source: address("203.0.113.7", true), destination: web },
    [],
    "ALLOWED NOT_ISOLATED",
  ],
  [
    "what is no address, by a block",
    { source: address("x"), destination: web },
    fromBlock("0.0.0.0/0"),
    "UNKNOWN ADDRESS_UNKNOWN",
  ],
  [
    "a pod without address, by a block",
    { source: podNamed("bank", "x", { podIPs: [] }), destination: web },
    fromBlock("0.0.0.0/0"),
    "UNKNOWN ADDRESS_UNKNOWN",
  ],
  [
    "two families, a block of one",
    { source: dual("bank", "x"), destination: dual("shop", "web") },
    fromBlock("0.0.0.0/0"),
    "UNKNOWN ADDRESS_UNKNOWN",
  ],
  [
    "two families, blocks of both",
    { source: dual("bank", "x"), destination: dual("shop", "web") },
    fromBlock("0.0.0.0/0", "::/0"),
    "ALLOWED ALLOWED_BY_RULE IP_BLOCK_IN_CLUSTER",
  ],
  [
    "two families and a pod of one",
    { source: dual("bank", "x"), destination: web },
    fromBlock("0.0.0.0/0"),
    "ALLOWED ALLOWED_BY_RULE IP_BLOCK_IN_CLUSTER",
  ],
  [
    "an unknown namespace, by a selector",
    { source: noNamespaces, destination: web },
    fromOr,
    "UNKNOWN NAMESPACE_UNKNOWN",
  ],
  [
    "an unknown namespace, pod not selected",
    { source: noNamespaces, destination: web },
    fromAnd,
    "DENIED NO_RULE_ALLOWS",
  ],
  [
    "an unknown namespace, all selected",
    { source: noNamespaces, destination: web },
    inShop({ ingress: [{ from: [{ namespaceSelector: {} }] }] }),
    "ALLOWED ALLOWED_BY_RULE",
  ],
  ["ICMP to an isolated pod", { ...toApi, protocol: "ICMP" }, allowIngress, "UNKNOWN PROTOCOL_UNDEFINED"],
  ["ICMP between free pods", { ...toApi, protocol: "ICMP" }, [], "ALLOWED NOT_ISOLATED"],
  [
    "a pod that has ended",
    { source: web, destination: podNamed("shop", "api", { phase: "Succeeded" }) },
    [],
    "UNKNOWN POD_FINISHED",
  ],
  [
    "a pod that is yet to start",
    { source: web, destination: podNamed("shop", "api", { phase: "Pending", podIPs: [] }) },
    denyAll,
    "DENIED NO_RULE_ALLOWS",
  ],
  ["a peer that cannot be read", { source: bank, destination: web }, badPeer, "UNKNOWN UNREADABLE_POLICY"],
  [
    "a peer that cannot be read beside one that fits",
    { source: api, destination: web },
    badPeer,
    "ALLOWED ALLOWED_BY_RULE",
  ],
  ["a port that cannot be read", toApi, badPort, "UNKNOWN UNREADABLE_POLICY"],
  ["a selector that cannot be read", toApi, inShop({ podSelector: 5 }), "UNKNOWN UNREADABLE_POLICY"],
  [
    "a selector that cannot be read beside a denial",
    toApi,
    [...inShop({ podSelector: 5 }), ...denyIngress],
    "UNKNOWN UNREADABLE_POLICY",
  ],
  [
    "a selector that cannot be read and a denial outwards",
    toApi,
    [...inShop({ podSelector: 5 }), ...denyEgress],
    "DENIED NO_RULE_ALLOWS",
  ],
  ["what cannot be read elsewhere", toApi, [policy("bank", { podSelector: 5 })], "ALLOWED NOT_ISOLATED"],
])("where the documentation is open or facts are missing: %s", (_, given, policies, expected) => {
  const { allowed, reason, caveats } = judge(given, policies);

  expect([allowed, reason, ...caveats].join(" ")).toBe(expected);
});

test.each<[string, readonly JsonObject[], string]>([
  ["no rule", [], "DENIED NO_RULE_ALLOWS"],
  ["a rule for all", [{}], "ALLOWED ALLOWED_BY_RULE"],
  ["a rule for all ports of its protocol", [{ ports: [{}] }], "ALLOWED ALLOWED_BY_RULE"],
  ["a rule for another protocol", [{ ports: [{ protocol: "UDP" }] }], "DENIED NO_RULE_ALLOWS"],
  ["a rule for the port", [{ ports: [{ port: 8080 }] }], "UNKNOWN ADDRESS_REWRITTEN"],
  ["a rule for another port", [{ ports: [{ port: 80 }] }], "UNKNOWN ADDRESS_REWRITTEN"],
  ["a rule for a named port", [{ ports: [{ port: "http" }] }], "UNKNOWN ADDRESS_REWRITTEN"],
  ["a rule for its address", [{ to: [{ ipBlock: { cidr: "172.20.0.10/32" } }] }], "UNKNOWN ADDRESS_REWRITTEN"],
  ["a rule for other addresses", [{ to: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }], "UNKNOWN ADDRESS_REWRITTEN"],
  ["a rule for pods", [{ to: [{ podSelector: {} }] }], "UNKNOWN ADDRESS_REWRITTEN"],
])("of a Service, whose address and port may be rewritten, %s says", (_, egress, expected) => {
  const side = judge({ source: web, destination: service }, inShop({ policyTypes: ["Egress"], egress })).egress;

  expect(`${side.allowed} ${side.reason}`).toBe(expected);
});

test("a verdict names the rules that allow, on each side", () => {
  const [first] = inShop({ policyTypes: ["Egress"], egress: [{ ports: [{ port: 1 }] }, {}] });
  const [second] = inShop({ ingress: [{}, { from: [{ podSelector: {} }] }, { from: [{ podSelector: app("x") }] }] });

  const { ingress, egress } = judge(
    toApi,
    [first, second].filter((one) => one !== undefined),
  );

  expect(egress).toMatchObject({ isolated: true, allowed: "ALLOWED", allowedBy: [{ policy: first, rule: 1 }] });
  expect(ingress.allowedBy).toEqual([
    { policy: second, rule: 0 },
    { policy: second, rule: 1 },
  ]);
});

test("rules that allow one family each are all named", () => {
  const [both] = inShop({
    ingress: [{ from: [{ ipBlock: { cidr: "::/0" } }] }, { from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }],
  });

  const { ingress } = judge({ source: dual("bank", "x"), destination: dual("shop", "web") }, both ? [both] : []);

  expect(new Set(ingress.allowedBy.map(({ rule }) => rule))).toEqual(new Set([0, 1]));
});

test("a rule that allows both families is named once", () => {
  const { ingress } = judge({ source: dual("bank", "x"), destination: dual("shop", "web") }, allowIngress);

  expect(ingress.allowedBy).toEqual([{ policy: allowIngress[0], rule: 0 }]);
});

test("whether a selected pod of the host network is isolated is not said", () => {
  const { ingress, egress } = judge({ source: bank, destination: ofHost }, denyIngress);

  expect([ingress.isolated, egress.isolated]).toEqual([null, false]);
});

test("a side that denies is told from one that allows", () => {
  const { ingress, egress } = judge(toApi, denyEgress);

  expect(egress).toMatchObject({ allowed: "DENIED", isolated: true, reason: "NO_RULE_ALLOWS" });
  expect(ingress).toMatchObject({ allowed: "ALLOWED", isolated: false, reason: "NOT_ISOLATED" });
});
