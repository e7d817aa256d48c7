import { canonical, isJsonArray, isJsonObject, type Json, type JsonObject } from "../json.ts";
import { fieldSchema, type Schema } from "../schema/schema.ts";
import { inside } from "./field-set.ts";

/**
 * What a field is to who owns it. A leaf is owned whole: a scalar, or an object or list that nobody may divide. An item of a list
 * is owned as such, besides its fields. What holds others is owned by whoever made it with an update.
 */
export interface Field {
  readonly path: string;
  readonly sort: "leaf" | "item" | "holder";
  /** Of a leaf: what it says. */
  readonly value: Json;
}

/** Every field of a value, by the schema's rules of how lists and objects merge. */
export function* walkFields(value: Json | undefined, schema: Schema | undefined, path = ""): Generator<Field> {
  if (value === undefined) return;
  if (isJsonObject(value) && isDivisible(value, schema)) {
    if (path !== "") yield { path, sort: "holder", value: null };
    for (const [name, field] of Object.entries(value))
      yield* walkFields(field, fieldSchema(schema, name), inside(path, `f:${name}`));
  } else if (isJsonArray(value) && isDivisibleList(value, schema)) {
    yield { path, sort: "holder", value: null };
    for (const item of value) yield* walkItem(item, schema, path);
  } else {
    yield { path, sort: "leaf", value };
  }
}

function* walkItem(item: Json, schema: Schema | undefined, path: string): Generator<Field> {
  const itemPath = inside(path, itemElement(item, schema));
  yield { path: itemPath, sort: "item", value: null };
  if (!isJsonObject(item)) return;
  for (const [name, field] of Object.entries(item))
    yield* walkFields(field, fieldSchema(schema?.items, name), inside(itemPath, `f:${name}`));
}

function isDivisible(value: JsonObject, schema: Schema | undefined): boolean {
  return schema?.["x-kubernetes-map-type"] !== "atomic" && Object.keys(value).length > 0;
}

function isDivisibleList(value: readonly Json[], schema: Schema | undefined): boolean {
  const type = schema?.["x-kubernetes-list-type"];
  return value.length > 0 && (type === "map" || type === "set");
}

/** How a list names one of its items: by its keys, or in a set by itself. */
export function itemElement(item: Json, schema: Schema | undefined): string {
  const keys = schema?.["x-kubernetes-list-map-keys"];
  if (keys === undefined || !isJsonObject(item)) return `v:${JSON.stringify(item)}`;
  return `k:${canonical(Object.fromEntries(keys.map((key) => [key, item[key]])))}`;
}
