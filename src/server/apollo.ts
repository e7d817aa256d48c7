import { ApolloServer, HeaderMap } from "@apollo/server";
import type { ApolloServerPlugin, GraphQLRequestListener, GraphQLResponse } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import type { FormattedExecutionResult } from "graphql";
import type { Context } from "../context.ts";
import type { Gateway } from "./gateway.ts";
import type { OperationPreparer, PreparedOperation } from "./prepare-operation.ts";

/** What Apollo carries through: the operation as it was prepared, and what its resolvers are handed. */
interface Asked {
  readonly prepared: PreparedOperation;
  readonly context: Context;
  readonly abort: AbortController;
}

/** The type that Apollo's own types have. */
type SingleResult = Extract<GraphQLResponse["body"], { kind: "single" }>["singleResult"];

/** Never a reason to fail: the operation was prepared before, and a document that was let go since is parsed once more. */
type DocumentStore = Exclude<ConstructorParameters<typeof ApolloServer>[0]["documentStore"], null | undefined>;

/**
 * Runs operations through Apollo Server's pipeline, where its plugins see them. What was worked out before is not worked out again: it
 * neither parses nor validates, and executes by our executor.
 */
export class ApolloPipeline implements AsyncDisposable {
  readonly #apollo: ApolloServer<Asked>;

  constructor(gateway: Gateway) {
    const { schema, preparer, log } = gateway;
    this.#apollo = new ApolloServer<Asked>({
      schema,
      documentStore: preparedDocuments(preparer),
      // It was validated, with rules and limits that all transports share.
      dangerouslyDisableValidation: true,
      persistedQueries: false,
      includeStacktraceInErrorResponses: false,
      // Nothing that instruments each field.
      plugins: [
        ApolloServerPluginCacheControlDisabled(),
        ApolloServerPluginInlineTraceDisabled(),
        ApolloServerPluginLandingPageDisabled(),
        ApolloServerPluginUsageReportingDisabled(),
        answeredBy(gateway),
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

  async answer(asked: Asked): Promise<FormattedExecutionResult> {
    const { query, operationName, rawVariables: variables } = asked.prepared;
    const { body } = await this.#apollo.executeOperation(
      { query, variables, ...(operationName !== undefined && { operationName }) },
      { contextValue: asked },
    );
    if (body.kind !== "single") throw new Error("answers in parts are not offered");
    return body.singleResult;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#apollo.stop();
  }
}

/** Apollo's way to another executor than its own. */
function answeredBy(gateway: Gateway): ApolloServerPlugin<Asked> {
  const listener: GraphQLRequestListener<Asked> = {
    responseForOperation: async ({ contextValue: { prepared, context, abort } }) => {
      const singleResult = (await gateway.answer(prepared, context, abort)) as SingleResult;
      return { body: { kind: "single", singleResult }, http: { headers: new HeaderMap() } };
    },
  };
  return { requestDidStart: async () => listener };
}

/** Apollo asks for a document by the hash of its text, behind a prefix of its own. */
function preparedDocuments(preparer: OperationPreparer): DocumentStore {
  return {
    get: async (key) => preparer.known(key.slice(key.lastIndexOf(":") + 1))?.document,
    set: async () => {},
    delete: async () => false,
  };
}
