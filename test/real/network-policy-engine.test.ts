import { describe, expect, test } from "vitest";
import {
  startNetworkPolicyOracle,
  type PolicyWorld,
  type TrafficQuery,
  type TrafficVerdict,
} from "./support/network-policy-oracle.ts";
import { withoutTools } from "./support/tools.ts";

const client = { pod: 0 };
const server = { pod: 1 };
const stranger = { pod: 2 };
const outside = { ip: "203.0.113.9" };

const pods: PolicyWorld["pods"] = [
  { namespace: "shop", name: "client", labels: { app: "client" }, ip: "10.0.0.1" },
  {
    namespace: "shop",
    name: "server",
    labels: { app: "server" },
    ip: "10.0.0.2",
    containers: [
      { ports: [{ name: "web", containerPort: 8080 }] },
      { ports: [{ name: "web", containerPort: 53, protocol: "UDP" }] },
    ],
  },
  { namespace: "other", name: "client", labels: { app: "client" }, ip: "10.0.1.1" },
];
const namespaces: PolicyWorld["namespaces"] = [{ name: "shop", labels: { team: "a" } }, { name: "other" }];

const allowed = { ingress: true, egress: true, allowed: true };
const refusedIngress = { ingress: false, egress: true, allowed: false };
const refusedEgress = { ingress: true, egress: false, allowed: false };

const toServer: TrafficQuery = { from: client, to: server, port: 8080, protocol: "TCP" };

/** What is said of one question about a world with one policy. */
async function verdictUnder(spec: object, query: TrafficQuery): Promise<TrafficVerdict | undefined> {
  await using oracle = startNetworkPolicyOracle();
  const metadata = { name: "a", namespace: "shop" };
  const policy = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata, spec };
  const [verdict] = await oracle.judge({ namespaces, pods, policies: [policy] }, [query]);
  return verdict;
}

function ingressFrom(...from: readonly object[]): object {
  return { podSelector: {}, ingress: [{ from }] };
}

function ingressOn(...ports: readonly object[]): object {
  return { podSelector: {}, ingress: [{ ports }] };
}

describe.skipIf(withoutTools)("the NetworkPolicy engine", () => {
  test.each<[string, object, TrafficQuery, TrafficVerdict]>([
    ["a policy without types isolates against what comes in", { podSelector: {} }, toServer, refusedIngress],
    [
      "with a rule for what goes out it isolates against that too",
      { podSelector: { matchLabels: { app: "client" } }, egress: [{ to: [{ ipBlock: { cidr: "10.9.0.0/16" } }] }] },
      toServer,
      refusedEgress,
    ],
    ["what it does not select is open", { podSelector: { matchLabels: { app: "x" } } }, toServer, allowed],
    [
      "what is outside is never held back itself",
      { podSelector: {}, policyTypes: ["Egress"] },
      { ...toServer, from: outside },
      allowed,
    ],
    [
      "a pod selector alone selects in its own namespace",
      ingressFrom({ podSelector: {} }),
      { ...toServer, from: stranger },
      refusedIngress,
    ],
    [
      "an empty namespace selector selects all",
      ingressFrom({ namespaceSelector: {} }),
      { ...toServer, from: stranger },
      allowed,
    ],
    ["a port has a name by its protocol", ingressOn({ port: "web" }), toServer, allowed],
    [
      "a name of another protocol is another port",
      ingressOn({ port: "web", protocol: "UDP" }),
      toServer,
      refusedIngress,
    ],
    ["a range of ports includes its end", ingressOn({ port: 8000, endPort: 8080 }), toServer, allowed],
    ["it ends there", ingressOn({ port: 8000, endPort: 8079 }), toServer, refusedIngress],
    [
      "a block of addresses has its exceptions",
      ingressFrom({ ipBlock: { cidr: "10.0.0.0/24", except: ["10.0.0.0/31"] } }),
      toServer,
      refusedIngress,
    ],
    [
      "NotIn selects what lacks the label",
      ingressFrom({ podSelector: { matchExpressions: [{ key: "tier", operator: "NotIn", values: ["db"] }] } }),
      toServer,
      allowed,
    ],
    [
      "an empty value is not an absent label",
      ingressFrom({ podSelector: { matchLabels: { tier: "" } } }),
      toServer,
      refusedIngress,
    ],
  ])("%s", async (_, spec, query, verdict) => {
    expect(await verdictUnder(spec, query)).toEqual(verdict);
  });

  test.each<[string, object, RegExp]>([
    ["an empty peer", ingressFrom({}), /a peer is empty/],
    [
      "a peer of two kinds",
      ingressFrom({ ipBlock: { cidr: "10.0.0.0/8" }, podSelector: {} }),
      /both an ipBlock and a selector/,
    ],
    [
      "an unknown operator",
      { podSelector: { matchExpressions: [{ key: "a", operator: "Like" }] } },
      /"Like" is not a valid/,
    ],
    ["a block that is none", ingressFrom({ ipBlock: { cidr: "10.0.0.0" } }), /unable to parse CIDR/],
  ])("refuses %s as an API server would, and answers the next", async (_, spec, message) => {
    await using oracle = startNetworkPolicyOracle();
    const policy = { metadata: { name: "a", namespace: "shop" }, spec };

    await expect(oracle.judge({ namespaces, pods, policies: [policy] }, [toServer])).rejects.toThrow(message);

    expect(await oracle.judge({ namespaces, pods, policies: [] }, [toServer])).toEqual([allowed]);
  });
});
