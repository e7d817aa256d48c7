import { Field, ObjectType } from "type-graphql";
import type { JsonObject } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";
import { TargetReference } from "./target-reference.ts";

@ObjectType({ implements: KubernetesObject, description: "Where HTTP requests of some hosts go." })
export class HTTPRoute extends KubernetesObject {
  @Field(() => [String], { description: "The hosts that it is for; empty: all those of its parents." })
  readonly hostnames: readonly string[] = [];

  @Field(() => [TargetReference], { description: "The gateways, Services or ServiceEntries that it is for." })
  readonly parentRefs: readonly TargetReference[] = [];

  @Field(() => [TargetReference], { description: "Where its rules lead, each once." })
  readonly backendRefs: readonly TargetReference[] = [];

  @Field(() => JSONObject, { description: "As the Gateway API has it." })
  readonly spec: JsonObject = {};
}
