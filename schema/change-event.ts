import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { Entity } from "./entity.ts";
import { DateTime } from "./scalars.ts";

export const ChangeEventKind = {
  SNAPSHOT: "SNAPSHOT",
  SNAPSHOT_END: "SNAPSHOT_END",
  ADDED: "ADDED",
  MODIFIED: "MODIFIED",
  DELETED: "DELETED",
  REMOVED: "REMOVED",
  GAP: "GAP",
  PROGRESS: "PROGRESS",
} as const;
export type ChangeEventKind = (typeof ChangeEventKind)[keyof typeof ChangeEventKind];
registerEnumType(ChangeEventKind, {
  name: "ChangeEventKind",
  description: "What became of an object, or of the stream itself.",
  valuesConfig: {
    SNAPSHOT: { description: "It is part of the present state that the stream begins with." },
    SNAPSHOT_END: { description: "The present state is told; what follows is live." },
    ADDED: { description: "It is new." },
    MODIFIED: { description: "It was changed." },
    DELETED: { description: "It is gone." },
    REMOVED: { description: "It still exists, but the viewer may no longer see it." },
    GAP: {
      description:
        "What happened meanwhile is not known any more: forget what you hold, your cursor too; a snapshot follows.",
    },
    PROGRESS: { description: "Nothing happened; the batch's cursor moves on." },
  },
});

@ObjectType({
  description: "One change, or a mark between changes (SNAPSHOT_END, GAP, PROGRESS), which names no object.",
})
export class ChangeEvent {
  @Field(() => ChangeEventKind, { description: "What became of it." })
  readonly kind: ChangeEventKind = ChangeEventKind.PROGRESS;

  @Field(() => DateTime, { description: "When the gateway took it in." })
  readonly at: Date = new Date(0);

  @Field(() => String, { nullable: true, description: "The object's type." })
  readonly type: string | null = null;

  @Field(() => ID, { nullable: true, description: "The object's id." })
  readonly id: string | null = null;

  @Field(() => Entity, { nullable: true, description: "The object after the change; null for what is gone." })
  readonly node: Entity | null = null;
}
