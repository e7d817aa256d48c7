import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import type { PolicyNamespace, PolicyPod } from "../../../src/model/network-policy/endpoint.ts";
import type { PolicyManifest, PolicyWorld } from "../../support/random-network-policy-world.ts";

type Ports = PolicyPod["containers"][number]["ports"];

const named = (name: string): JsonObject => ({ matchLabels: { "kubernetes.io/metadata.name": name } });
const app = (name: string): JsonObject => ({ matchLabels: { app: name } });

function space(name: string, labels: PolicyNamespace["labels"] = {}): PolicyNamespace {
  return { name, labels: { ...labels, "kubernetes.io/metadata.name": name } };
}

function pod(at: number, namespace: string, name: string, ...ports: Ports): PolicyPod {
  return {
    cluster: "eu-1",
    namespace,
    name,
    labels: { app: name },
    podIPs: [`10.0.0.${at}`],
    hostNetwork: false,
    phase: "Running",
    nodeName: "node-1",
    containers: [{ ports }],
  };
}

const tcp = (name: string | null, containerPort: number) => ({ name, containerPort, protocol: "TCP" });

/** Where each recipe is tried, with its policies in `shop`. */
const scene: Omit<PolicyWorld, "policies"> = {
  namespaces: [space("shop", { team: "a" }), space("bank", { team: "b" }), space("kube-system")],
  pods: [
    pod(1, "shop", "web", tcp("http", 8080), tcp("admin", 8080)),
    pod(2, "shop", "db", tcp("http", 5432)),
    pod(3, "bank", "web", tcp(null, 8080)),
    pod(4, "bank", "job"),
    pod(5, "kube-system", "kube-dns", { name: "dns", containerPort: 53, protocol: "UDP" }, tcp("dns-tcp", 53)),
  ],
  queries: [
    { protocol: "TCP", port: 8080 },
    { protocol: "TCP", port: 5432 },
    { protocol: "UDP", port: 53 },
    { protocol: "TCP", port: 53 },
    { protocol: "SCTP", port: 8080 },
  ].map((port) => ({ source: { pod: 0 }, destination: { pod: 1 }, ...port }) as PolicyWorld["queries"][number]),
};

const ingress = (rule: JsonObject): JsonObject => ({ podSelector: {}, policyTypes: ["Ingress"], ingress: [rule] });
const egress = (rule: JsonObject): JsonObject => ({ podSelector: {}, policyTypes: ["Egress"], egress: [rule] });
const dns = {
  to: [{ namespaceSelector: named("kube-system"), podSelector: app("kube-dns") }],
  ports: [{ protocol: "UDP", port: 53 }, { port: 53 }],
};
const block = { ipBlock: { cidr: "203.0.113.0/24", except: ["203.0.113.128/25"] } };

/**
 * What people copy, and what the documentation explains. Source: kubernetes.io/docs/concepts/services-networking/network-policies; the
 * wide-spread rule for DNS.
 */
export const recipes: readonly (readonly [string, ...JsonObject[]])[] = [
  ["nobody comes in", { podSelector: {}, policyTypes: ["Ingress"] }],
  ["nobody goes out", { podSelector: {}, policyTypes: ["Egress"] }],
  ["nobody comes in or goes out", { podSelector: {}, policyTypes: ["Ingress", "Egress"] }],
  ["all comes in though another denies it", { podSelector: {}, policyTypes: ["Ingress"] }, ingress({})],
  ["all goes out though another denies it", { podSelector: {}, policyTypes: ["Egress"] }, egress({})],
  [
    "all goes out, nobody comes in, by empty lists",
    { podSelector: {}, policyTypes: ["Ingress", "Egress"], ingress: [], egress: [{ to: [], ports: [] }] },
  ],
  ["one app comes in", ingress({ from: [{ podSelector: app("web") }] })],
  ["one team comes in", ingress({ from: [{ namespaceSelector: { matchLabels: { team: "b" } } }] })],
  ["a namespace comes in by its name", ingress({ from: [{ namespaceSelector: named("bank") }] })],
  ["all namespaces come in", ingress({ from: [{ namespaceSelector: {} }] })],
  [
    "one app of one namespace comes in",
    ingress({ from: [{ namespaceSelector: named("bank"), podSelector: app("web") }] }),
  ],
  [
    "one app of its own and all of another come in",
    ingress({ from: [{ namespaceSelector: named("bank") }, { podSelector: app("web") }] }),
  ],
  [
    "all but some namespaces come in",
    ingress({
      from: [{ namespaceSelector: { matchExpressions: [{ key: "team", operator: "NotIn", values: ["b"] }] } }],
    }),
  ],
  ["only DNS goes out", egress(dns)],
  ["DNS goes out, and all within the namespace", egress(dns), egress({ to: [{ podSelector: {} }] })],
  ["a named port comes in", ingress({ ports: [{ port: "http" }] })],
  ["another name of the same port comes in", ingress({ ports: [{ port: "admin" }] })],
  ["a named port goes out", egress({ ports: [{ port: "dns", protocol: "UDP" }] })],
  ["a range of ports goes out", egress({ ports: [{ protocol: "TCP", port: 5000, endPort: 8080 }] })],
  ["all ports of UDP and SCTP come in", ingress({ ports: [{ protocol: "UDP" }, { protocol: "SCTP" }] })],
  ["a block but for a part comes in", ingress({ from: [block], ports: [{ port: 8080 }] })],
  ["a block but for a part goes out", egress({ to: [block] })],
  ["a block of the pods goes out", egress({ to: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.0.0.3/32"] } }] })],
  ["all of IPv6 comes in", ingress({ from: [{ ipBlock: { cidr: "::/0" } }] })],
  ["without types, a policy is for what comes in", { podSelector: app("db") }],
  ["without types, rules for what goes out are for that too", { podSelector: app("db"), egress: [dns] }],
  ["without types, an empty list of rules for what goes out is none", { podSelector: app("db"), egress: [] }],
  ["rules of a direction that is no type do nothing", { ...egress(dns), policyTypes: ["Ingress"] }],
  [
    "policies add up",
    { podSelector: app("db"), ingress: [{ from: [{ podSelector: app("web") }], ports: [{ port: 5432 }] }] },
    { podSelector: {}, ingress: [{ from: [block] }] },
    egress(dns),
  ],
];

/** A recipe as a world. */
export function worldOfRecipe([, ...specs]: (typeof recipes)[number]): PolicyWorld {
  return { ...scene, policies: specs.map((spec, at) => manifest(`policy-${at}`, spec)) };
}

function manifest(name: string, spec: JsonObject): PolicyManifest {
  return { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { namespace: "shop", name }, spec };
}
