import { NetworkPolicy } from "../schema/network-policy.ts";
import type { Pod } from "../schema/pod.ts";
import type { PodIsolation } from "../schema/pod-isolation.ts";
import { anchorPairs, labelPairs, selects } from "../src/model/label-selector.ts";
import type { Isolation } from "../src/model/network-policy/isolation.ts";
import { isolationOf } from "../src/model/network-policy/isolation.ts";
import { readNetworkPolicy } from "../src/model/network-policy/read-network-policy.ts";
import type { View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";
import { inOrder } from "./edge.ts";
import { isRead } from "./is-read.ts";

/** Stands for the labels of a policy that names none that its pods must have, and of one that cannot be read. */
const ANY = "*";
const UNREADABLE = "?";

const policiesByLabel = indexOf(NetworkPolicy, (policy) => {
  const { podSelector } = readNetworkPolicy(policy);
  const pairs = podSelector === null ? [UNREADABLE] : (anchorPairs(podSelector) ?? [ANY]);
  return pairs.map((pair) => `${pair} ${policy.namespace} ${policy.cluster}`);
});

/** The policies whose pod selector selects a pod. */
export function networkPoliciesOf(view: View, pod: Pod): readonly NetworkPolicy[] {
  return candidatesFor(view, pod, [ANY]).filter((policy) =>
    selects(readNetworkPolicy(policy).podSelector ?? [], pod.labels),
  );
}

/** Whether policies restrict a pod, in each direction. */
export function podIsolation(view: View, pod: Pod): PodIsolation {
  const areRead = isRead(view, NetworkPolicy, pod.cluster);
  const byRules = new Map(policiesFor(view, pod).map((one) => [readNetworkPolicy(one), one]));
  const { ingress, egress } = isolationOf(pod, [...byRules.keys()]);
  const shown = ({ isolated, policies, defaultDeny, unreadable }: Isolation): PodIsolation["ingress"] => ({
    // Policies that are not known may isolate it.
    isolated: areRead || isolated === true ? isolated : null,
    policies: policies.flatMap((rules) => byRules.get(rules) ?? []),
    defaultDeny: isolated === true && defaultDeny.length === policies.length,
    unreadable: unreadable.flatMap((rules) => byRules.get(rules) ?? []),
  });
  return { ingress: shown(ingress), egress: shown(egress) };
}

/** The policies that may concern a pod: those that select it, and those of its namespace that cannot be read. */
export function policiesFor(view: View, pod: Pod): readonly NetworkPolicy[] {
  return candidatesFor(view, pod, [ANY, UNREADABLE]);
}

function candidatesFor(
  view: View,
  { cluster, namespace, labels }: Pod,
  besides: readonly string[],
): readonly NetworkPolicy[] {
  const keys = [...besides, ...labelPairs(labels)];
  return inOrder(keys.flatMap((pair) => view.by(policiesByLabel, `${pair} ${namespace} ${cluster}`)));
}
