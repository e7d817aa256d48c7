import { ApolloServer, HeaderMap } from "@apollo/server";
import type { HTTPGraphQLResponse } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled } from "@apollo/server/plugin/disabled";
import type { GraphQLSchema } from "graphql";
import { GraphQLError } from "graphql";
import type { Context } from "../context.ts";
import type { Logger } from "../lib/logger.ts";
import type { ErrorFormatter } from "./format-error.ts";
import type { Limits } from "./limits.ts";

/** The context in the shape that Apollo wants. */
export type ApolloContext = Context;

export interface GraphQLHttpRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly search: string;
  readonly body: unknown;
}

/** Apollo Server over HTTP without a web framework: GraphQL over HTTP, persisted queries and the prevention of forged requests are its. */
export class GraphQLOverHttp implements AsyncDisposable {
  readonly #apollo: ApolloServer<ApolloContext>;

  constructor(schema: GraphQLSchema, formatter: ErrorFormatter, limits: Limits, log: Logger) {
    this.#apollo = new ApolloServer<ApolloContext>({
      schema,
      introspection: true,
      includeStacktraceInErrorResponses: false,
      parseOptions: { maxTokens: limits.tokens },
      formatError: (formatted, error) => format(formatter, formatted.extensions?.["code"], error),
      // What a field costs is not instrumented, and signals are the process's own.
      plugins: [ApolloServerPluginCacheControlDisabled()],
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

  async execute(request: GraphQLHttpRequest, context: Context): Promise<HTTPGraphQLResponse> {
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined) headers.set(name, typeof value === "string" ? value : value.join(", "));
    return this.#apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: request.method, headers, search: request.search, body: request.body },
      context: () => Promise.resolve(context),
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#apollo.stop();
  }
}

/** Apollo's own codes stay; faults of resolvers are translated by the one mapping. */
function format(formatter: ErrorFormatter, code: unknown, error: unknown) {
  if (typeof code === "string" && code !== "INTERNAL_SERVER_ERROR" && error instanceof GraphQLError)
    return { ...error.toJSON(), extensions: { code } };
  return formatter.format(error);
}
