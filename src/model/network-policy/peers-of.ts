import type { LabelSelector } from "../label-selector.ts";
import { selects } from "../label-selector.ts";
import type { PolicyNamespace, PolicyPod } from "./endpoint.ts";
import type { Direction, PolicyPeer, PolicyRule, PolicyRules } from "./policy-rules.ts";
import { rulesOf } from "./policy-rules.ts";

/** A peer of a rule with its namespaces known, so that its pods can be looked up namespace by namespace, and paged. */
export type ResolvedPeer =
  | { readonly kind: "PODS"; readonly namespaces: readonly string[]; readonly podSelector: LabelSelector }
  | { readonly kind: "IP_BLOCK"; readonly cidr: string; readonly except: readonly string[] }
  | { readonly kind: "UNREADABLE" };

export interface ResolvedRule {
  /** The rule's place in the policy's `ingress` or `egress`. */
  readonly index: number;
  /** The rule itself, for its ports: `resolvePorts` says what they are at a destination. */
  readonly rule: PolicyRule;
  /** Null for everybody. */
  readonly peers: readonly ResolvedPeer[] | null;
}

/**
 * Whom a policy lets in (Ingress) or lets its pods out to (Egress), rule by rule; null for a direction that it does not isolate. The
 * namespaces are those of its cluster.
 */
export function peersOf(
  policy: PolicyRules,
  direction: Direction,
  namespaces: readonly PolicyNamespace[],
): readonly ResolvedRule[] | null {
  if (!policy.policyTypes.includes(direction)) return null;
  return rulesOf(policy, direction).map((rule, index) => ({
    index,
    rule,
    peers: rule.peers?.map((peer) => resolvePeer(peer, policy.namespace, namespaces)) ?? null,
  }));
}

/** Whether a pod is among a peer's, by its labels. What traffic of a pod of the host network does is another question. */
export function isPodOfPeer(peer: ResolvedPeer, { namespace, labels }: PolicyPod): boolean {
  if (peer.kind !== "PODS" || namespace === null) return false;
  return peer.namespaces.includes(namespace) && selects(peer.podSelector, labels);
}

function resolvePeer(peer: PolicyPeer, own: string | null, namespaces: readonly PolicyNamespace[]): ResolvedPeer {
  if (peer.kind === "UNREADABLE") return peer;
  if (peer.kind === "IP_BLOCK")
    return { kind: "IP_BLOCK", cidr: peer.cidr.text, except: peer.except.map(({ text }) => text) };
  const { namespaceSelector, podSelector } = peer;
  if (namespaceSelector === null) return { kind: "PODS", namespaces: own === null ? [] : [own], podSelector };
  const selected = namespaces.filter(({ labels }) => selects(namespaceSelector, labels));
  return { kind: "PODS", namespaces: selected.map(({ name }) => name), podSelector };
}
