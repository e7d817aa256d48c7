import { Field, Int, ObjectType } from "type-graphql";
import { KubernetesObject } from "./kubernetes-object.ts";

@ObjectType({ description: "A port of a ServiceEntry at one of its targets." })
export class TargetPort {
  @Field(() => Int, { description: "The entry's port." })
  readonly number: number = 0;

  @Field(() => Int, { description: "The target's own; 0 for a Unix socket." })
  readonly targetPort: number = 0;
}

@ObjectType({ description: "One place that a ServiceEntry sends traffic to." })
export class ServiceEntryTarget {
  @Field(() => String, { description: "An IP address, a DNS name, or the path of a Unix socket." })
  readonly address: string = "";

  @Field(() => [TargetPort], { description: "Its ports." })
  readonly ports: readonly TargetPort[] = [];

  @Field(() => String, {
    description:
      "INLINE: written in the entry. HOST: the entry's own host, looked up in DNS. WORKLOAD_ENTRY or POD: selected.",
  })
  readonly from: string = "";

  @Field(() => KubernetesObject, { nullable: true, description: "The WorkloadEntry or pod that it is, if it is one." })
  readonly object: KubernetesObject | null = null;
}

@ObjectType({ description: "A workload that a ServiceEntry selects and Istio sends nothing to." })
export class LeftOutTarget {
  @Field(() => KubernetesObject, { description: "The WorkloadEntry or pod." })
  readonly object!: KubernetesObject;

  @Field(() => String, { description: "Why, for people." })
  readonly reason: string = "";
}

@ObjectType({ description: "Where the traffic to a ServiceEntry goes." })
export class ServiceEntryTargets {
  @Field(() => [ServiceEntryTarget], { description: "The targets." })
  readonly targets: readonly ServiceEntryTarget[] = [];

  @Field(() => [LeftOutTarget], { description: "What its selector selects in vain." })
  readonly leftOut: readonly LeftOutTarget[] = [];

  @Field(() => String, { nullable: true, description: "Why there may be others, for people; null when these are all." })
  readonly doubt: string | null = null;
}
