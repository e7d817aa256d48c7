import * as fc from "fast-check";
import type { JsonObject } from "../../schema/kubernetes-object.ts";
import type { Endpoint, PolicyNamespace, PolicyPod } from "../../src/model/network-policy/endpoint.ts";
import type { PolicyRules } from "../../src/model/network-policy/policy-rules.ts";
import { readNetworkPolicy } from "../../src/model/network-policy/read-network-policy.ts";

/** A NetworkPolicy as it is written, and as it is after the API server's defaults. */
export interface PolicyManifest {
  readonly apiVersion: "networking.k8s.io/v1";
  readonly kind: "NetworkPolicy";
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly spec: JsonObject;
}

/** One end: a pod by its place among the world's pods, or an address from outside. */
export type QueryEnd = { readonly pod: number } | { readonly address: string };

export interface PolicyQuery {
  readonly source: QueryEnd;
  readonly destination: QueryEnd;
  readonly protocol: "TCP" | "UDP" | "SCTP";
  readonly port: number;
}

/** The namespaces, pods and valid policies of a cluster, and what is asked of them. */
export interface PolicyWorld {
  readonly namespaces: readonly PolicyNamespace[];
  readonly pods: readonly PolicyPod[];
  readonly policies: readonly PolicyManifest[];
  readonly queries: readonly PolicyQuery[];
}

/** What a world has besides ordinary pods with one address each. */
export interface WorldOptions {
  readonly hostNetwork?: boolean;
  readonly dualStack?: boolean;
  /** Requirements that a label be none of some values, which a thing without the label meets. */
  readonly notIn?: boolean;
  /** Policies that leave their types to the API server. */
  readonly defaultedTypes?: boolean;
}

const namespaceNames = ["shop", "bank", "play"] as const;
const inNamespace = fc.constantFrom("shop", "shop", "bank", "play");
const protocol = fc.constantFrom("TCP" as const, "UDP" as const, "SCTP" as const);
const commonProtocol = fc.oneof({ weight: 4, arbitrary: fc.constant("TCP" as const) }, protocol);
const key = fc.constantFrom("app", "tier");
const value = fc.constantFrom("a", "b", "c");
const labels = fc.dictionary(key, value, { maxKeys: 2 });
const number = fc.constantFrom(53, 80, 81, 82, 443);
const portName = fc.constantFrom("web", "dns", "admin");
const outside = fc.constantFrom(
  "203.0.113.7",
  "203.0.113.200",
  "10.0.0.1",
  "2001:db8::7",
  "fd00::1",
  "::ffff:203.0.113.7",
);
const cidr = fc.constantFrom(
  { cidr: "0.0.0.0/0", except: ["10.0.0.0/8", "203.0.113.0/25"] },
  { cidr: "10.0.0.0/24", except: ["10.0.0.0/30", "10.0.0.3/32"] },
  { cidr: "203.0.113.7/24", except: ["203.0.113.128/25"] },
  { cidr: "::/0", except: ["fd00::/64", "2001:db8::/32"] },
  { cidr: "fd00::/64", except: ["fd00::2/127"] },
);

const ipBlock = fc
  .tuple(cidr, fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }))
  .map(([block, taken]) => ({ ipBlock: { cidr: block.cidr, except: block.except.filter((_, at) => taken[at]) } }));

const port = fc.oneof(
  fc.record({ protocol, port: fc.oneof(number, portName) }, { requiredKeys: [] }),
  fc.record({ protocol: commonProtocol, port: number, endPort: fc.constant(443) }),
);

function selectorOf({ notIn = false }: WorldOptions): fc.Arbitrary<JsonObject> {
  const operator = notIn ? fc.constantFrom("In", "NotIn") : fc.constant("In");
  const withValues = fc.record({ key, operator, values: fc.array(value, { minLength: 1, maxLength: 2 }) });
  const without = fc.record({ key, operator: fc.constantFrom("Exists", "DoesNotExist") });
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant({}) },
    {
      weight: 4,
      arbitrary: fc.dictionary(key, value, { minKeys: 1, maxKeys: 1 }).map((matchLabels) => ({ matchLabels })),
    },
    {
      weight: 2,
      arbitrary: fc.record({ matchExpressions: fc.array(fc.oneof(withValues, without), { maxLength: 2 }) }),
    },
  );
}

