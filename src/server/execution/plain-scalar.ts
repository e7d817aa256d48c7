import type { GraphQLLeafType } from "graphql";
import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString } from "graphql";

type Test = (value: unknown) => boolean;

const isString: Test = (value) => typeof value === "string";

const plain = new Map<GraphQLLeafType, Test>([
  [GraphQLString, isString],
  [GraphQLID, isString],
  [GraphQLBoolean, (value) => typeof value === "boolean"],
  [GraphQLInt, (value) => typeof value === "number" && (value | 0) === value],
  [GraphQLFloat, (value) => typeof value === "number" && Number.isFinite(value)],
]);

const never: Test = () => false;

/** Tells which values of a type are in the answer what they are in memory, so that `serialize` need not be asked. */
export function plainScalar(type: GraphQLLeafType): Test {
  return plain.get(type) ?? never;
}
