import { Field, ObjectType } from "type-graphql";
import { Condition } from "./condition.ts";
import type { JsonObject, StringMap } from "./kubernetes-object.ts";
import { KubernetesObject, noStrings } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";

@ObjectType({
  implements: KubernetesObject,
  description: "The AWS part of what the nodes of a Karpenter pool are like.",
})
export class EC2NodeClass extends KubernetesObject {
  @Field(() => String, { nullable: true, description: "The IAM role of its nodes." })
  readonly role: string | null = null;

  @Field(() => String, { nullable: true, description: "The instance profile of its nodes, in place of a role." })
  readonly instanceProfile: string | null = null;

  @Field(() => [JSONObject], { description: "Which subnets its nodes may be in, as its controller has it." })
  readonly subnetSelectorTerms: readonly JsonObject[] = [];

  @Field(() => [JSONObject], { description: "Which security groups its nodes have, as its controller has it." })
  readonly securityGroupSelectorTerms: readonly JsonObject[] = [];

  @Field(() => JSONObject, { description: "The AWS tags of what is made for it." })
  readonly tags: StringMap = noStrings;

  @Field(() => Boolean, { nullable: true, description: "Its condition Ready; null while it is unknown." })
  readonly ready: boolean | null = null;

  @Field(() => [Condition], { description: "What its controller says of it." })
  readonly conditions: readonly Condition[] = [];

  @Field(() => String, { nullable: true, description: "The family of its images: AL2023, Bottlerocket and so on." })
  readonly amiFamily: string | null = null;

  @Field(() => [JSONObject], { description: "Which images its nodes may have, as Karpenter has it." })
  readonly amiSelectorTerms: readonly JsonObject[] = [];
}
