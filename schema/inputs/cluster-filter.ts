import { Field, InputType } from "type-graphql";

@InputType({ description: "Which clusters: absent or null restricts nothing, an empty list matches nothing." })
export class ClusterFilter {
  @Field(() => [String], { nullable: true, description: "Exact names, or globs with *." })
  readonly names?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: "Names of meshes: their clusters." })
  readonly meshes?: readonly string[] | null;
}
