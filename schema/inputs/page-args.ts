import { ArgsType, Field, Int } from "type-graphql";

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
    description: "How many from the start, or after `after`: 50 if nothing is said, at most 200.",
  })
  readonly first?: number | null;

  @Field(() => String, { nullable: true, description: "A cursor of the same list: the page follows it." })
  readonly after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "How many from the end, or before `before`, instead of `first`; at most 200.",
  })
  readonly last?: number | null;

  @Field(() => String, { nullable: true, description: "A cursor of the same list: the page ends before it." })
  readonly before?: string | null;
}
