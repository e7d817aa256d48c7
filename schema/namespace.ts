import { Field, ObjectType } from "type-graphql";
import { KubernetesObject } from "./kubernetes-object.ts";

@ObjectType({ implements: KubernetesObject, description: "A namespace of a cluster. It is itself in none." })
export class Namespace extends KubernetesObject {
  @Field(() => String, { description: "Active, or Terminating." })
  readonly phase: string = "";
}
