import type { DocumentNode, GraphQLField, GraphQLNamedType, GraphQLSchema } from "graphql";
import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parse,
} from "graphql";

/** What to ask fields for that take arguments, by `Type.field`: one alias for each text, such as `name: "a"`. */
export type FieldArguments = Readonly<Record<string, readonly string[]>>;

export interface EveryField {
  /** One query for each root field, by its name. */
  readonly queries: ReadonlyMap<string, DocumentNode>;
  /** What they ask for, as `Type.field`. */
  readonly asked: ReadonlySet<string>;
}

/**
 * Queries for every field that a schema leads to, `levels` objects with an id deep: an object deeper down is asked for its id only. What is
 * of several types is asked by a fragment for each. Lists in pages are asked for two, unless the arguments say otherwise.
 */
export function everyField(schema: GraphQLSchema, fieldArguments: FieldArguments, levels: number): EveryField {
  const asked = new Set<string>();
  const entity = schema.getType("Node");
  const isEntity = (type: GraphQLNamedType): boolean =>
    isAbstractType(type) || (isObjectType(type) && isInterfaceType(entity) && type.getInterfaces().includes(entity));
  const fragments = new Map<string, string>();

  const argumentsOf = (coordinate: string, { args }: GraphQLField<unknown, unknown>): readonly string[] => {
    const said = fieldArguments[coordinate];
    if (said !== undefined) return said.map((text) => `(${text})`);
    if (args.some(isRequiredArgument)) throw new Error(`${coordinate} has no arguments to ask it with`);
    return [args.some(({ name }) => name === "first") ? "(first: 2)" : ""];
  };

  const fieldsOf = (type: GraphQLNamedType, level: number): string => {
    if (!isObjectType(type)) return "__typename";
    const fields = Object.values(type.getFields()).flatMap((field) => {
      const coordinate = `${type.name}.${field.name}`;
      asked.add(coordinate);
      const selection = selectionOf(getNamedType(field.type), type.name.endsWith("Edge") ? 0 : level);
      return argumentsOf(coordinate, field).map(
        (text, at) => `${field.name}Of${type.name}${at}: ${field.name}${text} ${selection}`,
      );
    });
    return `__typename ${fields.join(" ")}`;
  };

  const selectionOf = (type: GraphQLNamedType, level: number): string => {
    if (isLeafType(type)) return "";
    if (!isEntity(type)) return spread(type, level);
    if (level === 0) return "{ __typename ... on Node { id } }";
    if (!isAbstractType(type)) return spread(type, level - 1);
    return `{ __typename ${schema
      .getPossibleTypes(type)
      .map((one) => `...${nameOf(one, level - 1)}`)
      .join(" ")} }`;
  };

  const spread = (type: GraphQLNamedType, level: number): string => `{ ...${nameOf(type, level)} }`;

  /** Of a fragment, which is made once. */
  const nameOf = (type: GraphQLNamedType, level: number): string => {
    const name = `${type.name}_${level}`;
    if (!fragments.has(name)) {
      fragments.set(name, "");
      fragments.set(name, `fragment ${name} on ${type.name} { ${fieldsOf(type, level)} }`);
    }
    return name;
  };

  const queries = new Map<string, DocumentNode>();
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const coordinate = `Query.${field.name}`;
    asked.add(coordinate);
    fragments.clear();
    const selection = selectionOf(getNamedType(field.type), levels);
    const fields = argumentsOf(coordinate, field).map((text, at) => `a${at}: ${field.name}${text} ${selection}`);
    queries.set(field.name, parse(`{ ${fields.join(" ")} } ${[...fragments.values()].join("\n")}`));
  }
  return { queries, asked };
}

/** Every field of the types that the query type leads to, as `Type.field`. */
export function fieldsLedTo(schema: GraphQLSchema): ReadonlySet<string> {
  const seen = new Set<GraphQLNamedType>();
  const waiting: GraphQLNamedType[] = [schema.getQueryType() ?? []].flat();
  const fields = new Set<string>();
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    if (seen.has(type)) continue;
    seen.add(type);
    if (isAbstractType(type)) waiting.push(...schema.getPossibleTypes(type));
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      fields.add(`${type.name}.${field.name}`);
      waiting.push(getNamedType(field.type));
    }
  }
  return fields;
}
