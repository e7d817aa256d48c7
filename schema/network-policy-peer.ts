import { Field, ObjectType, registerEnumType } from "type-graphql";
import type { NetworkPolicy } from "./network-policy.ts";

export const NetworkPolicyPeerKind = { PODS: "PODS", IP_BLOCK: "IP_BLOCK", UNREADABLE: "UNREADABLE" } as const;
export type NetworkPolicyPeerKind = (typeof NetworkPolicyPeerKind)[keyof typeof NetworkPolicyPeerKind];
registerEnumType(NetworkPolicyPeerKind, {
  name: "NetworkPolicyPeerKind",
  description: "What a rule's peer is.",
  valuesConfig: {
    PODS: { description: "Pods of some namespaces." },
    IP_BLOCK: { description: "Addresses outside of the cluster." },
    UNREADABLE: { description: "It cannot be read, and allows nobody." },
  },
});

@ObjectType({ description: "Whom a rule of a NetworkPolicy allows." })
export class NetworkPolicyPeer {
  @Field(() => NetworkPolicyPeerKind, { description: "What it is." })
  readonly kind: NetworkPolicyPeerKind = NetworkPolicyPeerKind.UNREADABLE;

  @Field(() => String, { nullable: true, description: "The addresses, when it is an IP_BLOCK." })
  readonly cidr: string | null = null;

  @Field(() => [String], { description: "The addresses within the block that it is not." })
  readonly except: readonly string[] = [];

  /** The policy that has it, and where: what it leads to follows from these. */
  readonly policy: NetworkPolicy | null = null;
  readonly path: string = "";
  readonly namespaceNames: readonly string[] = [];
  readonly podSelector: readonly PeerRequirement[] = [];
}

/** One condition on one label. */
export interface PeerRequirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values: readonly string[];
}
