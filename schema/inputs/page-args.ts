import { ArgsType, Field, Int } from "type-graphql";

/** Items of a page when `first` and `last` are absent: one screen. A name that clients rely on, as the next. */
export const DEFAULT_PAGE_SIZE = 50;

/** The largest `first` or `last`: such a page is answered in one turn of the event loop. */
export const MAX_PAGE_SIZE = 200;

/** Which page. Absent and null are the same. */
export interface PageRequest {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

@ArgsType()
export class PageArgs implements PageRequest {
  @Field(() => Int, {
    nullable: true,
    description: `How many from the start, or after \`after\`: ${DEFAULT_PAGE_SIZE} if nothing is said, at most ${MAX_PAGE_SIZE}.`,
  })
  readonly first?: number | null;

  @Field(() => String, { nullable: true, description: "A cursor of the same list: the page follows it." })
  readonly after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: `How many from the end, or before \`before\`, instead of \`first\`; at most ${MAX_PAGE_SIZE}.`,
  })
  readonly last?: number | null;

  @Field(() => String, { nullable: true, description: "A cursor of the same list: the page ends before it." })
  readonly before?: string | null;
}
