import { randomUUID } from "node:crypto";
import { GraphQLError } from "graphql";
import type { ExecutionResult, FormattedExecutionResult, GraphQLFormattedError } from "graphql";
import { AppError } from "../errors.ts";
import type { Logger } from "../lib/logger.ts";

/** The one place where a fault becomes what a client sees. What is not in our vocabulary is masked: the log has it under the same errorId. */
export class ErrorFormatter {
  readonly #log: Logger;
  readonly #maxErrors: number;

  constructor(log: Logger, maxErrors: number) {
    this.#log = log;
    this.#maxErrors = maxErrors;
  }

  format(error: unknown): GraphQLFormattedError {
    const graphQLError =
      error instanceof GraphQLError
        ? error
        : new GraphQLError("Internal server error", { originalError: asError(error) });
    const cause = graphQLError.originalError ?? null;
    const { locations, path } = graphQLError.toJSON();
    const place = { ...(locations && { locations }), ...(path && { path }) };
    if (cause instanceof AppError)
      return { message: cause.message, ...place, extensions: { code: cause.code, ...cause.details } };
    if (cause === null || isMisfit(cause))
      return { message: graphQLError.message, ...place, extensions: { code: codeOf(graphQLError) } };
    const errorId = randomUUID();
    this.#log.error({ err: cause, errorId, path }, "an answer failed inside");
    return { message: "Internal server error", ...place, extensions: { code: "INTERNAL_SERVER_ERROR", errorId } };
  }

  result({ data, errors }: ExecutionResult): FormattedExecutionResult {
    if (errors === undefined || errors.length === 0) return { data: data ?? null };
    const shown = errors.slice(0, this.#maxErrors).map((error) => this.format(error));
    return data === undefined ? { errors: shown } : { errors: shown, data };
  }
}

/** An argument that does not fit, as only the variables of this request could tell: graphql-js points at it. It does not at what it fails to serialize. */
function isMisfit(cause: Error): boolean {
  return cause instanceof GraphQLError && cause.nodes !== undefined;
}

function codeOf({ extensions }: GraphQLError): string {
  return typeof extensions["code"] === "string" ? extensions["code"] : "BAD_USER_INPUT";
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
