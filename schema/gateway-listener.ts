import { Field, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "One port of a gateway of the Gateway API." })
export class GatewayListener {
  @Field(() => String, { description: "Unique within the gateway." })
  readonly name: string = "";

  @Field(() => String, { nullable: true, description: "The hosts that it is for; null: all." })
  readonly hostname: string | null = null;

  @Field(() => Int, { description: "Where it listens." })
  readonly port: number = 0;

  @Field(() => String, { description: "HTTP, HTTPS, TLS, TCP, UDP or one of a controller's own, such as HBONE." })
  readonly protocol: string = "";

  @Field(() => String, { nullable: true, description: "Terminate or Passthrough; null without TLS." })
  readonly tlsMode: string | null = null;
}
