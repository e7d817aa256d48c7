import { Field, Int, ObjectType } from "type-graphql";
import { NetworkPolicyPeer } from "./network-policy-peer.ts";
import { NetworkPolicyPort } from "./network-policy-port.ts";

@ObjectType({
  description: "One rule of a NetworkPolicy: it allows what both one of its peers and one of its ports match.",
})
export class NetworkPolicyRule {
  @Field(() => Int, { description: "Its place among the policy's rules of the direction, from 0." })
  readonly index: number = 0;

  @Field(() => [NetworkPolicyPeer], { nullable: true, description: "Whom it allows; null: everybody." })
  readonly peers: readonly NetworkPolicyPeer[] | null = null;

  @Field(() => [NetworkPolicyPort], { nullable: true, description: "The ports of the destination; null: every port." })
  readonly ports: readonly NetworkPolicyPort[] | null = null;
}
