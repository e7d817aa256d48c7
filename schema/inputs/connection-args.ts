import { ArgsType, Field, ID, Int } from "type-graphql";

/** Where a connection goes: to a pod or to an address. */
@ArgsType()
export class ConnectionArgs {
  @Field(() => ID, { nullable: true, description: "The id of the pod that it goes to." })
  readonly pod?: string | null;

  @Field(() => String, { nullable: true, description: "The address that it goes to, in place of a pod." })
  readonly address?: string | null;

  @Field(() => Int, { description: "The port of the destination." })
  readonly port!: number;

  @Field(() => String, { description: "TCP, UDP or SCTP.", defaultValue: "TCP" })
  readonly protocol!: string;
}
