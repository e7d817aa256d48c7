import { Field, ObjectType } from "type-graphql";
import { Entity } from "./entity.ts";

@ObjectType({
  implements: Entity,
  description: "One Kubernetes cluster of the configuration, whether it answers or not.",
})
export class Cluster extends Entity {
  readonly cluster: string = "";
  readonly namespace: null = null;

  @Field(() => String, { description: "Its name in the configuration." })
  readonly name: string = "";

  @Field(() => String, {
    nullable: true,
    description: "What the API server calls itself, such as v1.37.2. Null until it has answered.",
  })
  readonly version: string | null = null;
}
