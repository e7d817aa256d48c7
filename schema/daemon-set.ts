import { ObjectType } from "type-graphql";
import { KubernetesObject } from "./kubernetes-object.ts";
import { Workload } from "./workload.ts";

@ObjectType({ implements: [KubernetesObject, Workload], description: "One pod on each node that it selects." })
export class DaemonSet extends Workload {}
