import { Field, ObjectType } from "type-graphql";
import type { Cells } from "./cells.ts";
import { noCells } from "./cells.ts";
import { Condition, packConditions, unpackConditions } from "./condition.ts";
import { Container, packContainers, unpackContainers } from "./container.ts";
import { KubernetesObject } from "./kubernetes-object.ts";

@ObjectType({ implements: KubernetesObject, description: "Containers that run together on one node." })
export class Pod extends KubernetesObject {
  private packedContainers: Cells = noCells;
  private packedConditions: Cells = noCells;

  @Field(() => String, { description: "Pending, Running, Succeeded, Failed or Unknown." })
  readonly phase: string = "";

  @Field(() => Boolean, { description: "Whether its condition Ready is True." })
  readonly ready: boolean = false;

  @Field(() => String, { nullable: true, description: "Null until the pod has its network." })
  readonly podIP: string | null = null;

  @Field(() => String, { nullable: true, description: "Null until the pod is scheduled." })
  readonly nodeName: string | null = null;

  @Field(() => String, { nullable: true, description: "Who the pod is to the API server and the mesh." })
  readonly serviceAccountName: string | null = null;

  @Field(() => [Container], { description: "In the order of the spec, without init and ephemeral ones." })
  get containers(): readonly Container[] {
    return unpackContainers(this.packedContainers);
  }
  set containers(containers: readonly Container[]) {
    this.packedContainers = packContainers(containers);
  }

  @Field(() => [Condition], { description: "How far the pod is: PodScheduled, Initialized, ContainersReady, Ready." })
  get conditions(): readonly Condition[] {
    return unpackConditions(this.packedConditions);
  }
  set conditions(conditions: readonly Condition[]) {
    this.packedConditions = packConditions(conditions);
  }
}
