import type { FieldNode, GraphQLField, GraphQLObjectType, GraphQLResolveInfo, ValueNode } from "graphql";
import { getArgumentValues, isNonNullType, Kind, locatedError, responsePathAsArray } from "graphql";
import type { Document } from "./document.ts";
import type { Path, Run } from "./run.ts";

type Args = Readonly<Record<string, unknown>>;

const noArgs: Args = Object.freeze({});

/** One field as a selection set asks for it of one type: all that graphql-js works out again for each object. */
export class Field {
  readonly name: string;
  readonly nodes: readonly [FieldNode, ...FieldNode[]];
  readonly definition: GraphQLField<unknown, unknown>;
  readonly parent: GraphQLObjectType;
  readonly document: Document;
  readonly #nullable: boolean;
  readonly #variable: boolean;
  #args: Args | null = null;

  constructor(
    document: Document,
    parent: GraphQLObjectType,
    definition: GraphQLField<unknown, unknown>,
    [name, nodes]: readonly [string, readonly [FieldNode, ...FieldNode[]]],
  ) {
    this.document = document;
    this.parent = parent;
    this.definition = definition;
    this.name = name;
    this.nodes = nodes;
    this.#nullable = !isNonNullType(definition.type);
    this.#variable = nodes[0].arguments?.some(({ value }) => hasVariable(value)) === true;
  }

  /** Throws when what was asked for does not fit, as graphql-js would. */
  args(run: Run): Args {
    const { args } = this.definition;
    if (args.length === 0) return noArgs;
    const known = this.#variable ? run.args.get(this) : this.#args;
    return known ?? this.#coerce(run);
  }

  #coerce(run: Run): Args {
    const args = getArgumentValues(this.definition, this.nodes[0], run.variables);
    if (this.#variable) run.args.set(this, args);
    else this.#args = args;
    return args;
  }

  at(path: Path): NonNullable<Path> {
    return { prev: path, key: this.name, typename: this.parent.name };
  }

  info(run: Run, path: NonNullable<Path>): GraphQLResolveInfo {
    return new Info(this, run, path);
  }

  /** A field that failed is null when it may be, else its object fails. */
  fail(run: Run, error: unknown, path: NonNullable<Path>): null {
    const located = locatedError(error, this.nodes, responsePathAsArray(path));
    if (!this.#nullable) throw located;
    run.report(located, path);
    return null;
  }
}

/** What a resolver may ask about the execution. Most never look, so each part is fetched when it is asked for. */
class Info implements GraphQLResolveInfo {
  readonly #field: Field;
  readonly #run: Run;
  readonly path: NonNullable<Path>;

  constructor(field: Field, run: Run, path: NonNullable<Path>) {
    this.#field = field;
    this.#run = run;
    this.path = path;
  }

  get fieldName() {
    return this.#field.definition.name;
  }
  get fieldNodes() {
    return this.#field.nodes;
  }
  get returnType() {
    return this.#field.definition.type;
  }
  get parentType() {
    return this.#field.parent;
  }
  get schema() {
    return this.#field.document.schema;
  }
  get fragments() {
    return Object.fromEntries(this.#field.document.fragments);
  }
  get operation() {
    return this.#field.document.operation;
  }
  get rootValue() {
    return this.#run.rootValue;
  }
  get variableValues() {
    return this.#run.variables as Record<string, unknown>;
  }
}

function hasVariable(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.some(hasVariable);
  if (node.kind === Kind.OBJECT) return node.fields.some(({ value }) => hasVariable(value));
  return node.kind === Kind.VARIABLE;
}
