import type { GraphQLSchema } from "graphql";
import { isInterfaceType } from "graphql";
import type { PubSub } from "type-graphql";
import { buildSchemaSync } from "type-graphql";
import { resolvers } from "../../resolvers/index.ts";

const noPubSub: PubSub = {
  publish() {
    throw new Error("changes come from the log");
  },
  subscribe() {
    throw new Error("changes come from the log");
  },
};

let built: GraphQLSchema | undefined;

/** The graph's schema as type-graphql makes it, without what src/server makes faster; the same one each time. */
export function naiveSchema(): GraphQLSchema {
  if (built !== undefined) return built;
  built = buildSchemaSync({ resolvers, validate: false, pubSub: noPubSub });
  for (const type of Object.values(built.getTypeMap()))
    if (isInterfaceType(type)) type.resolveType = (entity: object) => entity.constructor.name;
  return built;
}
