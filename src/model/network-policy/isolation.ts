import { selects } from "../label-selector.ts";
import type { PolicyPod } from "./endpoint.ts";
import type { Direction, PolicyRules } from "./policy-rules.ts";
import { rulesOf } from "./policy-rules.ts";

/** Whether NetworkPolicies restrict a pod in one direction. */
export interface Isolation {
  /** Null where that is not defined, or not known: a selected pod of the host network, a policy that cannot be read. */
  readonly isolated: boolean | null;
  readonly policies: readonly PolicyRules[];
  /** Those among them that allow nothing: all that they do is isolate. */
  readonly defaultDeny: readonly PolicyRules[];
  /** Policies of which cannot be said whether they isolate it. */
  readonly unreadable: readonly PolicyRules[];
}

/** What isolates a pod, of the policies of its cluster. */
export function isolationOf(
  pod: PolicyPod,
  policies: readonly PolicyRules[],
): { readonly ingress: Isolation; readonly egress: Isolation } {
  return { ingress: isolationIn(pod, policies, "Ingress"), egress: isolationIn(pod, policies, "Egress") };
}

function isolationIn(pod: PolicyPod, policies: readonly PolicyRules[], direction: Direction): Isolation {
  const { isolating, unreadable } = isolatingPolicies(pod, policies, direction);
  const isSelected = isolating.length > 0;
  const isOpen = pod.hostNetwork ? isSelected || unreadable.length > 0 : !isSelected && unreadable.length > 0;
  return {
    isolated: isOpen ? null : isSelected,
    policies: isolating,
    defaultDeny: isolating.filter((policy) => rulesOf(policy, direction).length === 0),
    unreadable,
  };
}

/** The policies that isolate a pod in a direction, and those that may. The host network is not looked at. */
export function isolatingPolicies(
  { namespace, labels }: PolicyPod,
  policies: readonly PolicyRules[],
  direction: Direction,
): { readonly isolating: readonly PolicyRules[]; readonly unreadable: readonly PolicyRules[] } {
  const isolating: PolicyRules[] = [];
  const unreadable: PolicyRules[] = [];
  for (const policy of policies) {
    const { podSelector, policyTypes, policyTypesRead } = policy;
    const mayApply = policy.namespace === namespace && (policyTypes.includes(direction) || !policyTypesRead);
    if (!mayApply || (podSelector !== null && !selects(podSelector, labels))) continue;
    (podSelector !== null && policyTypes.includes(direction) ? isolating : unreadable).push(policy);
  }
  return { isolating, unreadable };
}
