import type {
  DocumentNode,
  ExecutionResult,
  FragmentDefinitionNode,
  GraphQLSchema,
  OperationDefinitionNode,
} from "graphql";
import { Kind, execute } from "graphql";
import { LRUCache } from "lru-cache";
import type { Context } from "../context.ts";
import { Executable } from "./execution/execute.ts";
import type { PreparedOperation } from "./prepare-operation.ts";

/** A document is compiled when it is asked for this often: compiling costs more than executing it once. */
const USES_BEFORE_COMPILING = 3;

/** Compiled operations that are kept: each holds some 50 kB of functions. */
const KEPT = 500;

interface Use {
  count: number;
  executable: Executable | null;
}

export interface Execution extends Pick<PreparedOperation, "document" | "operation" | "rawVariables" | "variables"> {
  readonly context: Context;
  readonly rootValue?: unknown;
}

/** Executes operations: compiled when they come again and again, else by graphql-js. Mutations always by graphql-js, one field after another. */
export class Executor {
  readonly #schema: GraphQLSchema;
  readonly #uses = new LRUCache<OperationDefinitionNode, Use>({ max: KEPT });

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** The answer itself, not a promise of it, when no field waits. */
  execute({
    document,
    operation,
    rawVariables,
    variables,
    context,
    rootValue,
  }: Execution): ExecutionResult | Promise<ExecutionResult> {
    const executable = this.#executable(document, operation);
    if (executable !== null) return executable.execute({ rootValue, context, variables });
    return execute({
      schema: this.#schema,
      document,
      rootValue,
      contextValue: context,
      variableValues: rawVariables,
      operationName: operation.name?.value ?? null,
    });
  }

  #executable(document: DocumentNode, operation: OperationDefinitionNode): Executable | null {
    if ((operation.operation as string) === "mutation") return null;
    let use = this.#uses.get(operation);
    if (use === undefined) this.#uses.set(operation, (use = { count: 0, executable: null }));
    use.count += 1;
    if (use.executable === null && use.count >= USES_BEFORE_COMPILING)
      use.executable = new Executable({ schema: this.#schema, fragments: fragmentsOf(document), operation });
    return use.executable;
  }
}

function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}
