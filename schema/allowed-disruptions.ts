import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "How many nodes of a pool its budgets let go now, for one reason." })
export class AllowedDisruptions {
  @Field(() => String, { description: "Underutilized, Empty or Drifted." })
  readonly reason: string = "";

  @Field(() => Int, { nullable: true, description: "How many at once; null: as many as there are." })
  readonly allowed: number | null = null;

  @Field(() => Int, {
    nullable: true,
    description: "How many more, beside those that go already; null: as many as there are.",
  })
  readonly remaining: number | null = null;
}
