import type { GraphQLInputType, GraphQLSchema, TypeNode, VariableDefinitionNode } from "graphql";
import { coerceInputValue, GraphQLError, isInputType, isNonNullType, print, typeFromAST, valueFromAST } from "graphql";

type Values = Readonly<Record<string, unknown>>;

export type Coerced = { readonly values: Values } | { readonly errors: readonly GraphQLError[] };

/**
 * Makes of the variables that came what the operation declares, defaults filled in. As graphql-js does it, but no message has a value
 * in it: it may be a secret that somebody pasted into the wrong place, and messages are logged.
 */
export function coerceVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  given: Values,
  maxErrors: number,
): Coerced {
  // Without a prototype, as graphql-js has it: a variable may be called `__proto__`.
  const values = Object.create(null) as Record<string, unknown>;
  const errors: GraphQLError[] = [];
  for (const node of definitions) {
    const name = node.variable.name.value;
    const fail = (problem: string): void => {
      if (errors.length < maxErrors) errors.push(new GraphQLError(`Variable "$${name}" ${problem}`, { nodes: node }));
    };
    const type = inputType(schema, node.type);
    if (type === null) fail(`is of type "${print(node.type)}", which is no input type.`);
    else if (!Object.hasOwn(given, name)) {
      if (node.defaultValue !== undefined) values[name] = valueFromAST(node.defaultValue, type);
      else if (isNonNullType(type)) fail(`of required type "${String(type)}" was not provided.`);
    } else if (given[name] === null && isNonNullType(type)) {
      fail(`of non-null type "${String(type)}" must not be null.`);
    } else {
      values[name] = coerceInputValue(given[name], type, (path, _value, error) =>
        fail(`of type "${String(type)}" has an invalid value${placeOf(path)}.${harmless(error.message)}`),
      );
    }
  }
  return errors.length > 0 ? { errors } : { values };
}

function inputType(schema: GraphQLSchema, node: TypeNode): GraphQLInputType | null {
  const type = typeFromAST(schema, node) as unknown;
  return isInputType(type) ? type : null;
}

/** Of names of the schema and places in lists: what the client called something else stands at its parent. */
function placeOf(path: readonly (string | number)[]): string {
  if (path.length === 0) return "";
  const steps = path.map((key, at) => (typeof key === "number" ? `[${key}]` : at === 0 ? key : `.${key}`));
  return ` at "${steps.join("")}"`;
}

/** What is missing is said in the schema's words. Other messages quote what came. */
function harmless(message: string): string {
  return /^Field "\w+" of required type "[\w[\]!]+" was not provided\.$/.test(message) ? ` ${message}` : "";
}
