import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "One backend of a Service, as its EndpointSlice has it." })
export class ServiceEndpoint {
  @Field(() => [String], { description: "Its addresses; clients use the first." })
  readonly addresses: readonly string[] = [];

  @Field(() => Boolean, { nullable: true, description: "Whether traffic may go to it; null is to be read as true." })
  readonly ready: boolean | null = null;

  @Field(() => Boolean, { nullable: true, description: "Whether it answers, even while it terminates." })
  readonly serving: boolean | null = null;

  @Field(() => Boolean, { nullable: true, description: "Whether it is about to go." })
  readonly terminating: boolean | null = null;

  @Field(() => String, { nullable: true, description: "The node that it is on." })
  readonly nodeName: string | null = null;

  @Field(() => String, { nullable: true, description: "The zone that it is in." })
  readonly zone: string | null = null;

  @Field(() => String, { nullable: true, description: "The pod of the Service's namespace that it is, if it is one." })
  readonly podName: string | null = null;
}
