import { isJsonArray, isJsonObject, type Json } from "../json.ts";
import { fieldSchema, type Schema } from "../schema/schema.ts";
import { itemElement } from "./walk-fields.ts";

/** The live value with what a configuration says laid over it: objects field by field, lists by their keys where they have any. */
export function merge(live: Json | undefined, config: Json, schema: Schema | undefined): Json {
  if (isJsonObject(live) && isJsonObject(config) && schema?.["x-kubernetes-map-type"] !== "atomic") {
    const merged: Record<string, Json | undefined> = { ...live };
    for (const [name, field] of Object.entries(config))
      if (field !== undefined) merged[name] = merge(live[name], field, fieldSchema(schema, name));
    return merged;
  }
  const type = schema?.["x-kubernetes-list-type"];
  if (isJsonArray(live) && isJsonArray(config) && (type === "map" || type === "set"))
    return mergeList(live, config, schema);
  return config;
}

function mergeList(live: readonly Json[], config: readonly Json[], schema: Schema | undefined): readonly Json[] {
  const merged = new Map(live.map((item) => [itemElement(item, schema), item]));
  for (const item of config) {
    const element = itemElement(item, schema);
    merged.set(element, merge(merged.get(element), item, schema?.items));
  }
  return [...merged.values()];
}
