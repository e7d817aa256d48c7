import type { JsonObject } from "../../schema/kubernetes-object.ts";
import { DecodeError } from "./json.ts";
import { isObject } from "./resource-version.ts";

/** Objects in the lists of built-in kinds do not say their kind; where it is said, it must be right. */
export function ofKind(object: unknown, wireKind: string): JsonObject {
  if (!isObject(object)) throw new DecodeError("expected an object");
  const { kind } = object;
  if (kind !== undefined && kind !== wireKind) throw new DecodeError("kind: expected the kind that was asked for");
  return object;
}
