import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "An address that Istio gave to a host that has none of its own." })
export class AllocatedAddress {
  @Field(() => String, { description: "The host." })
  readonly host: string = "";

  @Field(() => String, { description: "A virtual IP, at which ztunnel, and sidecars that capture DNS, listen for it." })
  readonly address: string = "";
}
