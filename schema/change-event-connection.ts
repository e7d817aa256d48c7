import { Field, ObjectType } from "type-graphql";
import { ChangeEvent } from "./change-event.ts";
import { PageInfo } from "./page-info.ts";

@ObjectType({ description: "One ChangeEvent in its place." })
export class ChangeEventEdge {
  @Field(() => String, { description: "Names the place, for `after`." })
  readonly cursor: string = "";

  @Field(() => ChangeEvent, { description: "What stands there." })
  readonly node: ChangeEvent = new ChangeEvent();
}

@ObjectType({ description: "A page of type ChangeEvent, newest first." })
export class ChangeEventConnection {
  @Field(() => [ChangeEventEdge], { description: "The page with a cursor for each." })
  readonly edges: readonly ChangeEventEdge[] = [];

  @Field(() => PageInfo, { description: "How to go on." })
  readonly pageInfo: PageInfo = new PageInfo();

  @Field(() => [ChangeEvent], { description: "The page without cursors." })
  get nodes(): readonly ChangeEvent[] {
    return this.edges.map(({ node }) => node);
  }
}
