import { Field, ObjectType } from "type-graphql";
import { IstioPort } from "./istio-port.ts";

@ObjectType({ description: "One port of an Istio gateway, and the hosts that it lets through." })
export class IstioServer {
  @Field(() => IstioPort, { description: "Where it listens." })
  readonly port: IstioPort = new IstioPort();

  @Field(() => [String], { description: "The hosts, as written; a namespace before a slash says whose routes count." })
  readonly hosts: readonly string[] = [];

  @Field(() => String, {
    nullable: true,
    description: "PASSTHROUGH, SIMPLE, MUTUAL, AUTO_PASSTHROUGH, ISTIO_MUTUAL or OPTIONAL_MUTUAL; null without TLS.",
  })
  readonly tlsMode: string | null = null;
}
