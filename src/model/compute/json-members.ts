import type { JsonObject } from "../../../schema/kubernetes-object.ts";

/** Readers of JSON that was kept as it came: what is of a wrong type counts as absent. */
export function objectIn(parent: JsonObject, key: string): JsonObject {
  const member = parent[key];
  return isObject(member) ? member : {};
}

export function objectsIn(parent: JsonObject, key: string): readonly JsonObject[] {
  const member = parent[key];
  return Array.isArray(member) ? member.filter(isObject) : [];
}

export function textIn(parent: JsonObject, key: string): string {
  const member = parent[key];
  return typeof member === "string" ? member : "";
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
