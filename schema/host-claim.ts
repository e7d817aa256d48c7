import { Field, ObjectType } from "type-graphql";
import { KubernetesObject } from "./kubernetes-object.ts";

@ObjectType({ description: "One object that has a host, and what becomes of it for one workload." })
export class HostClaim {
  @Field(() => KubernetesObject, { description: "The ServiceEntry or Service." })
  readonly object!: KubernetesObject;

  @Field(() => String, {
    description:
      "WINS, MERGED (its ports are added), SHADOWED, NOT_EXPORTED, NOT_IMPORTED, EXCLUDED, NOT_READ, or in ambient CANONICAL.",
  })
  readonly verdict: string = "";

  @Field(() => String, { description: "Why, for people." })
  readonly reason: string = "";
}
