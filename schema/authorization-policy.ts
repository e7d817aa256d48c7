import { Field, ObjectType } from "type-graphql";
import type { JsonObject, StringMap } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";
import { TargetReference } from "./target-reference.ts";

@ObjectType({ implements: KubernetesObject, description: "Who may call workloads of the mesh, and how." })
export class AuthorizationPolicy extends KubernetesObject {
  @Field(() => String, { description: "ALLOW, DENY, AUDIT or CUSTOM." })
  readonly action: string = "";

  @Field(() => JSONObject, { nullable: true, description: "The labels of the workloads that it is for." })
  readonly selector: StringMap | null = null;

  @Field(() => [TargetReference], { description: "The gateways, services or waypoints that it is for instead." })
  readonly targetRefs: readonly TargetReference[] = [];

  @Field(() => [JSONObject], { description: "From whom, to what and when. No rule at all matches nothing." })
  readonly rules: readonly JsonObject[] = [];
}
