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

  @Field(() => String, { nullable: true, description: "The namespace that it is in; null for cluster-scoped kinds." })
  readonly namespace: string | null = null;

  @Field(() => String, { description: "Unique among the kind's objects of its namespace." })
  readonly name: string = "";

  @Field(() => String, { description: "Tells it from an earlier object of the same name." })
  readonly uid: string = "";

  @Field(() => String, { description: "Names this state of it within its cluster." })
  readonly resourceVersion: string = "";

  @Field(() => JSONObject, { description: "What it is selected by." })
  readonly labels: StringMap = noStrings;

  @Field(() => JSONObject, { description: "Notes on it, without kubectl's copy of the whole object." })
  readonly annotations: StringMap = noStrings;

  /** Whole seconds since 1970, which is all that Kubernetes keeps: a small integer has no heap of its own. */
  readonly createdSeconds: number = 0;

  /** The same of its deletion; null while nobody has asked for it. */
  readonly deletionSeconds: number | null = null;

  @Field(() => DateTime, { description: "When its cluster took it in." })
  get createdAt(): Date {
    return new Date(this.createdSeconds * 1000);
  }

  @Field(() => DateTime, {
    nullable: true,
    description: "When its grace period ends, once somebody has asked for its deletion. Finalizers may hold it longer.",
  })
  get deletionTimestamp(): Date | null {
    return this.deletionSeconds === null ? null : new Date(this.deletionSeconds * 1000);
  }
}
