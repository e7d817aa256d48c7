import { Field, ObjectType } from "type-graphql";
import { IstioPort } from "./istio-port.ts";

@ObjectType({ description: "One port of an Istio gateway, and the hosts that it lets through." })
export class IstioServer {
  @Field(() => IstioPort, { description: "Where it listens." })
  readonly port: IstioPort = new IstioPort();

  @Field(() => String, { nullable: true, description: "The address that it listens at; null for all." })
  readonly bind: string | null = null;

  @Field(() => [String], { description: "The hosts, as written; a namespace before a slash says whose routes count." })
  readonly hosts: readonly string[] = [];

  @Field(() => String, {
    nullable: true,
    description:
      "PASSTHROUGH, which is also what TLS without a mode means, SIMPLE, MUTUAL, AUTO_PASSTHROUGH, ISTIO_MUTUAL or OPTIONAL_MUTUAL; null without TLS.",
  })
  readonly tlsMode: string | null = null;

  @Field(() => Boolean, { description: "Whether it sends plain HTTP on to HTTPS." })
  readonly httpsRedirect: boolean = false;
}
