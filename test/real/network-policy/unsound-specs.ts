import type { JsonObject } from "../../../schema/kubernetes-object.ts";

const withPeer = (peer: unknown): JsonObject => ({ podSelector: {}, ingress: [{ from: [peer] }] });
const withPort = (port: unknown): JsonObject => ({ podSelector: {}, ingress: [{ ports: [port] }] });
const withExpression = (expression: unknown): JsonObject => ({ podSelector: { matchExpressions: [expression] } });

/** Specs that are wrong in one way each, by what is wrong. */
export const unsoundSpecs: Readonly<Record<string, JsonObject>> = {
  "a selector without an operator": withExpression({ key: "app" }),
  "a selector of no values": withExpression({ key: "app", operator: "In", values: [] }),
  "a selector of needless values": withExpression({ key: "app", operator: "Exists", values: ["a"] }),
  "a selector of an odd key": withExpression({ key: "a b", operator: "Exists" }),
  "a selector of an odd value": { podSelector: { matchLabels: { app: "a b" } } },
  "a selector of a number": { podSelector: { matchLabels: { app: 1 } } },
  "types in a word": { podSelector: {}, policyTypes: "Ingress" },
  "an unknown type": { podSelector: {}, policyTypes: ["Ingress", "Both"] },
  "rules that are no list": { podSelector: {}, ingress: {} },
  "a rule that is a word": { podSelector: {}, ingress: ["all"] },
  "a peer that is a word": withPeer("all"),
  "an empty peer": withPeer({}),
  "a block with a selector": withPeer({ ipBlock: { cidr: "10.0.0.0/8" }, podSelector: {} }),
  "an address in place of a block": withPeer({ ipBlock: { cidr: "10.0.0.1" } }),
  "a block with leading zeros": withPeer({ ipBlock: { cidr: "010.0.0.0/8" } }),
  "a block of IPv4 as IPv6": withPeer({ ipBlock: { cidr: "::ffff:10.0.0.0/104" } }),
  "a block with bits beyond its prefix": withPeer({ ipBlock: { cidr: "10.1.2.3/8" } }),
  "an exception that is the block": withPeer({ ipBlock: { cidr: "10.0.0.0/8", except: ["10.0.0.0/8"] } }),
  "an exception outside of the block": withPeer({ ipBlock: { cidr: "10.0.0.0/8", except: ["11.0.0.0/16"] } }),
  "port 0": withPort({ port: 0 }),
  "a port that is no name": withPort({ port: "UPPER" }),
  "a long name": withPort({ port: "a-name-too-long-for-a-port" }),
  "a number as a name": withPort({ port: "80" }),
  "an end without a port": withPort({ endPort: 90 }),
  "an end below the port": withPort({ port: 90, endPort: 80 }),
  "an end with a named port": withPort({ port: "http", endPort: 80 }),
  "an unknown protocol": withPort({ protocol: "ICMP" }),
};
