import { Field, InputType } from "type-graphql";
import { SourcePhase } from "../source.ts";

@InputType({ description: "Which sources: absent or null restricts nothing, an empty list matches nothing." })
export class SourceFilter {
  @Field(() => [String], { nullable: true, description: "Names of clusters: their sources." })
  readonly clusters?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "What they are, such as kubernetes." })
  readonly kinds?: readonly string[] | null;

  @Field(() => [SourcePhase], { nullable: true, description: "How they are heard now." })
  readonly phases?: readonly SourcePhase[] | null;
}
