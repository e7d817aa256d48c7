import { BlockList, isIP } from "node:net";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { PolicyPod } from "../../../src/model/network-policy/endpoint.ts";
import type { PolicyProblem } from "../../../src/model/network-policy/problem.ts";
import { allows } from "../../../src/model/network-policy/allows.ts";
import {
  endpointOf,
  networkPolicyWorlds,
  type PolicyManifest,
  type PolicyQuery,
  type PolicyWorld,
  type WorldOptions,
  policiesOf,
} from "../../support/random-network-policy-world.ts";

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] }[];
}

interface Peer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except: readonly string[] };
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly {
    readonly protocol?: string;
    readonly port?: number | string;
    readonly endPort?: number;
  }[];
}

interface Spec {
  readonly podSelector?: Selector;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

/** Servers before 1.36 take the others in. */
const isSerious = ({ code }: PolicyProblem): boolean => code !== "HOST_BITS_IN_CIDR";

/** One end, as one network plugin sees it on one connection. */
interface End {
  readonly pod: PolicyPod | null;
  readonly node: string | null;
  readonly address: string;
}

/** The documentation read as plainly as can be: all that the answer may be, for one plugin and one family. */
function possibleAnswers(world: PolicyWorld, query: PolicyQuery, from: End, to: End): readonly boolean[] {
  if (from.pod !== null && from.pod === to.pod) return [true];
  const egress = answersOf(world, query, "Egress", from, to, to);
  const ingress = answersOf(world, query, "Ingress", to, from, to);
  return egress.flatMap((one) => ingress.map((other) => one && other));
}

function answersOf(
  world: PolicyWorld,
  query: PolicyQuery,
  type: "Ingress" | "Egress",
  own: End,
  other: End,
  destination: End,
): readonly boolean[] {
  const { pod } = own;
  if (pod === null) return [true];
  const policies = world.policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === pod.namespace &&
      typesOf(spec as Spec).includes(type) &&
      isSelected((spec as Spec).podSelector ?? {}, pod.labels),
  );
  if (policies.length === 0) return [true];
  if (other.pod === null && other.node === pod.nodeName && type === "Ingress") return [true];
  const isAllowed = policies.some((policy) => {
    const spec = policy.spec as Spec;
    const rules = type === "Ingress" ? spec.ingress : spec.egress;
    return (rules ?? []).some(
      (rule) => fitsPeers(world, policy, rule.from ?? rule.to ?? [], other) && fitsPorts(rule, query, destination),
    );
  });
  if (!isAllowed && other.pod === null && other.node === pod.nodeName) return [true, false];
  return [isAllowed];
}

function typesOf({ policyTypes = [], egress = [] }: Spec): readonly string[] {
  if (policyTypes.length > 0) return policyTypes;
  return egress.length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
}

function isSelected({ matchLabels = {}, matchExpressions = [] }: Selector, labels: PolicyPod["labels"]): boolean {
  for (const [key, value] of Object.entries(matchLabels)) if (labels[key] !== value) return false;
  for (const { key, operator, values = [] } of matchExpressions) {
    const value = labels[key];
    const has = value !== undefined;
    const isAmong = has && values.includes(value);
    if (!{ In: isAmong, NotIn: !isAmong, Exists: has, DoesNotExist: !has }[operator]) return false;
  }
  return true;
}

function fitsPeers(world: PolicyWorld, { metadata }: PolicyManifest, peers: readonly Peer[], other: End): boolean {
  if (peers.length === 0) return true;
  for (const { ipBlock, namespaceSelector, podSelector = {} } of peers) {
    if (ipBlock !== undefined) {
      if (isIn(ipBlock.cidr, other.address) && !ipBlock.except.some((cidr) => isIn(cidr, other.address))) return true;
    } else if (other.pod !== null && isSelected(podSelector, other.pod.labels)) {
      const namespace = world.namespaces.find(({ name }) => name === other.pod?.namespace);
      if (
        namespaceSelector === undefined
          ? metadata.namespace === namespace?.name
          : isSelected(namespaceSelector, namespace?.labels ?? {})
      )
        return true;
    }
  }
  return false;
}

