import { Field, ObjectType } from "type-graphql";
import type { JsonObject } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";

@ObjectType({
  implements: KubernetesObject,
  description: "What traffic some pods of a namespace may have, where the cluster's network enforces it.",
})
export class NetworkPolicy extends KubernetesObject {
  @Field(() => [String], { description: "Which directions it isolates: Ingress, Egress." })
  readonly policyTypes: readonly string[] = [];

  @Field(() => JSONObject, { description: "The spec as Kubernetes has it." })
  readonly spec: JsonObject = {};
}
