import { NetworkPolicyPeer } from "../schema/network-policy-peer.ts";
import { NetworkPolicyPort } from "../schema/network-policy-port.ts";
import type { NetworkPolicyRule } from "../schema/network-policy-rule.ts";
import type { NetworkPolicy } from "../schema/network-policy.ts";
import { Namespace } from "../schema/namespace.ts";
import { Pod } from "../schema/pod.ts";
import { resolvePorts } from "../src/model/network-policy/match-port.ts";
import type { ResolvedPeer, ResolvedRule } from "../src/model/network-policy/peers-of.ts";
import { peersOf } from "../src/model/network-policy/peers-of.ts";
import type { Direction, PolicyPort, PolicyRules } from "../src/model/network-policy/policy-rules.ts";
import { readNetworkPolicy } from "../src/model/network-policy/read-network-policy.ts";
import type { Selection, View } from "../src/ports.ts";
import { podsSelectedBy } from "./pod-selection.ts";

/** What a policy allows in a direction; null when it does not isolate in it. */
export function rulesOf(view: View, policy: NetworkPolicy, direction: Direction): readonly NetworkPolicyRule[] | null {
  const rules = readNetworkPolicy(policy);
  const namespaces = view.all(Namespace, { clusters: [policy.cluster] });
  const resolved = peersOf(rules, direction, namespaces);
  return resolved?.map((rule) => ruleOf(view, policy, rules, direction, rule)) ?? null;
}

/** The pods that a peer is. */
export function podsOfPeer({ policy, namespaceNames, podSelector }: NetworkPolicyPeer): Selection<Pod> {
  const cluster = policy?.cluster ?? "";
  return { ...podsSelectedBy(podSelector, cluster, null), clusters: [cluster], namespaces: namespaceNames };
}

function ruleOf(
  view: View,
  policy: NetworkPolicy,
  rules: PolicyRules,
  direction: Direction,
  { index, rule, peers }: ResolvedRule,
): NetworkPolicyRule {
  const path = `${direction} ${index}`;
  const shown = peers?.map((peer, at) => peerOf(policy, peer, `${path} ${at}`)) ?? null;
  const own = rules.podSelector;
  /** Where traffic goes that the rule is about: to the policy's own pods, or to those of the peers. */
  const destinations = (): readonly Pod[] => {
    if (direction === "Ingress")
      return own === null ? [] : view.all(Pod, podsSelectedBy(own, policy.cluster, policy.namespace));
    if (shown === null) return view.all(Pod, { clusters: [policy.cluster] });
    return shown.flatMap((peer) => (peer.kind === "PODS" ? view.all(Pod, podsOfPeer(peer)) : []));
  };
  return { index, peers: shown, ports: rule.ports?.map((port) => portOf(port, destinations)) ?? null };
}

function peerOf(policy: NetworkPolicy, peer: ResolvedPeer, path: string): NetworkPolicyPeer {
  const shared = { policy, path, kind: peer.kind };
  if (peer.kind === "IP_BLOCK")
    return Object.assign(new NetworkPolicyPeer(), shared, { cidr: peer.cidr, except: peer.except });
  if (peer.kind === "UNREADABLE") return Object.assign(new NetworkPolicyPeer(), shared);
  const { namespaces, podSelector } = peer;
  return Object.assign(new NetworkPolicyPeer(), shared, { namespaceNames: namespaces, podSelector });
}

function portOf(port: PolicyPort, destinations: () => readonly Pod[]): NetworkPolicyPort {
  if (port.kind === "UNREADABLE") return new NetworkPolicyPort();
  const { protocol } = port;
  if (port.kind === "NAME") {
    const rule = { peers: null, ports: [port] };
    return {
      protocol,
      name: port.name,
      from: null,
      to: null,
      /** Looks at each pod: only when it is asked for. */
      get numbers() {
        const numbers = destinations().flatMap((pod) => (resolvePorts(rule, pod) ?? []).map(({ from }) => from));
        return [...new Set(numbers)].toSorted((a, b) => a - b);
      },
    };
  }
  const [from, to] = port.kind === "ALL" ? [1, 65_535] : [port.from, port.to];
  return { protocol, name: null, from, to, numbers: [] };
}
