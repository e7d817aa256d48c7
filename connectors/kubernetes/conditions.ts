import type { Condition } from "../../schema/condition.ts";
import type { JsonObject } from "../../schema/kubernetes-object.ts";
import type { InternPool } from "../../src/lib/intern.ts";
import { objectsIn, optionalString, optionalTime, stringIn } from "./json.ts";

/** The conditions of a status. Their times are kept to the second. */
export function conditionsIn(status: JsonObject, pool: InternPool): readonly Condition[] {
  const conditions: Condition[] = [];
  for (const condition of objectsIn(status, "conditions"))
    conditions.push({
      type: stringIn(condition, "type", pool),
      status: stringIn(condition, "status", pool),
      reason: optionalString(condition, "reason", pool),
      message: optionalString(condition, "message", pool),
      lastTransitionAt: optionalTime(condition, "lastTransitionTime"),
    });
  return conditions;
}

/** What the condition Ready says; null when it says Unknown or nothing. */
export function readyIn(conditions: readonly Condition[]): boolean | null {
  return conditionIn(conditions, "Ready");
}

/** What a condition of a type says; null when it says Unknown or is not there. */
export function conditionIn(conditions: readonly Condition[], wanted: string): boolean | null {
  for (const { type, status } of conditions)
    if (type === wanted) return status === "True" ? true : status === "False" ? false : null;
  return null;
}
