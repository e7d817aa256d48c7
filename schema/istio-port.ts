import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "A port of an Istio resource." })
export class IstioPort {
  @Field(() => Int, { description: "The port that clients use." })
  readonly number: number = 0;

  @Field(() => String, { nullable: true, description: "Its label within the resource." })
  readonly name: string | null = null;

  @Field(() => String, { nullable: true, description: "Such as HTTP, HTTPS, GRPC, TLS or TCP, as it was written." })
  readonly protocol: string | null = null;

  @Field(() => Int, { nullable: true, description: "The port of the endpoints, when it is another." })
  readonly targetPort: number | null = null;
}
