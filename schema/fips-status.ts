import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "Three separate facts; none implies another, and none certifies anything." })
export class FipsStatus {
  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the image's tag claims a FIPS build; null when it says neither.",
  })
  readonly buildClaimed: boolean | null = null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether a validated module was seen to run; null: nobody looked.",
  })
  readonly cryptoObserved: boolean | null = null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether istiod holds TLS to a FIPS policy; null where it is not here.",
  })
  readonly policyEnforced: boolean | null = null;
}
