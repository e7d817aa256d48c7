import { Field, Int, ObjectType } from "type-graphql";
import { Condition } from "./condition.ts";
import type { JsonObject } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";

@ObjectType({
  implements: KubernetesObject,
  description: "What Karpenter shall believe of some instance types: price and capacity.",
})
export class NodeOverlay extends KubernetesObject {
  @Field(() => [JSONObject], { description: "The instance types that it is for, as Karpenter has it." })
  readonly requirements: readonly JsonObject[] = [];

  @Field(() => Int, { nullable: true, description: "Of several for one instance type, the greatest weight counts." })
  readonly weight: number | null = null;

  @Field(() => String, { nullable: true, description: "The price that stands in place of the cloud's." })
  readonly price: string | null = null;

  @Field(() => String, { nullable: true, description: "What is added to the cloud's price: a number or a percentage." })
  readonly priceAdjustment: string | null = null;

  @Field(() => JSONObject, { nullable: true, description: "Resources that the instance types have besides." })
  readonly capacity: JsonObject | null = null;

  @Field(() => Boolean, { nullable: true, description: "Its condition Ready; null while it is unknown." })
  readonly ready: boolean | null = null;

  @Field(() => [Condition], { description: "What Karpenter says of it." })
  readonly conditions: readonly Condition[] = [];
}
