import { Field, ObjectType, registerEnumType } from "type-graphql";
import { HostRoute } from "./host-route.ts";

export const RouteOutcome = { ROUTED: "ROUTED", UNMATCHED: "UNMATCHED", UNKNOWN: "UNKNOWN" } as const;
export type RouteOutcome = (typeof RouteOutcome)[keyof typeof RouteOutcome];
registerEnumType(RouteOutcome, {
  name: "RouteOutcome",
  description: "Whether a mesh knows where traffic goes.",
  valuesConfig: {
    ROUTED: { description: "It does." },
    UNMATCHED: { description: "Nothing answers: what the mesh does with unknown traffic decides." },
    UNKNOWN: { description: "It cannot be said: the reason tells what is not known." },
  },
});

@ObjectType({ description: "Where a workload's traffic to one port of a host goes." })
export class HostRoutes {
  @Field(() => RouteOutcome, { description: "Whether it goes anywhere." })
  readonly outcome: RouteOutcome = RouteOutcome.UNKNOWN;

  @Field(() => String, { nullable: true, description: "What is not known, for people; null when all is." })
  readonly reason: string | null = null;

  @Field(() => [HostRoute], {
    description:
      "In the order in which they are tried. Where the mesh finds out what is spoken, those for requests and those for connections.",
  })
  readonly routes: readonly HostRoute[] = [];

  @Field(() => String, {
    nullable: true,
    description: "ALLOW_ANY or REGISTRY_ONLY: what happens to what no route takes. Neither is a firewall.",
  })
  readonly outboundMode: string | null = null;
}
