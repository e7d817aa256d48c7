import type { GraphQLResolveInfo, GraphQLSchema } from "graphql";
import { Arg, createUnionType, Ctx, Info, Query, Resolver } from "type-graphql";
import type { Entity } from "../schema/entity.ts";
import { parseEntityId } from "../schema/entity.ts";
import { Representation, SubgraphService } from "../schema/federation.ts";
import type { Context } from "../src/context.ts";
import { BadInputError } from "../src/errors.ts";
import type { View } from "../src/ports.ts";
import type { EntityTypes } from "./node.ts";
import { subgraphSdl } from "./subgraph-sdl.ts";

/** As many as `nodes` takes. */
const MAX_REPRESENTATIONS = 200;

/**
 * The root fields that make the graph a subgraph of Apollo Federation 2. They answer by the same view as `node`.
 * Source: Apollo Federation 2, subgraph specification, "Resolve requests for entities".
 */
export function federationResolver(types: EntityTypes) {
  const AnyEntity = createUnionType({
    name: "_Entity",
    description: "An object that other subgraphs may refer to.",
    types: () => [...types.values()],
  });
  const services = new WeakMap<GraphQLSchema, SubgraphService>();

  @Resolver()
  class FederationResolver {
    @Query(() => [AnyEntity], {
      name: "_entities",
      nullable: "items",
      description:
        "For federation routers: the objects that at most 200 representations name, in their order; null in the place of what there is not.",
    })
    entities(
      @Arg("representations", () => [Representation], { description: "Their names." })
      representations: readonly Readonly<Record<string, unknown>>[],
      @Ctx() { view }: Context,
    ): readonly (Entity | BadInputError | null)[] {
      if (representations.length > MAX_REPRESENTATIONS)
        throw new BadInputError(`\`representations\` must be at most ${MAX_REPRESENTATIONS}`);
      return representations.map((representation) => find(types, view, representation));
    }

    @Query(() => SubgraphService, { name: "_service", description: "For federation routers: the graph as a subgraph." })
    service(@Info() { schema }: GraphQLResolveInfo): SubgraphService {
      const known = services.get(schema);
      if (known !== undefined) return known;
      const made = Object.freeze(Object.assign(new SubgraphService(), { sdl: subgraphSdl(schema, types) }));
      services.set(schema, made);
      return made;
    }
  }
  return FederationResolver;
}

/** An error in the place of one object leaves the others as they are. What may not be seen is not there, like what never was. */
function find(
  types: EntityTypes,
  view: View,
  { __typename: name, id }: Readonly<Record<string, unknown>>,
): Entity | BadInputError | null {
  const type = typeof name === "string" ? types.get(name) : undefined;
  if (type === undefined) return new BadInputError("`__typename` of a representation must be a type with a key");
  if (typeof id !== "string") return new BadInputError("a representation must have an `id`, which is a string");
  const key = parseEntityId(id);
  return key === null || key.type !== name ? null : view.get(type, key);
}
