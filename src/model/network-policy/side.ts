import type { IpAddress } from "./cidr.ts";
import type { Endpoint } from "./endpoint.ts";
import { isolatingPolicies } from "./isolation.ts";
import { allOf, anyOf, type Match } from "./match.ts";
import { matchPeers } from "./match-peer.ts";
import { matchPorts } from "./match-port.ts";
import type { Direction, PolicyRules } from "./policy-rules.ts";
import { rulesOf } from "./policy-rules.ts";
import { isProtocol } from "./read-port.ts";
import type { Caveat, KnownReason, UnknownReason } from "./reason.ts";

export type Answer = "ALLOWED" | "DENIED" | "UNKNOWN";

/** A rule that allows the traffic, by its place in the policy's `ingress` or `egress`. */
export interface AllowingRule {
  readonly policy: PolicyRules;
  readonly rule: number;
}

/** What the policies of one end of a connection say. */
export interface Side {
  readonly allowed: Answer;
  readonly reason: KnownReason | UnknownReason;
  /** Null where that is not known. */
  readonly isolated: boolean | null;
  readonly allowedBy: readonly AllowingRule[];
  readonly caveats: readonly Caveat[];
}

/** A connection that is to be judged. */
export interface Traffic {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** `TCP`, `UDP`, `SCTP`, or what no NetworkPolicy is about. */
  readonly protocol: string;
  /** Of the destination. */
  readonly port: number;
}

/** Whether the policies of the destination (Ingress) or of the source (Egress) allow it. A family is given when the traffic's is known. */
export function sideOf(
  traffic: Traffic,
  direction: Direction,
  policies: readonly PolicyRules[],
  family: IpAddress["family"] | null,
): Side {
  const [own, other] =
    direction === "Ingress" ? [traffic.destination, traffic.source] : [traffic.source, traffic.destination];
  if (own.kind !== "POD") return sideWithoutPod(own, direction);
  const { isolating, unreadable } = isolatingPolicies(own.pod, policies, direction);
  const isReadable = unreadable.length === 0;
  if (isolating.length === 0)
    return isReadable ? side("ALLOWED", "NOT_ISOLATED", false) : side("UNKNOWN", "UNREADABLE_POLICY", null);
  if (!isProtocol(traffic.protocol)) return side("UNKNOWN", "PROTOCOL_UNDEFINED", true);
  const isOwnNode = other.kind === "NODE" && other.name !== null && other.name === own.pod.nodeName;
  if (isOwnNode && direction === "Ingress") return side("ALLOWED", "OWN_NODE", true);
  const matches = matchesOf(traffic, traffic.protocol, direction, other, isolating, family);
  const match = anyOf(matches.map((one) => one.match));
  if (match.answer === "YES") {
    const allowing = matches.filter((one) => one.match.answer === "YES");
    const allowedBy = allowing.map(({ policy, rule }) => ({ policy, rule }));
    return { ...side("ALLOWED", "ALLOWED_BY_RULE", true), allowedBy, caveats: match.caveats };
  }
  if (match.answer === "UNKNOWN") return side("UNKNOWN", match.reason, true);
  const doubt = doubtOf(own.pod.nodeName, other, direction) ?? (isReadable ? null : "UNREADABLE_POLICY");
  return doubt === null ? side("DENIED", "NO_RULE_ALLOWS", true) : side("UNKNOWN", doubt, true);
}

/** NetworkPolicies isolate pods only. What is behind an address that is rewritten may be one. */
function sideWithoutPod(own: Endpoint, direction: Direction): Side {
  const mayBePod = own.kind === "ADDRESS" && own.mayBeRewritten && direction === "Ingress";
  return mayBePod ? side("UNKNOWN", "ADDRESS_REWRITTEN", null) : side("ALLOWED", "NO_POD", false);
}

function matchesOf(
  { destination, port }: Traffic,
  protocol: "TCP" | "UDP" | "SCTP",
  direction: Direction,
  other: Endpoint,
  policies: readonly PolicyRules[],
  family: IpAddress["family"] | null,
): readonly (AllowingRule & { readonly match: Match })[] {
  return policies.flatMap((policy) =>
    rulesOf(policy, direction).map((one, rule) => {
      const peers = matchPeers(one, policy.namespace, other, family);
      return { policy, rule, match: allOf(peers, matchPorts(one, protocol, port, destination)) };
    }),
  );
}

/** Why what no rule allows may be allowed all the same: a node may be the pod's own, and a rewritten source be that node. */
function doubtOf(nodeName: string | null, other: Endpoint, direction: Direction): UnknownReason | null {
  if (other.kind === "ADDRESS") return other.mayBeRewritten && direction === "Ingress" ? "ADDRESS_REWRITTEN" : null;
  if (other.kind === "POD") return null;
  if (other.name === null || nodeName === null) return "NODE_UNKNOWN";
  return other.name === nodeName ? "OWN_NODE_EGRESS" : null;
}

function side(allowed: Answer, reason: Side["reason"], isolated: boolean | null): Side {
  return { allowed, reason, isolated, allowedBy: [], caveats: [] };
}
