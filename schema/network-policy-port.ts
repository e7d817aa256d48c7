import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "Ports that a rule of a NetworkPolicy is for, at the destination." })
export class NetworkPolicyPort {
  @Field(() => String, {
    nullable: true,
    description: "TCP, UDP or SCTP; null for what cannot be read and is no port.",
  })
  readonly protocol: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: "The name that the destination's containers give it, if it goes by name.",
  })
  readonly name: string | null = null;

  @Field(() => Int, { nullable: true, description: "The first port; null for one that goes by name." })
  readonly from: number | null = null;

  @Field(() => Int, { nullable: true, description: "The last port, often the first one too." })
  readonly to: number | null = null;

  @Field(() => [Int], {
    description:
      "The numbers that the name stands for at the pods that are the destination now; empty for one without a name, or when none has it.",
  })
  readonly numbers: readonly number[] = [];
}
