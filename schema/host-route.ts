import { Field, Int, ObjectType } from "type-graphql";
import { RouteDestination } from "./route-destination.ts";
import { VirtualService } from "./virtual-service.ts";

@ObjectType({
  description: "One way that the traffic to a port of a host may go, in the order in which they are tried.",
})
export class HostRoute {
  @Field(() => VirtualService, { nullable: true, description: "What says so; null for the way to the host itself." })
  readonly virtualService: VirtualService | null = null;

  @Field(() => String, { description: "HTTP, TLS or TCP." })
  readonly kind: string = "";

  @Field(() => String, { description: "Its name in the VirtualService; empty where it has none." })
  readonly name: string = "";

  @Field(() => Boolean, { description: "Whether it takes all traffic, so that nothing after it is tried." })
  readonly always: boolean = true;

  @Field(() => String, { nullable: true, description: "What traffic it takes, for people; null for all." })
  readonly match: string | null = null;

  @Field(() => [String], { description: "Of TLS: the names of which the connection must ask for one." })
  readonly sniHosts: readonly string[] = [];

  @Field(() => [RouteDestination], { description: "Where copies of the traffic go; the weight is in percent." })
  readonly mirrors: readonly RouteDestination[] = [];

  @Field(() => [RouteDestination], { description: "Where the traffic goes; empty for an answer of the proxy itself." })
  readonly destinations: readonly RouteDestination[] = [];

  @Field(() => String, { nullable: true, description: "Where the caller is sent instead." })
  readonly redirect: string | null = null;

  @Field(() => Int, { nullable: true, description: "The status that the proxy itself answers with." })
  readonly directResponse: number | null = null;
}
