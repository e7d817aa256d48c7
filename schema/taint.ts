import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "Keeps pods that do not tolerate it off a node." })
export class Taint {
  @Field(() => String, { description: "What the node is tainted with." })
  readonly key: string = "";

  @Field(() => String, { nullable: true, description: "Further distinguishes taints of one key." })
  readonly value: string | null = null;

  @Field(() => String, { description: "NoSchedule, PreferNoSchedule or NoExecute." })
  readonly effect: string = "";
}
