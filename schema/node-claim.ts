import { Field, ObjectType } from "type-graphql";
import type { Cells } from "./cells.ts";
import { noCells } from "./cells.ts";
import { Condition, packConditions, unpackConditions } from "./condition.ts";
import type { JsonObject } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";

@ObjectType({ implements: KubernetesObject, description: "One node that Karpenter asked for, from before it exists." })
export class NodeClaim extends KubernetesObject {
  private packedConditions: Cells = noCells;

  @Field(() => String, { nullable: true, description: "The machine as its cloud names it. Null until it is launched." })
  readonly providerID: string | null = null;

  @Field(() => String, { nullable: true, description: "on-demand, spot or reserved." })
  readonly capacityType: string | null = null;

  @Field(() => String, { nullable: true, description: "Null until it is launched." })
  readonly instanceType: string | null = null;

  @Field(() => String, { nullable: true, description: "Null until it is launched." })
  readonly zone: string | null = null;

  @Field(() => String, { nullable: true, description: "The node; null until it has joined the cluster." })
  readonly nodeName: string | null = null;

  @Field(() => String, { nullable: true, description: "The image that its machine runs. Null until it is launched." })
  readonly imageID: string | null = null;

  @Field(() => String, { nullable: true, description: "How old it may become, such as 720h; Never for any age." })
  readonly expireAfter: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: "How long it may take to drain before what is left is killed; null: as long as it needs.",
  })
  readonly terminationGracePeriod: string | null = null;

  @Field(() => JSONObject, { description: "The cloud's part of what it is like: group, kind and name." })
  readonly nodeClassRef: JsonObject = {};

  @Field(() => JSONObject, {
    nullable: true,
    description: "What the pods that it was made for ask for, as Kubernetes quantities.",
  })
  readonly requests: JsonObject | null = null;

  @Field(() => [Condition], {
    description: "How far it is: Launched, Registered, Initialized, Ready, and why it ends.",
  })
  get conditions(): readonly Condition[] {
    return unpackConditions(this.packedConditions);
  }
  set conditions(conditions: readonly Condition[]) {
    this.packedConditions = packConditions(conditions);
  }
}
