import { Field, ObjectType } from "type-graphql";
import { Condition } from "./condition.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { ServiceEntryEndpoint } from "./service-entry-endpoint.ts";

@ObjectType({
  implements: KubernetesObject,
  description: "A workload outside of Kubernetes, such as a virtual machine.",
})
export class WorkloadEntry extends KubernetesObject {
  @Field(() => ServiceEntryEndpoint, { description: "Where it is, and the labels that it is selected by." })
  readonly endpoint: ServiceEntryEndpoint = new ServiceEntryEndpoint();

  @Field(() => String, { nullable: true, description: "Who it is to the mesh." })
  readonly serviceAccount: string | null = null;

  @Field(() => Boolean, {
    nullable: true,
    description: "What its condition Healthy says; null when its health is not checked.",
  })
  readonly healthy: boolean | null = null;

  @Field(() => [Condition], { description: "What its health checks say." })
  readonly conditions: readonly Condition[] = [];
}
