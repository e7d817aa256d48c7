import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { NetworkPolicy } from "./network-policy.ts";

export const PolicyAnswer = { ALLOWED: "ALLOWED", DENIED: "DENIED", UNKNOWN: "UNKNOWN" } as const;
export type PolicyAnswer = (typeof PolicyAnswer)[keyof typeof PolicyAnswer];
registerEnumType(PolicyAnswer, {
  name: "PolicyAnswer",
  description: "Whether NetworkPolicies let something through, where the cluster's network enforces them.",
  valuesConfig: {
    ALLOWED: { description: "They do." },
    DENIED: { description: "They do not." },
    UNKNOWN: { description: "It is not defined, or not known: the reason says which." },
  },
});

@ObjectType({ description: "A rule of a NetworkPolicy that allows a connection." })
export class AllowingRule {
  @Field(() => NetworkPolicy, { description: "The policy." })
  readonly policy!: NetworkPolicy;

  @Field(() => Int, { description: "The rule's place among the policy's rules of the direction, from 0." })
  readonly rule: number = 0;
}

@ObjectType({ description: "What the policies of one end of a connection say." })
export class PolicySide {
  @Field(() => PolicyAnswer, { description: "Whether they allow it." })
  readonly allowed: PolicyAnswer = PolicyAnswer.UNKNOWN;

  @Field(() => String, { description: "Why, in one word for programs." })
  readonly reason: string = "";

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether policies isolate this end; null when it is not known.",
  })
  readonly isolated: boolean | null = null;

  @Field(() => [AllowingRule], { description: "The rules that allow it." })
  readonly allowedBy: readonly AllowingRule[] = [];
}

@ObjectType({ description: "Whether NetworkPolicies allow a connection." })
export class NetworkPolicyVerdict {
  @Field(() => PolicyAnswer, { description: "Whether both ends' policies allow it." })
  readonly allowed: PolicyAnswer = PolicyAnswer.UNKNOWN;

  @Field(() => String, { description: "Why, in one word for programs." })
  readonly reason: string = "";

  @Field(() => String, { description: "Why, for people, with the section of the documentation that says so." })
  readonly message: string = "";

  @Field(() => PolicySide, { description: "The policies of the destination." })
  readonly ingress: PolicySide = new PolicySide();

  @Field(() => PolicySide, { description: "The policies of the source." })
  readonly egress: PolicySide = new PolicySide();

  @Field(() => [String], { description: "Where networks are known not to do what the policies say, for people." })
  readonly caveats: readonly string[] = [];
}
