import { Field, ObjectType } from "type-graphql";
import type { JsonObject, StringMap } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";

@ObjectType({ implements: KubernetesObject, description: "Whether workloads take connections without mutual TLS." })
export class PeerAuthentication extends KubernetesObject {
  @Field(() => JSONObject, { nullable: true, description: "The labels of the workloads that it is for." })
  readonly selector: StringMap | null = null;

  @Field(() => String, { description: "STRICT, PERMISSIVE or DISABLE; UNSET takes what the level above says." })
  readonly mode: string = "";

  @Field(() => JSONObject, { nullable: true, description: "The same for single ports of the workload, by number." })
  readonly portLevelModes: JsonObject | null = null;
}
