import type { GraphQLSchema, GraphQLTypeResolver } from "graphql";
import { isAbstractType } from "graphql";
import { getMetadataStorage } from "type-graphql";

/**
 * Tells the type of an object by its class, at once. What type-graphql does is a promise, and for an interface that another interface
 * implements it looks only at the types that name it directly.
 */
export function resolveTypesByClass(schema: GraphQLSchema): void {
  const names = new Map<unknown, string>(getMetadataStorage().objectTypes.map(({ target, name }) => [target, name]));
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isAbstractType(type)) continue;
    const original = type.resolveType;
    const resolveType: GraphQLTypeResolver<unknown, unknown> = (value, context, info, abstract) =>
      names.get((value as object).constructor) ?? original?.(value, context, info, abstract);
    type.resolveType = resolveType;
  }
}
