import { isJsonArray, isJsonObject, type Json } from "../json.ts";
import { itemElement } from "../fields/walk-fields.ts";
import { fieldSchema, type Schema } from "../schema/schema.ts";

/** RFC 7386: fields replace fields, null takes a field away, everything else is whole. */
export function mergePatch(value: Json | undefined, patch: Json): Json {
  return strategicMergePatch(value, patch, undefined);
}

/** The same, but the items of lists that have keys are merged by these; `$patch: delete` takes an item away. */
export function strategicMergePatch(value: Json | undefined, patch: Json, schema: Schema | undefined): Json {
  if (isJsonArray(patch) && schema?.["x-kubernetes-list-type"] === "map") return mergeItems(value, patch, schema);
  if (!isJsonObject(patch)) return patch;
  const merged: Record<string, Json | undefined> = isJsonObject(value) ? { ...value } : {};
  for (const [name, field] of Object.entries(patch)) {
    if (field === null) delete merged[name];
    else if (field !== undefined) merged[name] = strategicMergePatch(merged[name], field, fieldSchema(schema, name));
  }
  return merged;
}

function mergeItems(value: Json | undefined, patch: readonly Json[], schema: Schema): readonly Json[] {
  const items = new Map((isJsonArray(value) ? value : []).map((item) => [itemElement(item, schema), item]));
  for (const item of patch) {
    const element = itemElement(item, schema);
    if (isJsonObject(item) && item["$patch"] === "delete") items.delete(element);
    else items.set(element, strategicMergePatch(items.get(element), item, schema.items));
  }
  return [...items.values()];
}
