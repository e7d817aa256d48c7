import { Field, ObjectType, registerEnumType } from "type-graphql";
import { DateTime } from "./scalars.ts";

export const StepStatus = {
  DONE: "DONE",
  PENDING: "PENDING",
  FAILED: "FAILED",
  UNKNOWN: "UNKNOWN",
} as const;
export type StepStatus = (typeof StepStatus)[keyof typeof StepStatus];
registerEnumType(StepStatus, {
  name: "StepStatus",
  description: "How a step of a life stands.",
  valuesConfig: {
    DONE: { description: "It happened." },
    PENDING: { description: "It is waited for." },
    FAILED: { description: "It went wrong, or never came." },
    UNKNOWN: { description: "Nothing tells." },
  },
});

@ObjectType({ description: "One step of a NodeClaim's life." })
export class NodeClaimStep {
  @Field(() => String, {
    description:
      "CREATED, LAUNCHED, REGISTERED, INITIALIZED, READY, CONSISTENT, CONSOLIDATABLE, DRIFTED, CHOSEN, DELETED, DRAINED, VOLUMES_DETACHED, INSTANCE_TERMINATING, or EVENT for what was said.",
  })
  readonly type: string = "";

  @Field(() => StepStatus, { description: "How it stands." })
  readonly status: StepStatus = StepStatus.UNKNOWN;

  @Field(() => DateTime, { nullable: true, description: "When it happened, or since when it is waited for." })
  readonly at: Date | null = null;

  @Field(() => DateTime, { nullable: true, description: "When Karpenter gives the claim up unless it has happened." })
  readonly deadline: Date | null = null;

  @Field(() => String, { nullable: true, description: "Why, in one word for programs." })
  readonly reason: string | null = null;

  @Field(() => String, { nullable: true, description: "Why, for people." })
  readonly message: string | null = null;
}
