import { GraphQLError } from "graphql";
import type { GraphQLFormattedError } from "graphql";
import type { ErrorCode } from "./error-catalogue.ts";

/** Why a request is not answered: an HTTP status, and errors with stable codes. */
export interface Refusal {
  readonly status: number;
  readonly errors: readonly GraphQLFormattedError[];
  /** Methods that are allowed instead, for 405. */
  readonly allow?: string;
}

export function refuse(status: number, code: ErrorCode, message: string, more: Record<string, unknown> = {}): Refusal {
  return { status, errors: [new GraphQLError(message, { extensions: { code, ...more } }).toJSON()] };
}

/** All errors of graphql-js with one code of ours. */
export function refuseWith(status: number, code: ErrorCode, errors: readonly GraphQLError[]): Refusal {
  return { status, errors: errors.map((error) => ({ ...error.toJSON(), extensions: { code } })) };
}

/** 405, with what may be used instead. */
export function refuseMethod(allow: string, message: string): Refusal {
  return { ...refuse(405, "BAD_REQUEST", message), allow };
}
