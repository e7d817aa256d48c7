import { isJsonArray, isJsonObject, type Json } from "../json.ts";
import { fieldSchema, type Schema } from "./schema.ts";

/** The value with the defaults of its schema where a field is not there. */
export function withDefaults<T extends Json>(value: T, schema: Schema | undefined): T {
  if (schema === undefined) return value;
  if (isJsonArray(value)) return value.map((item) => withDefaults(item, schema.items)) as readonly Json[] as T;
  if (!isJsonObject(value)) return value;
  const filled: Record<string, Json | undefined> = {};
  for (const [name, field] of Object.entries(value))
    filled[name] = field === undefined ? field : withDefaults(field, fieldSchema(schema, name));
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    if (filled[name] === undefined && property.default !== undefined)
      filled[name] = withDefaults(property.default, property);
  return filled as Json as T;
}
