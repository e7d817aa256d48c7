import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "What a node is short of; null where its kubelet does not say." })
export class NodePressure {
  @Field(() => Boolean, { nullable: true, description: "Of memory." })
  readonly memory: boolean | null = null;

  @Field(() => Boolean, { nullable: true, description: "Of room on its disks." })
  readonly disk: boolean | null = null;

  @Field(() => Boolean, { nullable: true, description: "Of process ids." })
  readonly pid: boolean | null = null;
}
