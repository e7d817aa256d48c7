import { Field, ObjectType } from "type-graphql";
import { DateTime } from "./scalars.ts";

@ObjectType({ description: "Why an outside, or one resource of it, is not heard." })
export class SourceError {
  @Field(() => String, { description: "What went wrong, in one stable word for programs." })
  readonly code: string = "";

  @Field(() => String, { description: "What went wrong, for people." })
  readonly message: string = "";

  @Field(() => DateTime, { description: "When it last went wrong." })
  readonly at: Date = new Date(0);

  @Field(() => DateTime, { nullable: true, description: "When it is tried again." })
  readonly retryAt: Date | null = null;
}
