import { Field, ObjectType } from "type-graphql";
import { ChangeEvent } from "./change-event.ts";
import { LogCursor } from "./scalars.ts";

@ObjectType({ description: "Changes in log order, and the place that follows them." })
export class ChangeBatch {
  @Field(() => LogCursor, { nullable: true, description: "Where to resume after this batch; null inside a snapshot." })
  readonly cursor: string | null = null;

  @Field(() => [ChangeEvent], { description: "What changed, oldest first." })
  readonly events: readonly ChangeEvent[] = [];
}
