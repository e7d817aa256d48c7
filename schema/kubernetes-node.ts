import { Field, ObjectType } from "type-graphql";
import type { Cells } from "./cells.ts";
import { noCells } from "./cells.ts";
import { Condition, packConditions, unpackConditions } from "./condition.ts";
import type { JsonObject } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";
import { Taint } from "./taint.ts";

@ObjectType({ implements: KubernetesObject, description: "A machine of a cluster, as Kubernetes knows it." })
export class KubernetesNode extends KubernetesObject {
  private packedConditions: Cells = noCells;

  @Field(() => Boolean, { description: "Whether its condition Ready is True." })
  readonly ready: boolean = false;

  @Field(() => Boolean, { description: "Whether new pods are kept off it (cordoned)." })
  readonly unschedulable: boolean = false;

  @Field(() => String, { nullable: true, description: "From the label topology.kubernetes.io/zone." })
  readonly zone: string | null = null;

  @Field(() => String, { nullable: true, description: "From the label node.kubernetes.io/instance-type." })
  readonly instanceType: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: "on-demand, spot, reserved or capacity-block, from the label of Karpenter or of EKS.",
  })
  readonly capacityType: string | null = null;

  @Field(() => String, { nullable: true, description: "The machine as its cloud names it." })
  readonly providerID: string | null = null;

  @Field(() => String, { nullable: true, description: "Such as v1.37.2." })
  readonly kubeletVersion: string | null = null;

  @Field(() => String, { nullable: true, description: "Its first address of type InternalIP." })
  readonly internalIP: string | null = null;

  @Field(() => [Taint], { description: "What keeps pods off it." })
  readonly taints: readonly Taint[] = [];

  @Field(() => JSONObject, { description: "What pods may use of it, as Kubernetes quantities." })
  readonly allocatable: JsonObject = {};

  @Field(() => JSONObject, { description: "What it has, as Kubernetes quantities." })
  readonly capacity: JsonObject = {};

  @Field(() => [Condition], { description: "What its kubelet and controllers say of it." })
  get conditions(): readonly Condition[] {
    return unpackConditions(this.packedConditions);
  }
  set conditions(conditions: readonly Condition[]) {
    this.packedConditions = packConditions(conditions);
  }
}