function rulesOf(peersField: "from" | "to", options: WorldOptions): fc.Arbitrary<readonly JsonObject[]> {
  const selector = selectorOf(options);
  const peer = fc.oneof(
    fc.record({ podSelector: selector }),
    fc.record({ namespaceSelector: selector }),
    fc.record({ namespaceSelector: selector, podSelector: selector }),
    ipBlock,
  );
  const rule = fc.record(
    { [peersField]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) },
    { requiredKeys: [] },
  );
  return fc.array(rule, { maxLength: 2 });
}

function specOf(options: WorldOptions): fc.Arbitrary<JsonObject> {
  const types = fc.constantFrom(["Ingress"], ["Egress"], ["Ingress", "Egress"]);
  const parts = { podSelector: selectorOf(options), ingress: rulesOf("from", options), egress: rulesOf("to", options) };
  const explicit = fc.record({ ...parts, policyTypes: types }, { requiredKeys: ["podSelector", "policyTypes"] });
  return options.defaultedTypes === true ? fc.oneof(explicit, fc.record(parts, { requiredKeys: [] })) : explicit;
}

function podOf(at: number, options: WorldOptions): fc.Arbitrary<PolicyPod> {
  const addresses = [`10.0.0.${at + 1}`, `fd00::${at + 1}`];
  const families = options.dualStack === true ? fc.constantFrom([0], [1], [0, 1], [0, 1], [0, 1]) : fc.constant([0]);
  const containerPort = fc.record({ name: fc.option(portName), containerPort: number, protocol: commonProtocol });
  return fc.record({
    cluster: fc.constant("eu-1"),
    namespace: inNamespace,
    name: fc.constant(`pod-${at}`),
    labels,
    podIPs: families.map((taken) => taken.map((family) => addresses[family] ?? "")),
    hostNetwork: options.hostNetwork === true ? fc.boolean() : fc.constant(false),
    phase: fc.constant("Running"),
    nodeName: fc.constantFrom("node-1", "node-2"),
    containers: fc.array(
      fc.record({
        ports: fc.uniqueArray(containerPort, { maxLength: 2, selector: ({ name }) => name ?? Symbol("nameless") }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  });
}

function manifestOf(at: number, options: WorldOptions): fc.Arbitrary<PolicyManifest> {
  return fc.record({
    apiVersion: fc.constant("networking.k8s.io/v1" as const),
    kind: fc.constant("NetworkPolicy" as const),
    metadata: fc.record({ namespace: inNamespace, name: fc.constant(`policy-${at}`) }),
    spec: specOf(options),
  });
}

/** Small clusters in which selectors, blocks and ports meet often. Pods of one cluster have no address twice. */
export function networkPolicyWorlds(options: WorldOptions = {}): fc.Arbitrary<PolicyWorld> {
  const pods = fc.tuple(podOf(0, options), podOf(1, options), podOf(2, options), podOf(3, options));
  const end = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 3 }).map((pod) => ({ pod })) },
    { weight: 1, arbitrary: outside.map((address) => ({ address })) },
  );
  return fc.record({
    namespaces: fc.tuple(
      ...namespaceNames.map((name) =>
        labels.map((own) => ({ name, labels: { ...own, "kubernetes.io/metadata.name": name } })),
      ),
    ),
    pods,
    policies: fc
      .integer({ min: 0, max: 6 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => manifestOf(at, options)))),
    queries: fc.array(fc.record({ source: end, destination: end, protocol: commonProtocol, port: number }), {
      minLength: 1,
      maxLength: 6,
    }),
  });
}

/** An address is one that nothing rewrites. */
export function endpointOf({ namespaces, pods }: PolicyWorld, end: QueryEnd): Endpoint {
  if ("address" in end) return { kind: "ADDRESS", address: end.address, mayBeRewritten: false };
  const pod = pods[end.pod];
  if (pod === undefined) throw new Error(`the world has no pod ${end.pod}`);
  return { kind: "POD", pod, namespace: namespaces.find(({ name }) => name === pod.namespace) ?? null };
}

export function policiesOf({ policies }: PolicyWorld): readonly PolicyRules[] {
  return policies.map(({ metadata, spec }) => readNetworkPolicy({ ...metadata, spec }));
}
