import { Query, Resolver } from "type-graphql";

/** The secret that a fault of a resolver has in its text. */
export const SECRET = "token-9f3a at db-7.internal.example.com";

/** Fields that only a test asks for. */
@Resolver()
export class FaultyResolver {
  @Query(() => String, { nullable: true })
  fault(): string {
    throw new Error(`connect failed: ${SECRET}`);
  }
}
