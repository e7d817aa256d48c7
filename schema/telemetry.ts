import { Field, ObjectType } from "type-graphql";
import type { JsonObject, StringMap } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";
import { TargetReference } from "./target-reference.ts";

@ObjectType({
  implements: KubernetesObject,
  description: "What workloads of the mesh report: traces, metrics and access logs.",
})
export class Telemetry extends KubernetesObject {
  @Field(() => JSONObject, { nullable: true, description: "The labels of the workloads that it is for." })
  readonly selector: StringMap | null = null;

  @Field(() => [TargetReference], { description: "The gateways, services or waypoints that it is for instead." })
  readonly targetRefs: readonly TargetReference[] = [];

  @Field(() => JSONObject, { description: "As Istio has it." })
  readonly spec: JsonObject = {};
}
