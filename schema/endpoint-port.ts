import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "One port of the endpoints of a slice." })
export class EndpointPort {
  @Field(() => String, { nullable: true, description: "The name of the Service's port." })
  readonly name: string | null = null;

  @Field(() => Int, { nullable: true, description: "Null stands for every port." })
  readonly port: number | null = null;

  @Field(() => String, { description: "TCP, UDP or SCTP." })
  readonly protocol: string = "";

  @Field(() => String, { nullable: true, description: "What is spoken on it, when that is said." })
  readonly appProtocol: string | null = null;
}
