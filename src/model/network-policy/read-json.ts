import type { JsonObject } from "../../../schema/kubernetes-object.ts";

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a field holds that may be left out. Null is left out, as Go has it. */
export function fieldOf(object: JsonObject, name: string): unknown {
  return object[name] ?? undefined;
}
