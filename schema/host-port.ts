import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "A port that a host has in a mesh." })
export class HostPort {
  @Field(() => Int, { description: "Its number." })
  readonly number: number = 0;

  @Field(() => String, { description: "Its name; empty where it has none." })
  readonly name: string = "";

  @Field(() => String, {
    description: "What Istio takes it to speak; UNSUPPORTED where it looks at the traffic itself.",
  })
  readonly protocol: string = "";
}
