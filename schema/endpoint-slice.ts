import { Field, ObjectType } from "type-graphql";
import { EndpointPort } from "./endpoint-port.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { ServiceEndpoint } from "./service-endpoint.ts";

@ObjectType({ implements: KubernetesObject, description: "A part of the addresses behind a Service." })
export class EndpointSlice extends KubernetesObject {
  @Field(() => String, { nullable: true, description: "The Service that it is of; null for one that is of none." })
  readonly serviceName: string | null = null;

  @Field(() => String, { description: "IPv4, IPv6 or FQDN." })
  readonly addressType: string = "";

  @Field(() => [EndpointPort], { description: "The ports that each of its endpoints has." })
  readonly ports: readonly EndpointPort[] = [];

  @Field(() => [ServiceEndpoint], { description: "Where the traffic may go." })
  readonly endpoints: readonly ServiceEndpoint[] = [];
}
