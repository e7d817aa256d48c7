import type { JsonObject } from "../json.ts";

/** A line of `status.conditions`, as the built-in kinds and Karpenter's alike have it. */
export function condition(type: string, status: boolean, at: string, reason: string, message = ""): JsonObject {
  return { type, status: status ? "True" : "False", lastTransitionTime: at, reason, message };
}
