import { Field, ObjectType } from "type-graphql";
import { KubernetesObject } from "./kubernetes-object.ts";

@ObjectType({ implements: KubernetesObject, description: "A host that an Istio mesh adds to its service registry." })
export class ServiceEntry extends KubernetesObject {
  @Field(() => [String])
  readonly hosts: readonly string[] = [];
}
