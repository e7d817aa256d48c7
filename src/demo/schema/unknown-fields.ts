import { isJsonArray, isJsonObject, type Json } from "../json.ts";
import { fieldSchema, type Schema } from "./schema.ts";

interface Pruned<T> {
  readonly value: T;
  /** The paths of what was dropped, as `spec.hosts[0].name`. */
  readonly unknown: readonly string[];
}

/** The value without the fields that its schema does not know: they are not stored. */
export function withoutUnknownFields<T extends Json>(value: T, schema: Schema): Pruned<T> {
  const unknown: string[] = [];
  return { value: prune(value, schema, "", unknown) as T, unknown };
}

function prune(value: Json, schema: Schema | undefined, path: string, unknown: string[]): Json {
  if (schema === undefined || schema["x-kubernetes-preserve-unknown-fields"] === true) return value;
  if (isJsonArray(value)) return value.map((item, index) => prune(item, schema.items, `${path}[${index}]`, unknown));
  if (!isJsonObject(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [name, field] of Object.entries(value)) {
    if (field === undefined) continue;
    const inner = path === "" ? name : `${path}.${name}`;
    const known = fieldSchema(schema, name);
    if (known === undefined && schema.additionalProperties !== true) unknown.push(inner);
    else kept[name] = name === "metadata" && path === "" ? field : prune(field, known, inner, unknown);
  }
  return kept;
}
