import { expect, test } from "vitest";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { resolvePorts } from "../../../src/model/network-policy/match-port.ts";
import { isPodOfPeer, peersOf } from "../../../src/model/network-policy/peers-of.ts";
import { readNetworkPolicy } from "../../../src/model/network-policy/read-network-policy.ts";

const namespaces = [
  { name: "shop", labels: { team: "a" } },
  { name: "bank", labels: { team: "a" } },
  { name: "play", labels: { team: "b" } },
];
const pod = {
  cluster: "eu-1",
  namespace: "bank",
  name: "web",
  labels: { app: "web" },
  podIPs: ["10.0.0.1"],
  hostNetwork: false,
  phase: "Running",
  nodeName: "node-1",
  containers: [
    {
      ports: [
        { name: "web", containerPort: 8080, protocol: "TCP" },
        { name: "dns", containerPort: 53, protocol: "UDP" },
      ],
    },
    {
      ports: [
        { name: "web", containerPort: 8081, protocol: "TCP" },
        { name: "dns", containerPort: 5353, protocol: "TCP" },
        { name: null, containerPort: 9000, protocol: "TCP" },
      ],
    },
  ],
};
const read = (spec: JsonObject) => readNetworkPolicy({ namespace: "shop", name: "policy", spec });
const teamA = { matchLabels: { team: "a" } };
const web = { matchLabels: { app: "web" } };

test.each([
  ["of the own namespace", { podSelector: web }, ["shop"], false],
  ["of all pods of namespaces", { namespaceSelector: teamA }, ["shop", "bank"], true],
  ["of all namespaces", { namespaceSelector: {} }, ["shop", "bank", "play"], true],
  ["of pods of namespaces", { namespaceSelector: teamA, podSelector: web }, ["shop", "bank"], true],
  [
    "of other pods",
    { namespaceSelector: {}, podSelector: { matchLabels: { app: "x" } } },
    ["shop", "bank", "play"],
    false,
  ],
  ["of no namespace", { namespaceSelector: { matchLabels: { team: "c" } } }, [], false],
])("a peer %s is resolved", (_, peer, expected, isPod) => {
  const resolved = peersOf(read({ ingress: [{ from: [peer] }] }), "Ingress", namespaces)?.[0]?.peers?.[0];

  expect(resolved).toMatchObject({ kind: "PODS", namespaces: expected });
  expect(resolved && isPodOfPeer(resolved, pod)).toBe(isPod);
});

test("rules are given in order, with blocks as they were written", () => {
  const policy = read({
    policyTypes: ["Egress"],
    ingress: [{}],
    egress: [{}, { to: [{ ipBlock: { cidr: "10.1.2.3/8", except: ["10.1.0.0/16"] } }, {}] }],
  });

  expect(peersOf(policy, "Ingress", namespaces)).toBeNull();
  expect(peersOf(policy, "Egress", namespaces)).toEqual([
    { index: 0, rule: policy.egress[0], peers: null },
    {
      index: 1,
      rule: policy.egress[1],
      peers: [{ kind: "IP_BLOCK", cidr: "10.1.2.3/8", except: ["10.1.0.0/16"] }, { kind: "UNREADABLE" }],
    },
  ]);
});

test("a block has no pods", () => {
  expect(isPodOfPeer({ kind: "IP_BLOCK", cidr: "0.0.0.0/0", except: [] }, pod)).toBe(false);
});

test.each([
  ["a name in two containers", { port: "web" }, [8080, 8081]],
  ["a name of the other protocol", { port: "dns", protocol: "UDP" }, [53]],
  ["a name that the pod does not have", { port: "admin" }, []],
  ["a number", { port: 80 }, [80]],
  ["what cannot be read", { port: 0 }, []],
])("%s is the ports %#", (_, port, numbers) => {
  const [rule] = read({ ingress: [{ ports: [port] }] }).ingress;

  expect(rule && resolvePorts(rule, pod)?.map(({ from }) => from)).toEqual(numbers);
});

test("ranges, whole protocols and names keep what they are", () => {
  const [rule] = read({
    ingress: [{ ports: [{ port: 80, endPort: 90 }, { protocol: "SCTP" }, { port: "dns", protocol: "UDP" }] }],
  }).ingress;

  expect(rule && resolvePorts(rule, pod)).toEqual([
    { protocol: "TCP", from: 80, to: 90, name: null },
    { protocol: "SCTP", from: 1, to: 65_535, name: null },
    { protocol: "UDP", from: 53, to: 53, name: "dns" },
  ]);
});

test("a rule without ports is for every port", () => {
  expect(resolvePorts({ peers: null, ports: null }, pod)).toBeNull();
});
