import { Field, Int, ObjectType } from "type-graphql";
import type { JsonObject } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";

@ObjectType({ implements: KubernetesObject, description: "How many pods of a kind may be evicted at once." })
export class PodDisruptionBudget extends KubernetesObject {
  @Field(() => JSONObject, {
    nullable: true,
    description: "Which pods it is for, as Kubernetes has it; empty selects all of its namespace, null none.",
  })
  readonly selector: JsonObject | null = null;

  @Field(() => String, { nullable: true, description: "How many must stay available: a number or a percentage." })
  readonly minAvailable: string | null = null;

  @Field(() => String, { nullable: true, description: "How many may be unavailable: a number or a percentage." })
  readonly maxUnavailable: string | null = null;

  @Field(() => String, { description: "IfHealthyBudget or AlwaysAllow: whether pods that are not ready may go." })
  readonly unhealthyPodEvictionPolicy: string = "";

  @Field(() => Int, { description: "How many may be evicted now." })
  readonly disruptionsAllowed: number = 0;

  @Field(() => Int, { description: "How many of its pods are healthy." })
  readonly currentHealthy: number = 0;

  @Field(() => Int, { description: "How many of them must be." })
  readonly desiredHealthy: number = 0;

  @Field(() => Int, { description: "How many pods it counts." })
  readonly expectedPods: number = 0;
}
