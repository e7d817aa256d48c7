import { Field, Int, ObjectType } from "type-graphql";
import type { Cells } from "./cells.ts";
import { noCells } from "./cells.ts";
import { Condition, packConditions, unpackConditions } from "./condition.ts";
import type { JsonObject, StringMap } from "./kubernetes-object.ts";
import { KubernetesObject, noStrings } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";
import { Taint } from "./taint.ts";

@ObjectType({
  implements: KubernetesObject,
  description: "What nodes Karpenter may make, and when it takes them away.",
})
export class NodePool extends KubernetesObject {
  private packedConditions: Cells = noCells;

  @Field(() => Boolean, { nullable: true, description: "Its condition Ready; null while it is unknown." })
  readonly ready: boolean | null = null;

  @Field(() => Int, {
    nullable: true,
    description: "The pool of the greatest weight is tried first; null counts as 0.",
  })
  readonly weight: number | null = null;

  @Field(() => JSONObject, { nullable: true, description: "The most that its nodes may have together." })
  readonly limits: JsonObject | null = null;

  @Field(() => JSONObject, { nullable: true, description: "What its nodes have together now." })
  readonly resources: JsonObject | null = null;

  @Field(() => [JSONObject], { description: "What its nodes must be like, as Karpenter has it." })
  readonly requirements: readonly JsonObject[] = [];

  @Field(() => [Taint], { description: "What its nodes are tainted with." })
  readonly taints: readonly Taint[] = [];

  @Field(() => [Taint], { description: "What its nodes are tainted with until something takes it away." })
  readonly startupTaints: readonly Taint[] = [];

  @Field(() => JSONObject, {
    description: "The labels that its nodes get, beside those that follow from the requirements.",
  })
  readonly templateLabels: StringMap = noStrings;

  @Field(() => String, {
    nullable: true,
    description: "How old its nodes may become, such as 720h; Never for any age.",
  })
  readonly expireAfter: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: "How long its nodes may take to drain before what is left is killed; null: as long as they need.",
  })
  readonly terminationGracePeriod: string | null = null;

  @Field(() => Int, {
    nullable: true,
    description: "How many nodes a static pool keeps; null for one that follows the pods.",
  })
  readonly replicas: number | null = null;

  @Field(() => JSONObject, { description: "When nodes are replaced or taken away, as Karpenter has it." })
  readonly disruption: JsonObject = {};

  @Field(() => JSONObject, { description: "The cloud's part of what its nodes are like: group, kind and name." })
  readonly nodeClassRef: JsonObject = {};

  @Field(() => [Condition], { description: "What Karpenter says of it." })
  get conditions(): readonly Condition[] {
    return unpackConditions(this.packedConditions);
  }
  set conditions(conditions: readonly Condition[]) {
    this.packedConditions = packConditions(conditions);
  }
}
