import { isJsonArray, isJsonObject, type Json } from "../json.ts";
import { fieldSchema, type Schema } from "../schema/schema.ts";
import { inside, type FieldSet } from "./field-set.ts";
import { itemElement } from "./walk-fields.ts";

/**
 * The value without the fields in `gone`, and without what holds nothing any more because of that. `kept` are the fields that
 * somebody owns still: an item of a list stays as long as one of its fields does.
 */
export function removeFields(value: Json, schema: Schema | undefined, gone: FieldSet, kept: FieldSet, path = ""): Json {
  return remove(value, schema, gone, kept, path) ?? {};
}

function remove(
  value: Json,
  schema: Schema | undefined,
  gone: FieldSet,
  kept: FieldSet,
  path: string,
): Json | undefined {
  if (gone.has(path) && !holdsAnyOf(kept, path)) return undefined;
  if (!holdsAnyOf(gone, path)) return value;
  if (isJsonArray(value)) {
    const items = value
      .map((item) => remove(item, schema?.items, gone, kept, inside(path, itemElement(item, schema))))
      .filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (!isJsonObject(value)) return value;
  const fields = Object.entries(value)
    .map(([name, field]) => [name, removeField(name, field)] as const)
    .filter(([, field]) => field !== undefined);
  return fields.length === 0 ? undefined : Object.fromEntries(fields);

  function removeField(name: string, field: Json | undefined): Json | undefined {
    return field === undefined
      ? undefined
      : remove(field, fieldSchema(schema, name), gone, kept, inside(path, `f:${name}`));
  }
}

function holdsAnyOf(set: FieldSet, path: string): boolean {
  if (path === "") return set.size > 0;
  for (const owned of set) if (owned === path || owned.startsWith(`${path}\n`)) return true;
  return false;
}
