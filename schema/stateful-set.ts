import { ObjectType } from "type-graphql";
import { KubernetesObject } from "./kubernetes-object.ts";
import { Workload } from "./workload.ts";

@ObjectType({
  implements: [KubernetesObject, Workload],
  description: "Like pods, each with a name and volumes of its own.",
})
export class StatefulSet extends Workload {}
