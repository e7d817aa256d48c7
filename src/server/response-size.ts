import type { FormattedExecutionResult } from "graphql";
import { refuse } from "./refusal.ts";
import { jsonOf } from "./shared-json.ts";

/** What is said instead of an answer that is too large, whatever the transport. */
export const tooLarge = refuse(400, "RESPONSE_TOO_LARGE", "the answer is too large: ask for less");

/** The answer, or that it is larger than so many bytes of JSON. */
export function withinSize(result: FormattedExecutionResult, maxBytes: number): FormattedExecutionResult {
  return Buffer.byteLength(jsonOf(result)) > maxBytes ? { errors: tooLarge.errors } : result;
}
