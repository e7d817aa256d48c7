import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "Where a page stands among all that was asked for." })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether there is more after the page." })
  readonly hasNextPage: boolean = false;

  @Field(() => Boolean, { description: "Whether there is more before the page." })
  readonly hasPreviousPage: boolean = false;

  @Field(() => String, { nullable: true, description: "The first edge's cursor; null for an empty page." })
  readonly startCursor: string | null = null;

  @Field(() => String, { nullable: true, description: "The last edge's cursor; null for an empty page." })
  readonly endCursor: string | null = null;
}
