import type { JsonObject, StringMap } from "../../schema/kubernetes-object.ts";
import type { InternPool } from "../../src/lib/intern.ts";

/** An object of the wire is not what its kind says. The message names the field and never holds the value. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}

const noMembers: JsonObject = Object.freeze({});
const noItems: readonly never[] = Object.freeze([]);

/**
 * The readers of one member: an empty object, "", 0, false and an empty list stand for what is absent, as in Go's API types; a wrong type
 * is a DecodeError. With a pool, equal strings become one.
 */
export function objectIn(parent: JsonObject, key: string): JsonObject {
  return optionalObject(parent, key) ?? noMembers;
}

export function optionalObject(parent: JsonObject, key: string): JsonObject | null {
  const value = parent[key];
  if (value === undefined || value === null) return null;
  if (!isObject(value)) throw wrong(key, "an object", value);
  return value;
}

export function objectsIn(parent: JsonObject, key: string): readonly JsonObject[] {
  const value = arrayIn(parent, key);
  for (const item of value) if (!isObject(item)) throw new DecodeError(`${key}: expected objects only`);
  return value as readonly JsonObject[];
}

export function stringIn(parent: JsonObject, key: string, pool?: InternPool): string {
  return optionalString(parent, key, pool) ?? "";
}

export function optionalString(parent: JsonObject, key: string, pool?: InternPool): string | null {
  const value = parent[key];
  if (typeof value === "string") return pool === undefined ? value : pool.string(value);
  if (value === undefined || value === null) return null;
  throw wrong(key, "a string", value);
}

export function requiredString(parent: JsonObject, key: string, pool?: InternPool): string {
  const value = optionalString(parent, key, pool);
  if (value === null || value === "") throw wrong(key, "a string that is not empty", parent[key]);
  return value;
}

export function stringsIn(parent: JsonObject, key: string): readonly string[] {
  const value = arrayIn(parent, key);
  for (const item of value) if (typeof item !== "string") throw new DecodeError(`${key}: expected strings only`);
  return value as readonly string[];
}

/** A map of strings, without some of its keys if so wanted; null for what is absent or empty. Equal ones are one and the same. */
export function stringMapIn(
  parent: JsonObject,
  key: string,
  pool: InternPool,
  without?: ReadonlySet<string>,
): StringMap | null {
  const map = optionalObject(parent, key);
  if (map === null) return null;
  let size = 0;
  for (const name in map) {
    if (typeof map[name] !== "string") throw new DecodeError(`${key}: expected strings only`);
    if (without?.has(name) !== true) size += 1;
  }
  if (size === 0) return null;
  const isWhole = without === undefined || !Object.keys(map).some((name) => without.has(name));
  if (isWhole) return pool.map(map as StringMap);
  return pool.map(Object.fromEntries(Object.entries(map as StringMap).filter(([name]) => !without.has(name))));
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

/** Kubernetes' IntOrString, as a string. */
export function optionalIntOrString(parent: JsonObject, key: string, pool?: InternPool): string | null {
  return typeof parent[key] === "number" ? String(optionalInt(parent, key)) : optionalString(parent, key, pool);
}

export function booleanIn(parent: JsonObject, key: string): boolean {
  return optionalBoolean(parent, key) ?? false;
}

export function optionalBoolean(parent: JsonObject, key: string): boolean | null {
  const value = parent[key];
  if (typeof value === "boolean") return value;
  if (value === undefined || value === null) return null;
  throw wrong(key, "a boolean", value);
}

/** A time such as 2026-11-23T09:26:36Z. */
export function optionalTime(parent: JsonObject, key: string): Date | null {
  const value = optionalString(parent, key);
  if (value === null) return null;
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) throw new DecodeError(`${key}: expected an RFC 3339 time`);
  return time;
}

function arrayIn(parent: JsonObject, key: string): readonly unknown[] {
  const value = parent[key];
  if (value === undefined || value === null) return noItems;
  if (!Array.isArray(value)) throw wrong(key, "a list", value);
  return value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrong(key: string, expected: string, found: unknown): DecodeError {
  const what =
    found === null ? "null" : Array.isArray(found) ? "a list" : found === undefined ? "nothing" : `a ${typeof found}`;
  return new DecodeError(`${key}: expected ${expected}, found ${what}`);
}
