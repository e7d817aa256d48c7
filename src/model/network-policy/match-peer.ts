import type { LabelSelector } from "../label-selector.ts";
import { selects } from "../label-selector.ts";
import { cidrHas, type IpAddress, parseAddress } from "./cidr.ts";
import { addressesOf, type Endpoint } from "./endpoint.ts";
import { anyOf, type Match, no, unknown, yes, yesIf } from "./match.ts";
import type { PolicyPeer, PolicyRule } from "./policy-rules.ts";

/** Whether a rule of a policy is for the other end. A family is given when the traffic's is known. */
export function matchPeers(
  rule: PolicyRule,
  policyNamespace: string | null,
  other: Endpoint,
  family: IpAddress["family"] | null,
): Match {
  if (rule.peers === null) return yes;
  return anyOf(rule.peers.map((peer) => matchPeer(peer, policyNamespace, other, family)));
}

function matchPeer(
  peer: PolicyPeer,
  policyNamespace: string | null,
  other: Endpoint,
  family: IpAddress["family"] | null,
): Match {
  if (peer.kind === "UNREADABLE") return unknown("UNREADABLE_POLICY");
  if (other.kind === "ADDRESS" && other.mayBeRewritten) return unknown("ADDRESS_REWRITTEN");
  if (peer.kind === "IP_BLOCK") return matchIpBlock(peer, other, family);
  if (other.kind !== "POD" || !selects(peer.podSelector, other.pod.labels)) return no;
  if (peer.namespaceSelector === null) return yesIf(other.pod.namespace === policyNamespace);
  return matchNamespace(peer.namespaceSelector, other);
}

function matchNamespace(selector: LabelSelector, { namespace }: Endpoint & { kind: "POD" }): Match {
  if (namespace !== null) return yesIf(selects(selector, namespace.labels));
  return selector.length === 0 ? yes : unknown("NAMESPACE_UNKNOWN");
}

function matchIpBlock(
  { cidr, except }: PolicyPeer & { kind: "IP_BLOCK" },
  other: Endpoint,
  family: IpAddress["family"] | null,
): Match {
  const addresses = addressesOf(other)
    .map(parseAddress)
    .filter((address) => address !== null && (family === null || address.family === family));
  const answers = new Set(
    addresses.map(
      (address) =>
        address !== null && cidrHas(cidr, address) && !except.some((exception) => cidrHas(exception, address)),
    ),
  );
  if (answers.size !== 1) return unknown("ADDRESS_UNKNOWN");
  if (!answers.has(true)) return no;
  return other.kind === "ADDRESS" ? yes : { answer: "YES", caveats: ["IP_BLOCK_IN_CLUSTER"] };
}
