import { Field, ObjectType } from "type-graphql";
import { NetworkPolicy } from "./network-policy.ts";

@ObjectType({
  description: "Whether NetworkPolicies restrict a pod in one direction, where its network enforces them.",
})
export class Isolation {
  @Field(() => Boolean, {
    nullable: true,
    description: "Null when it cannot be said: the pod has its node's network, or a policy cannot be read.",
  })
  readonly isolated: boolean | null = null;

  @Field(() => [NetworkPolicy], { description: "The policies that isolate it." })
  readonly policies: readonly NetworkPolicy[] = [];

  @Field(() => Boolean, { description: "Whether nothing at all is allowed: no policy that isolates it has a rule." })
  readonly defaultDeny: boolean = false;

  @Field(() => [NetworkPolicy], { description: "Policies of which cannot be said whether they isolate it." })
  readonly unreadable: readonly NetworkPolicy[] = [];
}

@ObjectType({ description: "Whether NetworkPolicies restrict a pod." })
export class PodIsolation {
  @Field(() => Isolation, { description: "For what comes to it." })
  readonly ingress: Isolation = new Isolation();

  @Field(() => Isolation, { description: "For what it sends." })
  readonly egress: Isolation = new Isolation();
}
