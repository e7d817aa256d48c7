import { Field, ObjectType } from "type-graphql";
import { KubernetesObject } from "./kubernetes-object.ts";

@ObjectType({ description: "Something that is wrong with an object, though its cluster took it in." })
export class Problem {
  @Field(() => String, { description: "What, in one word for programs." })
  readonly code: string = "";

  @Field(() => String, { description: "What, for people." })
  readonly message: string = "";

  @Field(() => KubernetesObject, {
    nullable: true,
    description: "The object that it has to do with, beside the one that has it.",
  })
  readonly object: KubernetesObject | null = null;
}
