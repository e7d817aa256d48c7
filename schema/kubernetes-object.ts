import { Field, InterfaceType } from "type-graphql";
import { Entity } from "./entity.ts";
import { DateTime, JSONObject } from "./scalars.ts";

/** A JSON object as the wire sent it. */
export interface JsonObject {
  readonly [key: string]: unknown;
}

/** Labels or annotations. Objects that carry the same set share one map. */
export interface StringMap {
  readonly [key: string]: string;
}

export const noStrings: StringMap = Object.freeze({});

@InterfaceType({
  implements: Entity,
  description: "A Kubernetes object as one cluster has it. Cluster-scoped kinds have no namespace.",
})
export abstract class KubernetesObject extends Entity {
  readonly cluster: string = "";

  @Field(() => String, { nullable: true })
  readonly namespace: string | null = null;

  @Field(() => String)
  readonly name: string = "";

  @Field(() => String)
  readonly uid: string = "";

  @Field(() => String)
  readonly resourceVersion: string = "";

  @Field(() => JSONObject)
  readonly labels: StringMap = noStrings;

  @Field(() => JSONObject)
  readonly annotations: StringMap = noStrings;

  /** Whole seconds since 1970, which is all that Kubernetes keeps: a small integer has no heap of its own. */
  readonly createdSeconds: number = 0;

  @Field(() => DateTime)
  get createdAt(): Date {
    return new Date(this.createdSeconds * 1000);
  }
}
