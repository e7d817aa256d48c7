import { Field, Int, InterfaceType } from "type-graphql";
import type { JsonObject } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";

@InterfaceType({
  implements: KubernetesObject,
  description: "What keeps a number of like pods running: a Deployment, StatefulSet or DaemonSet.",
})
export abstract class Workload extends KubernetesObject {
  @Field(() => Int, { description: "How many pods there should be." })
  readonly replicas: number = 0;

  @Field(() => Int, { description: "How many of its pods are ready." })
  readonly readyReplicas: number = 0;

  @Field(() => Int, { description: "How many have been ready for as long as it demands." })
  readonly availableReplicas: number = 0;

  @Field(() => Int, { description: "How many are of its present template." })
  readonly updatedReplicas: number = 0;

  @Field(() => JSONObject, { description: "Which pods are its own, as Kubernetes has it." })
  readonly selector: JsonObject = {};

  @Field(() => [String], { description: "The images of its template's containers, in their order." })
  readonly images: readonly string[] = [];
}
