import { Field, ObjectType } from "type-graphql";
import { Entity } from "./entity.ts";

@ObjectType({
  implements: Entity,
  description:
    "Clusters whose Istio control planes form one mesh: by configuration, else by mesh id, else by trust domain.",
})
export class Mesh extends Entity {
  readonly cluster: string = "";
  readonly namespace: null = null;

  @Field(() => String, { description: "The name of the configuration, the mesh id or the trust domain." })
  readonly name: string = "";

  @Field(() => String, {
    nullable: true,
    description: "Whose identities its workloads have. Null when not known, or not the same in all its clusters.",
  })
  readonly trustDomain: string | null = null;

  /** In order, each once. Some may not be in the graph. */
  readonly clusterNames: readonly string[] = [];
}
