import { Field, ObjectType } from "type-graphql";
import type { Cells } from "./cells.ts";
import { noCells } from "./cells.ts";
import { Condition, packConditions, unpackConditions } from "./condition.ts";
import { Container, packContainers, unpackContainers } from "./container.ts";
import type { JsonObject } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";

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

  @Field(() => [String], { description: "All its addresses, one of each family; empty until it has its network." })
  readonly podIPs: readonly string[] = [];

  @Field(() => Boolean, { description: "Whether it has the network of its node, where no NetworkPolicy reaches." })
  readonly hostNetwork: boolean = false;

  @Field(() => String, { nullable: true, description: "Null until the pod is scheduled." })
  readonly nodeName: string | null = null;

  @Field(() => String, { nullable: true, description: "Who the pod is to the API server and the mesh." })
  readonly serviceAccountName: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: "The kind of what made it, such as ReplicaSet; null for a pod of its own.",
  })
  readonly controllerKind: string | null = null;

  @Field(() => String, { nullable: true, description: "The name of what made it." })
  readonly controllerName: string | null = null;

  @Field(() => [JSONObject], { description: "The taints of nodes that it bears, as Kubernetes has it." })
  readonly tolerations: readonly JsonObject[] = [];

  /** What its spec demands of a node: kept while it has none. */
  readonly schedulingSpec: JsonObject | null = null;

  @Field(() => [Container], {
    description:
      "In the order of the spec, then the sidecars among the init containers; no other init, nor ephemeral ones.",
  })
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
