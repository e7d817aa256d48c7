import type { EntityKey } from "../schema/entity.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from "../schema/inputs/page-args.ts";
import { BadInputError } from "../src/errors.ts";
import type { Window } from "../src/ports.ts";

/** The stretch of a list that a client asks for. `keyOf` opens a cursor. */
export function windowOf({ first, after, last, before }: PageRequest, keyOf: (cursor: string) => EntityKey): Window {
  const isForward = last === undefined || last === null ? before === undefined || before === null : false;
  if (isForward) return { first: pageSize("first", first), after: keyIn(after, keyOf) };
  if (typeof first === "number") throw new BadInputError("`first` goes with neither `last` nor `before`");
  if (typeof after === "string") throw new BadInputError("`after` goes with neither `last` nor `before`");
  return { last: pageSize("last", last), before: keyIn(before, keyOf) };
}

/** How many are asked for. */
export function pageSize(argument: "first" | "last", size: number | null | undefined): number {
  if (size === undefined || size === null) return DEFAULT_PAGE_SIZE;
  if (size < 0 || size > MAX_PAGE_SIZE) throw new BadInputError(`\`${argument}\` must be from 0 to ${MAX_PAGE_SIZE}`);
  return size;
}

function keyIn(cursor: string | null | undefined, keyOf: (cursor: string) => EntityKey): EntityKey | undefined {
  return cursor === undefined || cursor === null ? undefined : keyOf(cursor);
}
