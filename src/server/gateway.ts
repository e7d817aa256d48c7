import type { IncomingHttpHeaders } from "node:http";
import type { FormattedExecutionResult, GraphQLSchema } from "graphql";
import type { Context } from "../context.ts";
import type { Logger } from "../lib/logger.ts";
import type { Executor } from "./executor.ts";
import type { ErrorFormatter } from "./format-error.ts";
import type { SubscriptionHub } from "./hub.ts";
import type { Limits } from "./limits.ts";
import type { OperationPreparer, PreparedOperation } from "./prepare-operation.ts";

/** Who asks, as far as the transport knows. */
export interface Asker {
  readonly headers: IncomingHttpHeaders;
  readonly signal: AbortSignal;
}

/** Runs subscriptions. */
export type SubscriptionRunner = Pick<SubscriptionHub, "subscribe">;

/** What every transport answers with. */
export interface GatewayParts {
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly log: Logger;
  readonly preparer: OperationPreparer;
  readonly formatter: ErrorFormatter;
  readonly executor: Executor;
  readonly hub: SubscriptionRunner;
  contextFor(asker: Asker): Context;
}

export class Gateway implements GatewayParts {
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly log: Logger;
  readonly preparer: OperationPreparer;
  readonly formatter: ErrorFormatter;
  readonly executor: Executor;
  readonly hub: SubscriptionRunner;
  readonly contextFor: (asker: Asker) => Context;

  constructor({ schema, limits, log, preparer, formatter, executor, hub, contextFor }: GatewayParts) {
    this.schema = schema;
    this.limits = limits;
    this.log = log;
    this.preparer = preparer;
    this.formatter = formatter;
    this.executor = executor;
    this.hub = hub;
    this.contextFor = contextFor;
  }

  /** Answers a query that does not come over plain HTTP. */
  async execute(prepared: PreparedOperation, context: Context): Promise<FormattedExecutionResult> {
    return this.formatter.result(await this.executor.execute({ ...prepared, context }));
  }
}
