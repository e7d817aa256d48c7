import type { IncomingHttpHeaders } from "node:http";
import type { FormattedExecutionResult, GraphQLSchema } from "graphql";
import { execute } from "graphql";
import type { Context } from "../context.ts";
import type { Logger } from "../lib/logger.ts";
import type { ErrorFormatter } from "./format-error.ts";
import type { SubscriptionHub } from "./hub.ts";
import type { Limits } from "./limits.ts";
import type { OperationPreparer, PreparedOperation } from "./prepare-operation.ts";

/** Who asks, as far as the transport knows. */
export interface Asker {
  readonly headers: IncomingHttpHeaders;
  readonly signal: AbortSignal;
}

/** What every transport answers with. */
export interface GatewayParts {
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly log: Logger;
  readonly preparer: OperationPreparer;
  readonly formatter: ErrorFormatter;
  readonly hub: SubscriptionHub;
  contextFor(asker: Asker): Context;
}

export class Gateway implements GatewayParts {
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly log: Logger;
  readonly preparer: OperationPreparer;
  readonly formatter: ErrorFormatter;
  readonly hub: SubscriptionHub;
  readonly contextFor: (asker: Asker) => Context;

  constructor({ schema, limits, log, preparer, formatter, hub, contextFor }: GatewayParts) {
    this.schema = schema;
    this.limits = limits;
    this.log = log;
    this.preparer = preparer;
    this.formatter = formatter;
    this.hub = hub;
    this.contextFor = contextFor;
  }

  /** Answers a query that does not come over plain HTTP. */
  async execute({ document, rawVariables, operationName }: PreparedOperation, context: Context): Promise<FormattedExecutionResult> {
    const result = await execute({
      schema: this.schema,
      document,
      contextValue: context,
      variableValues: rawVariables,
      operationName: operationName ?? null,
    });
    return this.formatter.result(result);
  }
}
