import type { JsonObject, StringMap } from "../../../schema/kubernetes-object.ts";

/** Readers of a spec that nobody checked: what is of a wrong type counts as left out. Null is left out too, as protobuf has it. */
export function fieldOf(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? (object[name] ?? undefined) : undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectIn(parent: JsonObject, name: string): JsonObject | null {
  const value = fieldOf(parent, name);
  return isObject(value) ? value : null;
}

export function objectsIn(parent: JsonObject, name: string): readonly JsonObject[] {
  return listIn(parent, name).filter(isObject);
}

export function stringIn(parent: JsonObject, name: string): string {
  const value = fieldOf(parent, name);
  return typeof value === "string" ? value : "";
}

export function stringsIn(parent: JsonObject, name: string): readonly string[] {
  return listIn(parent, name).filter((item) => typeof item === "string");
}

/** A whole number; 0 for what is none. */
export function numberIn(parent: JsonObject, name: string): number {
  const value = fieldOf(parent, name);
  return typeof value === "number" && Number.isInteger(value) ? value : 0;
}

export function stringMapIn(parent: JsonObject, name: string): StringMap {
  return Object.fromEntries(
    Object.entries(objectIn(parent, name) ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}

function listIn(parent: JsonObject, name: string): readonly unknown[] {
  const value = fieldOf(parent, name);
  return Array.isArray(value) ? value : [];
}
