import { Field, ObjectType } from "type-graphql";
import { AllocatedAddress } from "./allocated-address.ts";
import { IstioPort } from "./istio-port.ts";
import type { JsonObject } from "./kubernetes-object.ts";
import { KubernetesObject } from "./kubernetes-object.ts";
import { JSONObject } from "./scalars.ts";
import { ServiceEntryEndpoint } from "./service-entry-endpoint.ts";

@ObjectType({ implements: KubernetesObject, description: "A host that an Istio mesh adds to its service registry." })
export class ServiceEntry extends KubernetesObject {
  @Field(() => [String], { description: "The names that it answers for, as written; *.example.com is a wildcard." })
  readonly hosts: readonly string[] = [];

  @Field(() => [String], { description: "Virtual IPs or CIDR blocks that stand for the hosts." })
  readonly addresses: readonly string[] = [];

  @Field(() => [AllocatedAddress], { description: "The addresses that its control plane gave to its hosts." })
  readonly allocatedAddresses: readonly AllocatedAddress[] = [];

  @Field(() => [IstioPort], { description: "The ports that are open to the hosts." })
  readonly ports: readonly IstioPort[] = [];

  @Field(() => String, { description: "MESH_EXTERNAL or MESH_INTERNAL." })
  readonly location: string = "";

  @Field(() => String, {
    description: "How an address is found: NONE, STATIC, DNS, DNS_ROUND_ROBIN or DYNAMIC_DNS.",
  })
  readonly resolution: string = "";

  @Field(() => [String], {
    description: "The namespaces that see it: names, . for its own, * for all; empty: the mesh's default.",
  })
  readonly exportTo: readonly string[] = [];

  @Field(() => [ServiceEntryEndpoint], { description: "Where the traffic goes, when that is written down." })
  readonly endpoints: readonly ServiceEntryEndpoint[] = [];

  @Field(() => JSONObject, { nullable: true, description: "Which pods or WorkloadEntries are its endpoints instead." })
  readonly workloadSelector: JsonObject | null = null;

  @Field(() => [String], { description: "The names that the other side's certificate must have." })
  readonly subjectAltNames: readonly string[] = [];
}
