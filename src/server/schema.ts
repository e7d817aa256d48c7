import type { GraphQLSchema } from "graphql";
import type { NonEmptyArray, PubSub } from "type-graphql";
import { buildSchemaSync } from "type-graphql";
import { simplifyResolvers } from "./schema/simplify-resolvers.ts";
import { resolveTypesByClass } from "./schema/resolve-types.ts";

/** Builds the graph from resolver classes. */
export function createSchema(resolvers: NonEmptyArray<Function>): GraphQLSchema {
  const schema = buildSchemaSync({ resolvers, validate: false, pubSub: noPubSub });
  simplifyResolvers(schema, resolvers);
  resolveTypesByClass(schema);
  return schema;
}

/** type-graphql asks for one as soon as there is a subscription. Ours follow the log instead. */
const noPubSub: PubSub = {
  publish: () => {
    throw new Error("there is no publishing: subscriptions follow the log");
  },
  subscribe: () => {
    throw new Error("there are no topics: subscriptions follow the log");
  },
};
