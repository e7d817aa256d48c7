import { Field, Int, ObjectType } from "type-graphql";
import { KubernetesObject } from "./kubernetes-object.ts";
import { DateTime } from "./scalars.ts";

@ObjectType({
  implements: KubernetesObject,
  description: "What a controller said of an object. Only what explains scheduling, nodes and disruption is kept.",
})
export class KubernetesEvent extends KubernetesObject {
  @Field(() => String, { description: "Normal or Warning." })
  readonly type: string = "";

  @Field(() => String, { description: "What happened, in one word for programs." })
  readonly reason: string = "";

  @Field(() => String, { description: "What happened, for people." })
  readonly message: string = "";

  @Field(() => String, { description: "The controller that says so." })
  readonly reporter: string = "";

  @Field(() => String, { description: "The kind of the object that it is about." })
  readonly involvedKind: string = "";

  @Field(() => String, { nullable: true, description: "The namespace of the object that it is about." })
  readonly involvedNamespace: string | null = null;

  @Field(() => String, { description: "The name of the object that it is about." })
  readonly involvedName: string = "";

  @Field(() => String, {
    nullable: true,
    description: "The uid of the object that it is about: tells it from an earlier one of the name.",
  })
  readonly involvedUid: string | null = null;

  @Field(() => Int, { description: "How often it was said." })
  readonly count: number = 1;

  @Field(() => DateTime, { description: "When it was last said." })
  readonly at: Date = new Date(0);
}
