import { ApolloServer, HeaderMap } from "@apollo/server";
import type { HTTPGraphQLResponse } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled } from "@apollo/server/plugin/disabled";
import type { ExecutionResult, GraphQLSchema } from "graphql";
import { GraphQLError } from "graphql";
import type { Context } from "../context.ts";
import type { ErrorFormatter } from "./format-error.ts";
import type { Gateway } from "./gateway.ts";
import type { PreparedOperation } from "./prepare-operation.ts";

/** What Apollo carries through: the resolvers' context, and the operation when it was prepared before. */
interface ApolloContext {
  readonly context: Context;
  readonly prepared: PreparedOperation | null;
}

export interface GraphQLHttpRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly search: string;
  readonly body: unknown;
}

/** Apollo Server over HTTP without a web framework: GraphQL over HTTP, persisted queries and the prevention of forged requests are its. */
export class GraphQLOverHttp implements AsyncDisposable {
  readonly #apollo: ApolloServer<ApolloContext>;

  constructor(gateway: Gateway) {
    const { schema, formatter, limits, log } = gateway;
    this.#apollo = new ApolloServer<ApolloContext>({
      gateway: executedBy(schema, (request) => execute(gateway, request)),
      introspection: true,
      includeStacktraceInErrorResponses: false,
      parseOptions: { maxTokens: limits.tokens },
      formatError: (formatted, error) => format(formatter, formatted.extensions?.["code"], error),
      // What a field costs is not instrumented, and signals are the process's own.
      plugins: [
        ApolloServerPluginCacheControlDisabled(),
        {
          requestDidStart: async () => ({
            willSendResponse: async ({ response: { body } }) => {
              if (body.kind === "single" && body.singleResult.errors !== undefined)
                body.singleResult.errors = body.singleResult.errors.slice(0, limits.errorsReturned);
            },
          }),
        },
      ],
      stopOnTerminationSignals: false,
      logger: {
        debug: (message?: unknown) => log.debug({}, String(message)),
        info: (message?: unknown) => log.debug({}, String(message)),
        warn: (message?: unknown) => log.warn({}, String(message)),
        error: (message?: unknown) => log.error({}, String(message)),
      },
    });
  }

  start(): Promise<void> {
    return this.#apollo.start();
  }

  /** `prepared` is null for a persisted document, which only Apollo knows. */
  async execute(
    request: GraphQLHttpRequest,
    context: Context,
    prepared: PreparedOperation | null,
  ): Promise<HTTPGraphQLResponse> {
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined) headers.set(name, typeof value === "string" ? value : value.join(", "));
    return this.#apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: request.method, headers, search: request.search, body: request.body },
      context: () => Promise.resolve({ context, prepared }),
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#apollo.stop();
  }
}

type Gateways = Exclude<ConstructorParameters<typeof ApolloServer<ApolloContext>>[0]["gateway"], undefined>;
type GatewayRequest = Parameters<Exclude<Awaited<ReturnType<Gateways["load"]>>["executor"], null>>[0];

/** Apollo's way to another executor than its own. */
function executedBy(schema: GraphQLSchema, run: (request: GatewayRequest) => Promise<ExecutionResult>): Gateways {
  return {
    load: () => Promise.resolve({ executor: (request) => run(request) as ReturnType<typeof run> & Promise<object> }),
    onSchemaLoadOrUpdate: (callback) => {
      callback({ apiSchema: schema, coreSupergraphSdl: "" });
      return () => {};
    },
    stop: () => Promise.resolve(),
  };
}

async function execute({ preparer, executor }: Gateway, request: GatewayRequest): Promise<ExecutionResult> {
  const { context, prepared } = request.context as unknown as ApolloContext;
  const { query, operationName, variables } = { query: request.source, ...request.request };
  const operation = prepared ?? preparer.prepare({ query: request.source || query, operationName, variables });
  if (!("errors" in operation)) return executor.execute({ ...operation, context });
  return { errors: operation.errors.map(({ message, extensions }) => new GraphQLError(message, { extensions })) };
}

/** Apollo's own codes stay; faults of resolvers are translated by the one mapping. */
function format(formatter: ErrorFormatter, code: unknown, error: unknown) {
  if (typeof code === "string" && code !== "INTERNAL_SERVER_ERROR" && error instanceof GraphQLError)
    return { ...error.toJSON(), extensions: { code } };
  return formatter.format(error);
}
