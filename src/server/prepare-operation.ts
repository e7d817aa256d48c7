import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from "graphql";
import { GraphQLError, Kind, getVariableValues, parse, specifiedRules, validate } from "graphql";
import { LRUCache } from "lru-cache";
import type { Limits } from "./limits.ts";
import { measureDocument } from "./measure-document.ts";
import type { Refusal } from "./refusal.ts";
import { refuse } from "./refusal.ts";

/** A request's parameters as they came. */
export interface RawRequest {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
}

/** An operation that may be executed. */
export interface PreparedOperation {
  readonly query: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  /** As the client sent them. */
  readonly rawVariables: Readonly<Record<string, unknown>>;
  /** Coerced, with defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Documents kept: each is some 20 kB of syntax tree. */
const KEPT_DOCUMENTS = 1000;

/** The one way from a request to an operation, for every transport: shape, size, syntax, validity, variables, in the order of their cost. */
export class OperationPreparer {
  readonly #schema: GraphQLSchema;
  readonly #limits: Limits;
  readonly #documents = new LRUCache<string, DocumentNode>({ max: KEPT_DOCUMENTS });

  constructor(schema: GraphQLSchema, limits: Limits) {
    this.#schema = schema;
    this.#limits = limits;
  }

  prepare(raw: RawRequest): PreparedOperation | Refusal {
    const { query, operationName, variables } = raw;
    if (typeof query !== "string" || query === "") return refuse(400, "BAD_REQUEST", "`query` must be a string");
    if (operationName !== undefined && operationName !== null && typeof operationName !== "string")
      return refuse(400, "BAD_REQUEST", "`operationName` must be a string");
    const rawVariables = variables ?? {};
    if (typeof rawVariables !== "object" || Array.isArray(rawVariables))
      return refuse(400, "BAD_REQUEST", "`variables` must be an object");
    if (isDeeperThan(rawVariables, this.#limits.variableDepth))
      return refuse(400, "BAD_USER_INPUT", "the variables are nested too deep");
    const document = this.#documents.get(query) ?? this.#parse(query);
    if (!("kind" in document)) return document;
    const operation = chooseOperation(document, operationName ?? undefined);
    if ("errors" in operation) return operation;
    const refusal = this.#documents.has(query) ? null : this.#check(document);
    if (refusal !== null) return refusal;
    this.#documents.set(query, document);
    return this.#withVariables({
      query,
      document,
      operation,
      operationName: operationName ?? undefined,
      rawVariables: rawVariables as Record<string, unknown>,
    });
  }

  #parse(query: string): DocumentNode | Refusal {
    try {
      return parse(query, { maxTokens: this.#limits.tokens });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      if (error.message.includes("tokens"))
        return refuse(400, "DOCUMENT_TOO_LARGE", `the document has more than ${this.#limits.tokens} tokens`);
      return { status: 400, errors: [withCode(error, "GRAPHQL_PARSE_FAILED")] };
    }
  }

  /** Every operation of the document, because one that is valid now is kept for all that follow. */
  #check(document: DocumentNode): Refusal | null {
    const { depth, aliases, rootFields, directives, errorsReturned } = this.#limits;
    for (const operation of document.definitions) {
      if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
      const measure = measureDocument(document, operation);
      if (measure.depth > depth) return refuse(400, "DEPTH_LIMIT", `fields are nested deeper than ${depth}`);
      if (measure.aliases > aliases) return refuse(400, "ALIAS_LIMIT", `there are more than ${aliases} aliases`);
      if (measure.rootFields > rootFields)
        return refuse(400, "ROOT_FIELD_LIMIT", `there are more than ${rootFields} fields at one level`);
      if (measure.directives > directives)
        return refuse(400, "DIRECTIVE_LIMIT", `there are more than ${directives} directives`);
    }
    const errors = validate(this.#schema, document, specifiedRules, { maxErrors: errorsReturned });
    if (errors.length === 0) return null;
    const shown = errors.slice(0, errorsReturned).map((error) => withCode(error, "GRAPHQL_VALIDATION_FAILED"));
    return { status: 400, errors: shown };
  }

  #withVariables(prepared: Omit<PreparedOperation, "variables">): PreparedOperation | Refusal {
    const { operation, rawVariables } = prepared;
    const definitions = operation.variableDefinitions ?? [];
    const { coerced, errors } = getVariableValues(this.#schema, definitions, rawVariables, {
      maxErrors: this.#limits.errorsReturned,
    });
    if (errors === undefined) return { ...prepared, variables: coerced };
    // graphql-js puts the value into the message; it may be a secret that somebody pasted into the wrong place.
    const names = definitions.map(({ variable }) => `$${variable.name.value}`).join(", ");
    return refuse(400, "BAD_USER_INPUT", `a variable is missing or of the wrong type; there are ${names}`);
  }
}

function chooseOperation(document: DocumentNode, name: string | undefined): OperationDefinitionNode | Refusal {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [first, ...others] = operations;
  const chosen = name === undefined ? first : operations.find((operation) => operation.name?.value === name);
  if (chosen !== undefined && (name !== undefined || others.length === 0)) return chosen;
  return refuse(
    400,
    "OPERATION_RESOLUTION_FAILURE",
    name === undefined ? "`operationName` must say which operation of the document is meant" : "no operation has this name",
  );
}

function withCode(error: GraphQLError, code: string) {
  return { ...error.toJSON(), extensions: { code } };
}

/** Without recursion: a stack ends where a body of 256 kB does not. */
function isDeeperThan(value: object, limit: number): boolean {
  let level: object[] = [value];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap((item) => Object.values(item).filter((inner) => typeof inner === "object" && inner !== null));
  }
  return false;
}
