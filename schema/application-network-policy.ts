import { Field, ObjectType } from "type-graphql";
import type { JsonObject } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";

@ObjectType({
  implements: KubernetesObject,
  description: "AWS's policy of which names and networks pods may reach, beside the NetworkPolicies.",
})
export class ApplicationNetworkPolicy extends KubernetesObject {
  @Field(() => [String], { description: "Ingress, Egress or both, as written." })
  readonly policyTypes: readonly string[] = [];

  @Field(() => [String], { description: "The domain names that its egress rules name, each once." })
  readonly domainNames: readonly string[] = [];

  @Field(() => JSONObject, { description: "As AWS has it." })
  readonly spec: JsonObject = {};
}
