import { GraphQLScalarType } from "graphql";
import { Field, ObjectType } from "type-graphql";
import { JSONObject } from "./scalars.ts";

/**
 * How a router names an object: `__typename`, and the fields of its key beside it.
 * Source: Apollo Federation 2, subgraph specification, "_Any".
 */
export const Representation = new GraphQLScalarType({
  ...JSONObject.toConfig(),
  name: "_Any",
  description: "An object as a federation router names it: its `__typename` and its `id`.",
  specifiedByURL: null,
});

/** What a router asks of a subgraph before anything else. */
@ObjectType("_Service", { description: "This graph as a part of a supergraph." })
export class SubgraphService {
  @Field(() => String, {
    description: "Its schema with the directives of Apollo Federation 2, to compose with others.",
  })
  readonly sdl: string = "";
}
