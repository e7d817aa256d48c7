import type { ExecutionResult, GraphQLObjectType } from "graphql";
import { GraphQLError } from "graphql";
import type { WriteObject } from "./complete.ts";
import { conditionVariables } from "./conditions.ts";
import type { Document } from "./document.ts";
import { isPromise, Run } from "./run.ts";
import { compileSelection } from "./selection.ts";

/** Which of its fields a document asks for depends on variables: so many variants are kept. */
const MAX_VARIANTS = 16;

export interface ExecuteArgs {
  readonly rootValue?: unknown;
  readonly context: unknown;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * Executes one operation of a valid document again and again, as graphql-js would and with the same answers, but what does not depend
 * on data is worked out once. It gives the answer itself, not a promise of it, when no resolver gives a promise. Not for mutations,
 * whose fields must wait for each other.
 */
export class Executable {
  readonly #document: Document;
  readonly #type: GraphQLObjectType;
  readonly #conditions: readonly string[];
  readonly #variants = new Map<string, WriteObject>();

  constructor(document: Document) {
    const type = document.schema.getRootType(document.operation.operation);
    if (type === null || type === undefined)
      throw new GraphQLError(`Schema is not configured to execute ${document.operation.operation} operation.`);
    this.#document = document;
    this.#type = type;
    this.#conditions = conditionVariables(document);
  }

  execute({ rootValue, context, variables }: ExecuteArgs): ExecutionResult | Promise<ExecutionResult> {
    const run = new Run(rootValue, context, variables);
    try {
      const data = this.#variant(variables)(run, rootValue, undefined);
      return isPromise(data) ? this.#later(run, data) : answer(run, data);
    } catch (error) {
      return failed(run, error);
    }
  }

  async #later(run: Run, data: PromiseLike<unknown>): Promise<ExecutionResult> {
    try {
      return answer(run, await data);
    } catch (error) {
      return failed(run, error);
    }
  }

  #variant(variables: Readonly<Record<string, unknown>>): WriteObject {
    const key = this.#conditions.map((name) => (variables[name] === true ? "1" : "0")).join("");
    const known = this.#variants.get(key);
    if (known !== undefined) return known;
    if (this.#variants.size >= MAX_VARIANTS) this.#variants.clear();
    const write = compileSelection(this.#document, variables, this.#type, [this.#document.operation.selectionSet]);
    this.#variants.set(key, write);
    return write;
  }
}

function answer(run: Run, data: unknown): ExecutionResult {
  return run.errors.length === 0
    ? { data: data as ExecutionResult["data"] & object }
    : { errors: run.errors, data: data as ExecutionResult["data"] & object };
}

/** What fails up to the root was located on its way. */
function failed(run: Run, error: unknown): ExecutionResult {
  run.report(error as GraphQLError, undefined);
  return { errors: run.errors, data: null };
}
