import type { LabelSelector } from "../label-selector.ts";
import type { Cidr } from "./cidr.ts";
import type { PolicyProblem } from "./problem.ts";

export type Direction = "Ingress" | "Egress";

export type PolicyProtocol = "TCP" | "UDP" | "SCTP";

/** Whom a rule lets in or out to. What cannot be read selects nothing. */
export type PolicyPeer =
  | {
      readonly kind: "PODS";
      /** Null for the policy's own namespace. */
      readonly namespaceSelector: LabelSelector | null;
      readonly podSelector: LabelSelector;
    }
  | { readonly kind: "IP_BLOCK"; readonly cidr: Cidr; readonly except: readonly Cidr[] }
  | { readonly kind: "UNREADABLE" };

/** Ports of the destination. What cannot be read selects nothing. */
export type PolicyPort =
  | { readonly kind: "ALL"; readonly protocol: PolicyProtocol }
  | { readonly kind: "RANGE"; readonly protocol: PolicyProtocol; readonly from: number; readonly to: number }
  | { readonly kind: "NAME"; readonly protocol: PolicyProtocol; readonly name: string }
  | { readonly kind: "UNREADABLE" };

/** What one rule allows: traffic that one of the peers and one of the ports match. */
export interface PolicyRule {
  /** Null for everybody. */
  readonly peers: readonly PolicyPeer[] | null;
  /** Null for every port. */
  readonly ports: readonly PolicyPort[] | null;
}

/** A NetworkPolicy as it is meant, with what is wrong with it. */
export interface PolicyRules {
  readonly namespace: string | null;
  readonly name: string;
  /** Null for one that cannot be read, and then selects nothing. */
  readonly podSelector: LabelSelector | null;
  /** The directions in which it isolates the pods that it selects. */
  readonly policyTypes: readonly Direction[];
  /** False when `policyTypes` may lack a direction, because not all of what decides it could be read. */
  readonly policyTypesRead: boolean;
  /** Also those of a direction that it does not isolate, where they have no effect. */
  readonly ingress: readonly PolicyRule[];
  readonly egress: readonly PolicyRule[];
  readonly problems: readonly PolicyProblem[];
}

export function rulesOf(policy: PolicyRules, direction: Direction): readonly PolicyRule[] {
  return direction === "Ingress" ? policy.ingress : policy.egress;
}
