import { Field, Float, ObjectType } from "type-graphql";

@ObjectType({ description: "How much of one resource a pool's nodes have together, and how much they may have." })
export class PoolUsage {
  @Field(() => String, { description: "Such as cpu, memory or nodes." })
  readonly resource: string = "";

  @Field(() => String, { nullable: true, description: "A Kubernetes quantity; null when it is not counted yet." })
  readonly used: string | null = null;

  @Field(() => String, { nullable: true, description: "A Kubernetes quantity; null without a limit." })
  readonly limit: string | null = null;

  @Field(() => Float, {
    nullable: true,
    description: "What part of the limit is used, such as 0.25; null without a limit.",
  })
  readonly ratio: number | null = null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether more is used than the limit; null when it is not known.",
  })
  readonly exceeded: boolean | null = null;
}
