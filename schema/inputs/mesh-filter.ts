import { Field, InputType } from "type-graphql";

@InputType({ description: "Which meshes: absent or null restricts nothing, an empty list matches nothing." })
export class MeshFilter {
  @Field(() => [String], { nullable: true, description: "Exact names, or globs with *." })
  readonly names?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "Names of clusters: the meshes that they are in." })
  readonly clusters?: readonly string[] | null;
}
