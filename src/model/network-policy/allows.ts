import { type IpAddress, parseAddress } from "./cidr.ts";
import { addressesOf, type Endpoint } from "./endpoint.ts";
import type { PolicyRules } from "./policy-rules.ts";
import { sideOf, type Traffic } from "./side.ts";
import { commonVerdict, type Verdict, verdictOf, verdictWithoutPolicies } from "./verdict.ts";

type Family = IpAddress["family"] | null;

const finishedPhases = new Set(["Succeeded", "Failed"]);

/**
 * Whether the policies of a cluster allow a new connection. Both the egress rules of the source and the ingress rules of the destination
 * must. What the documentation leaves open and what is not known is tried in every way, and where the answers differ it is UNKNOWN. Source:
 * kubernetes.io/docs/concepts/services-networking/network-policies.
 */
export function allows(traffic: Traffic, policies: readonly PolicyRules[]): Verdict {
  const ends = [traffic.source, traffic.destination];
  if (ends.some(isFinished)) return verdictWithoutPolicies("UNKNOWN", "POD_FINISHED", []);
  if (isSamePod(traffic.source, traffic.destination)) return verdictWithoutPolicies("ALLOWED", "OWN_POD", ["LOOPBACK"]);
  const asPods = verdictOfFamilies(traffic, policies);
  if (!ends.some(isOfHostNetwork)) return withSctp(asPods, traffic);
  const asNodes = verdictOfFamilies(
    { ...traffic, source: asNode(traffic.source), destination: asNode(traffic.destination) },
    policies,
  );
  return withSctp(commonVerdict([asPods, asNodes], "HOST_NETWORK"), traffic);
}

/** Both ends of a connection have addresses of one family, and which of them is not known when both have both. */
function verdictOfFamilies(traffic: Traffic, policies: readonly PolicyRules[]): Verdict {
  const verdicts = familiesOf(traffic).map((family) =>
    verdictOf(sideOf(traffic, "Ingress", policies, family), sideOf(traffic, "Egress", policies, family)),
  );
  return commonVerdict(verdicts, "ADDRESS_UNKNOWN");
}

/** Just null when no address of one of the ends is known, or when they have no family in common. */
function familiesOf({ source, destination }: Traffic): readonly Family[] {
  const [from, to] = [familiesOfEndpoint(source), familiesOfEndpoint(destination)];
  const shared = [...from].filter((family) => to.has(family));
  return shared.length > 0 ? shared : [null];
}

function familiesOfEndpoint(endpoint: Endpoint): ReadonlySet<Family> {
  const addresses = addressesOf(endpoint).map(parseAddress);
  return new Set(addresses.filter((address) => address !== null).map((address) => address.family));
}

/** How a network plugin sees a pod of the host network that cannot tell it from its node. */
function asNode(endpoint: Endpoint): Endpoint {
  if (endpoint.kind !== "POD" || !endpoint.pod.hostNetwork) return endpoint;
  return { kind: "NODE", name: endpoint.pod.nodeName, addresses: endpoint.pod.podIPs };
}

/** SCTP needs a network plugin that has it, be it allowed or denied. */
function withSctp(verdict: Verdict, { protocol }: Traffic): Verdict {
  const isFree = verdict.ingress.isolated === false && verdict.egress.isolated === false;
  return protocol !== "SCTP" || isFree ? verdict : { ...verdict, caveats: [...verdict.caveats, "SCTP"] };
}

function isOfHostNetwork(endpoint: Endpoint): boolean {
  return endpoint.kind === "POD" && endpoint.pod.hostNetwork;
}

function isFinished(endpoint: Endpoint): boolean {
  return endpoint.kind === "POD" && finishedPhases.has(endpoint.pod.phase);
}

function isSamePod(one: Endpoint, other: Endpoint): boolean {
  if (one.kind !== "POD" || other.kind !== "POD") return false;
  return one.pod.namespace === other.pod.namespace && one.pod.name === other.pod.name;
}
