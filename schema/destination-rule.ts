import { Field, ObjectType } from "type-graphql";
import type { JsonObject } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";

@ObjectType({ implements: KubernetesObject, description: "How an Istio mesh talks to a host once it is routed there." })
export class DestinationRule extends KubernetesObject {
  @Field(() => String, { description: "The host, as written: a short name is of its namespace." })
  readonly host: string = "";

  @Field(() => [String], { description: "The names of its subsets." })
  readonly subsets: readonly string[] = [];

  @Field(() => [String], {
    description: "The namespaces that see it: names, . for its own, * for all; empty: the mesh's default.",
  })
  readonly exportTo: readonly string[] = [];

  @Field(() => JSONObject, { description: "The spec as Istio has it." })
  readonly spec: JsonObject = {};
}
