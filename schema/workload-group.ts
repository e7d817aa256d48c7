import { Field, ObjectType } from "type-graphql";
import type { JsonObject } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";

@ObjectType({
  implements: KubernetesObject,
  description: "What the WorkloadEntries of like virtual machines have in common.",
})
export class WorkloadGroup extends KubernetesObject {
  @Field(() => JSONObject, { nullable: true, description: "The labels that each of its WorkloadEntries gets." })
  readonly workloadLabels: JsonObject | null = null;

  @Field(() => String, { nullable: true, description: "Who its workloads are to the mesh." })
  readonly serviceAccount: string | null = null;

  @Field(() => JSONObject, { description: "As Istio has it." })
  readonly spec: JsonObject = {};
}
