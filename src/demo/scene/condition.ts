import type { JsonObject } from "../json.ts";

/** A line of `status.conditions`, as the built-in kinds and Karpenter's alike have it. */
export function condition(type: string, status: boolean, at: string, reason: string, message = ""): JsonObject {
  return { type, status: status ? "True" : "False", lastTransitionTime: at, reason, message };
}

/** Conditions that are all true, as the controllers of Karpenter and of AWS write them. Source: operatorpkg status/condition_set.go. */
export function settledConditions(types: readonly string[], at: string, observedGeneration: number): JsonObject[] {
  return types.map((type) => ({ ...condition(type, true, at, type), observedGeneration }));
}
