import type { IncomingHttpHeaders } from "node:http";
import type { FormattedExecutionResult, GraphQLFormattedError, GraphQLSchema } from "graphql";
import type { Context } from "../context.ts";
import type { Logger } from "../lib/logger.ts";
import type { Executor } from "./executor.ts";
import type { ErrorFormatter } from "./format-error.ts";
import type { SubscriptionHub } from "./hub.ts";
import { inTime } from "./in-time.ts";
import type { Limits } from "./limits.ts";
import type { OperationPreparer, PreparedOperation, RawRequest } from "./prepare-operation.ts";
import type { Refusal } from "./refusal.ts";

/** Who asks, as far as the transport knows. */
export interface Asker {
  readonly headers: IncomingHttpHeaders;
  readonly signal: AbortSignal;
}

/** Runs subscriptions. */
export type SubscriptionRunner = Pick<SubscriptionHub, "subscribe">;

/** What is counted of operations. */
export interface OperationMetrics {
  operation(type: string, outcome: string, seconds: number, cost: number): void;
  error(code: string): void;
}

/** What every transport answers with. */
type GatewayParts = Pick<
  Gateway,
  "schema" | "limits" | "log" | "preparer" | "formatter" | "executor" | "hub" | "contextFor"
>;

export class Gateway {
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly log: Logger;
  readonly preparer: OperationPreparer;
  readonly formatter: ErrorFormatter;
  readonly executor: Executor;
  readonly hub: SubscriptionRunner;
  readonly contextFor: (asker: Asker) => Context;
  #metrics: OperationMetrics | null = null;

  constructor(parts: GatewayParts) {
    const { schema, limits, log, preparer, formatter, executor, hub, contextFor } = parts;
    this.schema = schema;
    this.limits = limits;
    this.log = log;
    this.preparer = preparer;
    this.formatter = formatter;
    this.executor = executor;
    this.hub = hub;
    this.contextFor = contextFor;
  }

  /** Counts what is asked from now on. */
  record(metrics: OperationMetrics): void {
    this.#metrics = metrics;
  }

  /** The one way from a request to an operation. `isSafe`: it came by a method that must change nothing. */
  prepare(raw: RawRequest, isSafe = false): PreparedOperation | Refusal {
    const prepared = this.preparer.prepare(raw, isSafe);
    if ("errors" in prepared) this.#count(prepared.errors);
    return prepared;
  }

  /** Answers a query or a mutation, in time. `abort` belongs to the context's signal. */
  async answer(
    prepared: PreparedOperation,
    context: Context,
    abort: AbortController,
  ): Promise<FormattedExecutionResult> {
    const begun = performance.now();
    const result = await this.#execute(prepared, context, abort);
    const seconds = (performance.now() - begun) / 1000;
    const outcome = result.errors === undefined ? "ok" : result.data === undefined ? "failed" : "partial";
    this.#metrics?.operation(prepared.operation.operation, outcome, seconds, prepared.cost);
    if (result.errors !== undefined) this.#count(result.errors);
    const { operationName: op, hash: docId, cost } = prepared;
    this.log.debug({ op, docId, cost, outcome, ms: seconds * 1000 }, "an operation was answered");
    return result;
  }

  async #execute(prepared: PreparedOperation, context: Context, abort: AbortController) {
    try {
      const result = this.executor.execute({ ...prepared, context });
      return this.formatter.result(await inTime(result, this.limits.executionTime, abort));
    } catch (error) {
      return { errors: [this.formatter.format(error)] };
    }
  }

  #count(errors: readonly GraphQLFormattedError[]): void {
    for (const { extensions } of errors) this.#metrics?.error(String(extensions?.["code"]));
  }
}
