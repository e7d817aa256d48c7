import { Field, ObjectType } from "type-graphql";
import type { JsonObject, StringMap } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";

@ObjectType({
  implements: KubernetesObject,
  description: "What the sidecars of its namespace, or of some workloads, know.",
})
export class Sidecar extends KubernetesObject {
  @Field(() => JSONObject, {
    nullable: true,
    description:
      "The labels of the workloads that it is for; null: all of its namespace, and in the root namespace of all.",
  })
  readonly workloadSelector: StringMap | null = null;

  @Field(() => [String], { description: "The hosts of all its egress listeners, as namespace/host." })
  readonly egressHosts: readonly string[] = [];

  @Field(() => JSONObject, { description: "As Istio has it." })
  readonly spec: JsonObject = {};
}
