import { GraphQLError } from "graphql";
import type { GraphQLFormattedError } from "graphql";

/** Why a request is not answered: an HTTP status, and errors with stable codes. */
export interface Refusal {
  readonly status: number;
  readonly errors: readonly GraphQLFormattedError[];
}

export function refuse(status: number, code: string, message: string, more: Record<string, unknown> = {}): Refusal {
  return { status, errors: [new GraphQLError(message, { extensions: { code, ...more } }).toJSON()] };
}
