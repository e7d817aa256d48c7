import { Field, Int, ObjectType } from "type-graphql";
import type { JsonObject, StringMap } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";

@ObjectType({ description: "One place that a ServiceEntry sends its traffic to." })
export class ServiceEntryEndpoint {
  @Field(() => String, { nullable: true, description: "An IP, a DNS name or a Unix socket." })
  readonly address: string | null = null;

  @Field(() => JSONObject, { nullable: true, description: "Its port numbers, by the names of the entry's ports." })
  readonly ports: JsonObject | null = null;

  @Field(() => JSONObject, { nullable: true, description: "What destination rules select it by." })
  readonly labels: StringMap | null = null;

  @Field(() => String, { nullable: true, description: "The network that it is reached in." })
  readonly network: string | null = null;

  @Field(() => String, { nullable: true, description: "Region, zone and sub-zone, divided by slashes." })
  readonly locality: string | null = null;

  @Field(() => Int, { nullable: true, description: "Its share of the traffic, beside the others' weights." })
  readonly weight: number | null = null;
}
