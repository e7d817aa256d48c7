import type { JsonObject } from "../../schema/kubernetes-object.ts";

const digits = /^[1-9][0-9]*$/;

/** A resourceVersion as an API server writes it: a whole number above 0, of any length. */
export function isResourceVersion(text: unknown): text is string {
  return typeof text === "string" && digits.test(text);
}

/**
 * Orders two resourceVersions of one resource of one cluster; below 0 when `a` is older. By length, then by bytes: as a Number one above
 * 2^53 would lose its last digits.
 */
export function compareResourceVersions(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The object's `metadata` when it is an object. */
export function metadataOf(object: unknown): JsonObject | null {
  const metadata = isObject(object) ? object["metadata"] : null;
  return isObject(metadata) ? metadata : null;
}

/** The object's resourceVersion; "" when there is none that is one. */
export function resourceVersionOf(object: unknown): string {
  const version = metadataOf(object)?.["resourceVersion"];
  return isResourceVersion(version) ? version : "";
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
