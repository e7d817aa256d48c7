import { Field, Int, ObjectType } from "type-graphql";
import { DateTime } from "./scalars.ts";

@ObjectType({ description: "One budget of a NodePool, as it stands now." })
export class DisruptionBudget {
  @Field(() => String, { description: "How many nodes: a number or a percentage." })
  readonly nodes: string = "";

  @Field(() => [String], {
    nullable: true,
    description: "What it limits: Underutilized, Empty, Drifted; null: all of them.",
  })
  readonly reasons: readonly string[] | null = null;

  @Field(() => String, {
    nullable: true,
    description: "When it begins to limit, as cron has it, in UTC; null: always.",
  })
  readonly schedule: string | null = null;

  @Field(() => String, { nullable: true, description: "How long it limits each time, such as 8h." })
  readonly duration: string | null = null;

  @Field(() => Boolean, { description: "Whether it limits now." })
  readonly active: boolean = false;

  @Field(() => DateTime, { nullable: true, description: "Since when that has been so; null when it always was." })
  readonly since: Date | null = null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When that changes; null when it never does, or not for years.",
  })
  readonly until: Date | null = null;

  @Field(() => Int, {
    nullable: true,
    description:
      "How many nodes may be disrupted at once; null while it does not limit. 0 for one that is misconfigured.",
  })
  readonly allowed: number | null = null;
}
