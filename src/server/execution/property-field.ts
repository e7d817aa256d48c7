import { getNullableType, isLeafType } from "graphql";
import type { WriteObject } from "./complete.ts";
import type { Field } from "./field.ts";
import { plainScalar } from "./plain-scalar.ts";
import type { PureRead } from "./pure-reads.ts";
import { pureReadOf, UNREAD } from "./pure-reads.ts";

/** A field that is a property of its object and needs no work: nearly all of an answer. Anything unusual goes the general way. */
export function propertyField(field: Field, general: WriteObject): WriteObject {
  const { definition } = field;
  const type = getNullableType(definition.type);
  const read = definition.resolve ? pureReadOf(definition.resolve) : property(definition.name);
  if (read === undefined || !isLeafType(type)) return general;
  const plain = plainScalar(type);
  const nullable = type === definition.type;
  return (run, source, path) => {
    if (typeof source === "object" && source !== null) {
      const value = attempt(read, source);
      if (plain(value)) return value;
      if (nullable && (value === null || value === undefined)) return null;
    }
    return general(run, source, path);
  };
}

/** A failure is told by the general way, which asks again. */
function attempt(read: PureRead, source: object): unknown {
  try {
    return read(source);
  } catch {
    return UNREAD;
  }
}

function property(name: string): PureRead {
  return (source) => (source as Record<string, unknown>)[name];
}
