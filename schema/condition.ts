import { Field, ObjectType } from "type-graphql";
import type { Cells } from "./cells.ts";
import { emptyCells, noCells } from "./cells.ts";
import { DateTime } from "./scalars.ts";

@ObjectType({ description: "One aspect of an object's state, as its controller last judged it." })
export class Condition {
  @Field(() => String, { description: "The aspect, such as Ready." })
  readonly type: string = "";

  @Field(() => String, { description: "True, False or Unknown." })
  readonly status: string = "";

  @Field(() => String, { nullable: true, description: "Why, in one word for programs." })
  readonly reason: string | null = null;

  @Field(() => String, { nullable: true, description: "Why, for people." })
  readonly message: string | null = null;

  @Field(() => DateTime, { nullable: true, description: "When the status last changed." })
  readonly lastTransitionAt: Date | null = null;
}

const WIDTH = 5;

/** A row: type, status, reason, message, and the whole seconds of the last transition. */
export function packConditions(conditions: readonly Condition[]): Cells {
  if (conditions.length === 0) return noCells;
  const cells = emptyCells(conditions.length * WIDTH);
  let at = 0;
  for (const { type, status, reason, message, lastTransitionAt } of conditions) {
    cells[at] = type;
    cells[at + 1] = status;
    cells[at + 2] = reason;
    cells[at + 3] = message;
    cells[at + 4] = lastTransitionAt === null ? null : Math.floor(lastTransitionAt.getTime() / 1000);
    at += WIDTH;
  }
  return Object.freeze(cells);
}

export function unpackConditions(cells: Cells): readonly Condition[] {
  const conditions: Condition[] = [];
  for (let at = 0; at < cells.length; at += WIDTH) {
    const seconds = cells[at + 4] as number | null;
    conditions.push({
      type: cells[at] as string,
      status: cells[at + 1] as string,
      reason: cells[at + 2] as string | null,
      message: cells[at + 3] as string | null,
      lastTransitionAt: seconds === null ? null : new Date(seconds * 1000),
    });
  }
  return conditions;
}
