import type { JsonObject } from "../../schema/kubernetes-object.ts";

/** An object of the wire is not what its kind says. The message names the field and never holds the value. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}

const empty: JsonObject = Object.freeze({});

/** The member objects, "" and [] stand for what is absent, as in Go's API types; a wrong type is a DecodeError. */
export function objectIn(parent: JsonObject, key: string): JsonObject {
  return optionalObject(parent, key) ?? empty;
}

export function optionalObject(parent: JsonObject, key: string): JsonObject | null {
  const value = parent[key];
  if (value === undefined || value === null) return null;
  if (typeof value !== "object" || Array.isArray(value)) throw wrong(key, "an object", value);
  return value as JsonObject;
}

export function objectsIn(parent: JsonObject, key: string): readonly JsonObject[] {
  const value = arrayIn(parent, key);
  if (value.some((item) => typeof item !== "object" || item === null || Array.isArray(item)))
    throw new DecodeError(`${key}: expected objects only`);
  return value as readonly JsonObject[];
}

export function stringIn(parent: JsonObject, key: string): string {
  return optionalString(parent, key) ?? "";
}

export function optionalString(parent: JsonObject, key: string): string | null {
  const value = parent[key];
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return null;
  throw wrong(key, "a string", value);
}

export function requiredString(parent: JsonObject, key: string): string {
  const value = parent[key];
  if (typeof value === "string" && value !== "") return value;
  throw wrong(key, "a string that is not empty", value);
}

export function stringsIn(parent: JsonObject, key: string): readonly string[] {
  const value = arrayIn(parent, key);
  if (value.some((item) => typeof item !== "string")) throw new DecodeError(`${key}: expected strings only`);
  return value as readonly string[];
}

/** A whole number that GraphQL's Int can carry. */
export function optionalInt(parent: JsonObject, key: string): number | null {
  const value = parent[key];
  if (value === undefined || value === null) return null;
  if (typeof value !== "number" || (value | 0) !== value) throw wrong(key, "a 32-bit whole number", value);
  return value;
}

export function intIn(parent: JsonObject, key: string): number {
  return optionalInt(parent, key) ?? 0;
}

export function booleanIn(parent: JsonObject, key: string): boolean {
  const value = parent[key];
  if (typeof value === "boolean") return value;
  if (value === undefined || value === null) return false;
  throw wrong(key, "a boolean", value);
}

/** A time such as 2026-11-23T09:26:36Z in whole seconds since 1970; null where there is none. */
export function optionalSeconds(parent: JsonObject, key: string): number | null {
  const value = optionalString(parent, key);
  if (value === null) return null;
  const ms = Date.parse(value);
  if (Number.isNaN(ms)) throw new DecodeError(`${key}: expected an RFC 3339 time`);
  return Math.floor(ms / 1000);
}

function arrayIn(parent: JsonObject, key: string): readonly unknown[] {
  const value = parent[key];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrong(key, "a list", value);
  return value;
}

function wrong(key: string, expected: string, found: unknown): DecodeError {
  const what =
    found === null ? "null" : Array.isArray(found) ? "a list" : found === undefined ? "nothing" : `a ${typeof found}`;
  return new DecodeError(`${key}: expected ${expected}, found ${what}`);
}