function isIn(cidr: string, address: string): boolean {
  const [network = "", prefix] = cidr.split("/");
  const plain = address.replace("::ffff:", "");
  if (isIP(network) !== isIP(plain)) return false;
  const family = isIP(network) === 4 ? "ipv4" : "ipv6";
  const block = new BlockList();
  block.addSubnet(network, Number(prefix), family);
  return block.check(plain, family);
}

function fitsPorts({ ports = [] }: Rule, query: PolicyQuery, { pod }: End): boolean {
  if (ports.length === 0) return true;
  return ports.some(({ protocol = "TCP", port, endPort }) => {
    if (protocol !== query.protocol) return false;
    if (port === undefined) return true;
    if (typeof port === "number") return query.port >= port && query.port <= (endPort ?? port);
    return (pod?.containers ?? []).some((container) =>
      container.ports.some((one) => one.name === port && one.protocol === protocol && one.containerPort === query.port),
    );
  });
}

/** All plugins, and all families that both ends have; of ends that share none, any addresses. */
function documented(world: PolicyWorld, query: PolicyQuery): string {
  const answers = new Set<boolean>();
  const connections = [4, 6].flatMap((family) => {
    const [source, destination] = [addressOf(world, query.source, family), addressOf(world, query.destination, family)];
    return source === null || destination === null ? [] : [[source, destination] as const];
  });
  const either = [
    addressOf(world, query.source, 4) ?? addressOf(world, query.source, 6) ?? "",
    addressOf(world, query.destination, 4) ?? addressOf(world, query.destination, 6) ?? "",
  ] as const;
  for (const asNode of [false, true])
    for (const [source, destination] of connections.length === 0 ? [either] : connections) {
      const from = endOf(world, query.source, asNode, source);
      const to = endOf(world, query.destination, asNode, destination);
      const isSame = "pod" in query.source && "pod" in query.destination && query.source.pod === query.destination.pod;
      for (const answer of isSame ? [true] : possibleAnswers(world, query, from, to)) answers.add(answer);
    }
  if (answers.size > 1) return "UNKNOWN";
  return answers.has(true) ? "ALLOWED" : "DENIED";
}

function addressOf(world: PolicyWorld, end: PolicyQuery["source"], family: number): string | null {
  const addresses = "address" in end ? [end.address] : (world.pods[end.pod]?.podIPs ?? []);
  return addresses.find((address) => isIP(address.replace("::ffff:", "")) === family) ?? null;
}

function endOf(world: PolicyWorld, end: PolicyQuery["source"], asNode: boolean, address: string): End {
  const pod = "pod" in end ? (world.pods[end.pod] ?? null) : null;
  if (pod !== null && pod.hostNetwork && asNode) return { pod: null, node: pod.nodeName, address };
  return { pod, node: null, address };
}

const kinds: [string, WorldOptions, readonly string[]][] = [
  ["ordinary pods", {}, ["ALLOWED", "DENIED"]],
  ["selectors with NotIn and types left out", { notIn: true, defaultedTypes: true }, ["ALLOWED", "DENIED"]],
  ["pods of the host network", { hostNetwork: true, notIn: true }, ["ALLOWED", "DENIED", "UNKNOWN"]],
  ["pods of two families", { dualStack: true, defaultedTypes: true }, ["ALLOWED", "DENIED", "UNKNOWN"]],
  [
    "all of it",
    { hostNetwork: true, dualStack: true, notIn: true, defaultedTypes: true },
    ["ALLOWED", "DENIED", "UNKNOWN"],
  ],
];

test.each(kinds)("with %s, verdicts are those of the documentation", (_, options) => {
  fc.assert(
    fc.property(networkPolicyWorlds(options), (world) => {
      const policies = policiesOf(world);
      expect(policies.flatMap(({ problems }) => problems).filter(isSerious)).toEqual([]);
      for (const query of world.queries) {
        const [source, destination] = [endpointOf(world, query.source), endpointOf(world, query.destination)];
        const { allowed } = allows({ source, destination, protocol: query.protocol, port: query.port }, policies);
        expect(allowed).toBe(documented(world, query));
      }
    }),
    { numRuns: 600 },
  );
});

test.each(kinds)("among random worlds with %s, there are all answers that can be", (_, options, answers) => {
  const worlds = fc.sample(networkPolicyWorlds(options), { numRuns: 1_000, seed: 1 });
  const seen = new Set(worlds.flatMap((world) => world.queries.map((query) => documented(world, query))));

  expect([...seen].toSorted()).toEqual(answers);
});
