import { Field, ObjectType } from "type-graphql";
import type { JsonObject } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";

@ObjectType({ implements: KubernetesObject, description: "Istio's rules for routing the traffic to some hosts." })
export class VirtualService extends KubernetesObject {
  @Field(() => [String], { description: "The hosts that are routed, as written: short names are of its namespace." })
  readonly hosts: readonly string[] = [];

  @Field(() => [String], {
    description: "The gateways that follow it, as written; mesh, also when empty, for sidecars.",
  })
  readonly gateways: readonly string[] = [];

  @Field(() => [String], {
    description: "The namespaces that see it: names, . for its own, * for all; empty: the mesh's default.",
  })
  readonly exportTo: readonly string[] = [];

  @Field(() => JSONObject, { description: "The spec as Istio has it." })
  readonly spec: JsonObject = {};

  @Field(() => [String], { description: "The hosts that its routes and mirrors lead to, as written, each once." })
  readonly destinationHosts: readonly string[] = [];
}
