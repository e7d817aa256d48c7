import { Field, Float, Int, ObjectType } from "type-graphql";
import { KubernetesObject } from "./kubernetes-object.ts";

@ObjectType({ description: "Where a route leads." })
export class RouteDestination {
  @Field(() => String, { description: "The host, whole." })
  readonly host: string = "";

  @Field(() => String, { nullable: true, description: "The part of the host, by its DestinationRule." })
  readonly subset: string | null = null;

  @Field(() => Int, { nullable: true, description: "The host's port; null when it cannot be told." })
  readonly port: number | null = null;

  @Field(() => Float, { description: "Its share of the route's traffic, beside the others' weights." })
  readonly weight: number = 0;

  @Field(() => String, {
    nullable: true,
    description: "Why nothing answers there, for people; null when something does.",
  })
  readonly problem: string | null = null;

  @Field(() => KubernetesObject, {
    nullable: true,
    description: "The ServiceEntry or Service that it is; null when there is none.",
  })
  readonly object: KubernetesObject | null = null;
}
