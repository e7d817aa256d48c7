import { Field, ObjectType } from "type-graphql";
import { DisruptionBlocker } from "./disruption-blocker.ts";
import { DateTime } from "./scalars.ts";

@ObjectType({ description: "One thing that may take a node away." })
export class PossibleDisruption {
  @Field(() => String, { description: "Terminating, Expired, Empty, Drifted or Underutilized." })
  readonly reason: string = "";

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether it holds now, whatever blocks it. Underutilized holds for each node that Karpenter looks at; null: not known.",
  })
  readonly eligible: boolean | null = null;

  @Field(() => DateTime, { nullable: true, description: "From when it has held." })
  readonly since: Date | null = null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When it will hold; of Terminating when what is left is killed.",
  })
  readonly at: Date | null = null;

  @Field(() => [DisruptionBlocker], { description: "What holds it back." })
  readonly blockedBy: readonly DisruptionBlocker[] = [];
}

@ObjectType({ description: "What may take a node away next, and what holds that back." })
export class NodeDisruption {
  @Field(() => [PossibleDisruption], {
    description: "In the order in which Karpenter tries. A node that is on its way out has only Terminating.",
  })
  readonly reasons: readonly PossibleDisruption[] = [];

  @Field(() => String, {
    nullable: true,
    description: "Why there is no more to tell, for people; null when all is told.",
  })
  readonly note: string | null = null;
}
