import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from "graphql";
import { coerceVariables } from "./coerce-variables.ts";
import type { KnownDocument, KnownOperation } from "./documents.ts";
import { Documents } from "./documents.ts";
import { costOf, PageSizeError } from "./limits/cost.ts";
import type { Limits } from "./limits.ts";
import { PersistedQueries } from "./persisted-queries.ts";
import type { Refusal } from "./refusal.ts";
import { refuse, refuseMethod, refuseWith } from "./refusal.ts";

/** A request's parameters as they came. */
export interface RawRequest {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

/** Characters of a document: the lexer does not count comments as tokens, and what is kept is kept whole. */
const MAX_CHARACTERS = 64_000;

type Values = Readonly<Record<string, unknown>>;

/** An operation that may be executed. */
export interface PreparedOperation {
  readonly query: string;
  /** Names the document. */
  readonly hash: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  /** As the client sent them. */
  readonly rawVariables: Values;
  /** Coerced, with defaults. */
  readonly variables: Values;
  readonly cost: number;
}

export interface PreparerOptions {
  /** Whether the schema may be asked for. */
  readonly introspection?: boolean;
}

/** The one way from a request to an operation, for every transport: shape, size, syntax, validity, variables, cost, in the order of what they take. */
export class OperationPreparer {
  readonly #schema: GraphQLSchema;
  readonly #limits: Limits;
  readonly #documents: Documents;
  readonly #persisted = new PersistedQueries();

  constructor(schema: GraphQLSchema, limits: Limits, { introspection = true }: PreparerOptions = {}) {
    this.#schema = schema;
    this.#limits = limits;
    this.#documents = new Documents({ schema, limits, introspection });
  }

  /** A document that was prepared lately. */
  known(hash: string): KnownDocument | undefined {
    return this.#documents.byHash(hash);
  }

  /** `isSafe`: it came by a method that must change nothing. */
  prepare(raw: RawRequest, isSafe = false): PreparedOperation | Refusal {
    const { operationName, extensions } = raw;
    if (!isOptional(extensions, isRecord)) return refuse(400, "BAD_REQUEST", "`extensions` must be an object");
    const query = this.#persisted.resolve(raw.query, extensions) ?? raw.query;
    if (isRecord(query) && "errors" in query) return query as unknown as Refusal;
    if (typeof query !== "string" || query === "") return refuse(400, "BAD_REQUEST", "`query` must be a string");
    if (query.length > MAX_CHARACTERS)
      return refuse(400, "DOCUMENT_TOO_LARGE", `the document has more than ${MAX_CHARACTERS} characters`, {
        limit: MAX_CHARACTERS,
      });
    if (!isOptional(operationName, isString)) return refuse(400, "BAD_REQUEST", "`operationName` must be a string");
    const variables = raw.variables ?? {};
    if (!isRecord(variables)) return refuse(400, "BAD_REQUEST", "`variables` must be an object");
    const { variableDepth } = this.#limits;
    if (isDeeperThan(variables, variableDepth))
      return refuse(400, "BAD_USER_INPUT", `variables are nested deeper than ${variableDepth}`, {
        limit: variableDepth,
      });

    const document = this.#documents.get(query);
    if ("errors" in document) return document;
    const operation = chooseOperation(document, operationName ?? undefined);
    if ("errors" in operation) return operation;
    if (isSafe && operation.operation.operation === "mutation")
      return refuseMethod("POST", "mutations are sent by POST");
    // graphql-js takes the fields of a missing root type for valid.
    const kind = operation.operation.operation;
    if (!this.#schema.getRootType(kind)) return refuse(400, "GRAPHQL_VALIDATION_FAILED", `there is no ${kind} here`);
    this.#persisted.keep(query, extensions);
    return this.#withVariables(document, operation, variables);
  }

  #withVariables(known: KnownDocument, chosen: KnownOperation, rawVariables: Values): PreparedOperation | Refusal {
    const { operation, name } = chosen;
    const { errorsReturned } = this.#limits;
    const coerced = coerceVariables(this.#schema, operation.variableDefinitions ?? [], rawVariables, errorsReturned);
    if ("errors" in coerced) return refuseWith(400, "BAD_USER_INPUT", coerced.errors);
    const { values: variables } = coerced;
    const cost = this.#costOf(chosen, variables);
    if (typeof cost !== "number") return cost;
    const { text: query, hash, document } = known;
    return { query, hash, document, operation, operationName: name, rawVariables, variables, cost };
  }

  #costOf(operation: KnownOperation, variables: Values): number | Refusal {
    const { cost: limit } = this.#limits;
    try {
      const cost = costOf(operation, variables, limit);
      if (cost <= limit) return cost;
      return refuse(400, "COST_LIMIT", `the operation could give ${cost} objects`, { cost, limit });
    } catch (error) {
      if (error instanceof PageSizeError) return refuse(400, "BAD_USER_INPUT", error.message);
      throw error;
    }
  }
}

function chooseOperation({ operations }: KnownDocument, name: string | undefined): KnownOperation | Refusal {
  const [first, ...others] = operations;
  const chosen = name === undefined ? first : operations.find((operation) => operation.name === name);
  if (chosen !== undefined && (name !== undefined || others.length === 0)) return chosen;
  return refuse(
    400,
    "OPERATION_RESOLUTION_FAILURE",
    name === undefined
      ? "`operationName` must say which operation of the document is meant"
      : "no operation of the document has this name",
  );
}

function isOptional<T>(value: unknown, is: (value: unknown) => value is T): value is T | null | undefined {
  return value === undefined || value === null || is(value);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
