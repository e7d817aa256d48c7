import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "One thing that keeps a pod off nodes, as a scheduler said." })
export class PendingCause {
  @Field(() => String, { description: "What, in one word for programs." })
  readonly code: string = "";

  @Field(() => String, { description: "SCHEDULER or KARPENTER." })
  readonly from: string = "";

  @Field(() => String, { nullable: true, description: "The pool that it is about, if it is about one." })
  readonly pool: string | null = null;

  @Field(() => String, { nullable: true, description: "The taint, label or resource that decides." })
  readonly subject: string | null = null;

  @Field(() => String, { description: "As it was said." })
  readonly message: string = "";

  @Field(() => Int, { description: "Of how many nodes or pools it was said." })
  readonly count: number = 1;
}
