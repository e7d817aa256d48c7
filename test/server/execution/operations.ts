import fc from "fast-check";
import type { GraphQLArgument, GraphQLInputType, GraphQLOutputType, GraphQLSchema } from "graphql";
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";

export interface Asked {
  readonly text: string;
  readonly variables: Record<string, unknown>;
}

/** Random operations over a schema: nearly all valid. Variables are `$on`, `$off` for conditions and `$n`, `$absent` for numbers. */
export function operations(schema: GraphQLSchema): fc.Arbitrary<Asked> {
  return fc
    .record({
      body: selection(schema, schema.getType("Named") as GraphQLOutputType, 4),
      fragments: fc.tuple(fragmentBody(schema, "Cat"), fragmentBody(schema, "Named")),
      variables: fc.record({ on: fc.boolean(), off: fc.boolean(), n: fc.integer({ min: 0, max: 9 }) }),
      given: fc.boolean(),
    })
    .map(({ body, fragments: [cat, named], variables, given }) => ({
      // Everything that is declared is used, as validation wants it.
      text: `query Q($on: Boolean!, $off: Boolean!, $n: Int = 3, $absent: Int) {
          used: echo(number: $n, asked: {numbers: [1], text: "q"}, list: [GOOD]) @skip(if: $on) @include(if: $off)
          usedToo: echo(number: $absent)
          rest: self ${body.replace("{ __typename", "{ ...OnCat ...OnNamed __typename")}
        }
        fragment OnCat on Cat ${cat}
        fragment OnNamed on Named ${named}`,
      variables: given ? variables : { on: variables.on, off: variables.off },
    }));
}

function fragmentBody(schema: GraphQLSchema, type: string): fc.Arbitrary<string> {
  return selection(schema, schema.getType(type) as GraphQLOutputType, 2, false);
}

function selection(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  depth: number,
  spreads = true,
): fc.Arbitrary<string> {
  return fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: fieldOf(schema, type, depth, spreads) },
        { weight: 1, arbitrary: inline(schema, type, depth, spreads) },
        { weight: spreads && depth < 4 ? 1 : 0, arbitrary: fc.constantFrom(`...OnCat ${SLOT}`, `...OnNamed ${SLOT}`) },
        { weight: 1, arbitrary: fc.constant(`__typename ${SLOT}`) },
      ),
      { minLength: 1, maxLength: 4 },
    )
    .chain((parts) =>
      fc
        .array(condition, { minLength: parts.length, maxLength: parts.length })
        .map((conditions) => ({ parts, conditions })),
    )
    .map(({ parts, conditions }) => {
      const guarded = parts.map((part, at) => part.replace(SLOT, conditions[at] ?? ""));
      return `{ __typename ${guarded.join(" ")} }`;
    });
}

/** Where a directive of the selection would stand. */
const SLOT = "§";

const condition = fc.oneof(
  { weight: 5, arbitrary: fc.constant("") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "@skip(if: $on)",
      "@include(if: $off)",
      "@skip(if: false)",
      "@include(if: $on) @skip(if: $off)",
    ),
  },
);

function inline(schema: GraphQLSchema, type: GraphQLOutputType, depth: number, spreads: boolean): fc.Arbitrary<string> {
  const targets = isAbstractType(type) ? ["Cat", "Named"] : [String(type)];
  if (depth <= 1) return fc.constant("__typename");
  return fc
    .constantFrom(...targets)
    .chain((name) =>
      selection(schema, schema.getType(name) as GraphQLOutputType, depth - 1, spreads).map(
        (body) => `... on ${name} ${SLOT} ${body}`,
      ),
    );
}

function fieldOf(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  depth: number,
  spreads: boolean,
): fc.Arbitrary<string> {
  const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
  const possible = fields.filter((field) => depth > 1 || !isCompositeType(getNamedType(field.type)));
  if (possible.length === 0) return fc.constant("__typename");
  return fc.constantFrom(...possible).chain((field) => {
    const inner = getNamedType(field.type);
    const body = isCompositeType(inner)
      ? selection(schema, inner, depth - 1, spreads).map((text) => ` ${text}`)
      : fc.constant("");
    return fc.tuple(argumentsOf(field.args), body, fc.boolean()).map(([args, text, aliased]) => {
      const alias = args !== "" || aliased ? `a${hash(field.name + args)}: ` : "";
      return `${alias}${field.name}${args} ${SLOT} ${text}`;
    });
  });
}

function argumentsOf(args: readonly GraphQLArgument[]): fc.Arbitrary<string> {
  if (args.length === 0) return fc.constant("");
  return fc
    .tuple(
      ...args.map((arg) =>
        fc.option(
          literal(arg.type, 2).map((value) => `${arg.name}: ${value}`),
          { nil: null },
        ),
      ),
    )
    .map((given) => given.filter((each) => each !== null))
    .map((given) => (given.length === 0 ? "" : `(${given.join(", ")})`));
}

function literal(type: GraphQLInputType, depth: number): fc.Arbitrary<string> {
  if (isNonNullType(type)) return literal(type.ofType, depth).filter((text) => text !== "null" && text !== "$absent");
  if (isListType(type))
    return fc.array(literal(type.ofType, depth), { maxLength: 2 }).map((items) => `[${items.join(", ")}]`);
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => depth > 0 || getNamedType(field.type) !== type);
    return fc
      .subarray(fields)
      .chain((some) =>
        fc
          .tuple(...some.map((field) => literal(field.type, depth - 1).map((value) => `${field.name}: ${value}`)))
          .map((entries) => `{${entries.join(", ")}}`),
      );
  }
  if (type.name === "Boolean") return fc.constantFrom("true", "false", "$on", "null");
  if (type.name === "Int") return fc.constantFrom("1", "2", "$n", "$absent", "null");
  return fc.constantFrom('"xyz"', "null");
}

function hash(text: string): string {
  let value = 0;
  for (const character of text) value = (value * 31 + character.charCodeAt(0)) % 1_000_003;
  return String(value);
}
