import { Field, ID, InputType } from "type-graphql";

@InputType({ description: "Which changes: absent or null restricts nothing, an empty list matches nothing." })
export class ChangeFilter {
  @Field(() => [String], { nullable: true, description: "Names of types, such as ServiceEntry." })
  readonly types?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "Names of clusters." })
  readonly clusters?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "Names of namespaces. Excludes what is in none." })
  readonly namespaces?: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: "Ids of objects." })
  readonly ids?: readonly string[] | null;
}
