import { Field, ObjectType } from "type-graphql";
import type { Cells } from "./cells.ts";
import { noCells } from "./cells.ts";
import { Condition, packConditions, unpackConditions } from "./condition.ts";
import { KubernetesObject } from "./kubernetes-object.ts";

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
