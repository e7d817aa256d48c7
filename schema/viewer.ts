import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "Who is asking." })
export class Viewer {
  @Field(() => String, { description: "The name that rights are given to." })
  readonly name: string = "";

  @Field(() => [String], { description: "The groups that rights are given to." })
  readonly groups: readonly string[] = [];

  @Field(() => String, { description: "How it was found out who is asking." })
  readonly authentication: string = "";
}
