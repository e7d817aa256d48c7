import type { FragmentDefinitionNode, GraphQLSchema, OperationDefinitionNode } from "graphql";

/** One operation of a valid document, with what it refers to. */
export interface Document {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly operation: OperationDefinitionNode;
}
