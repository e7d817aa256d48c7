import { isJsonArray, isJsonObject, type Json } from "../json.ts";
import { fieldInvalid, fieldNotSupported, fieldRequired, type StatusCause } from "../status.ts";
import { fieldSchema, type Schema } from "./schema.ts";

/** What is wrong with a value by its schema, in the order of the paths. */
export function validate(value: Json, schema: Schema | undefined, path = ""): StatusCause[] {
  if (schema === undefined || (value === null && schema.nullable === true)) return [];
  if (!hasType(value, schema)) return [wrongType(value, schema, path)];
  return [...checkValue(value, schema, path), ...checkInside(value, schema, path)].toSorted((a, b) =>
    (a.field ?? "") < (b.field ?? "") ? -1 : 1,
  );
}

function checkInside(value: Json, schema: Schema, path: string): StatusCause[] {
  if (isJsonArray(value)) return value.flatMap((item, index) => validate(item, schema.items, `${path}[${index}]`));
  if (!isJsonObject(value)) return [];
  const missing = (schema.required ?? []).filter((name) => value[name] === undefined);
  return [
    ...missing.map((name) => fieldRequired(inside(path, name))),
    ...Object.entries(value).flatMap(([name, field]) =>
      field === undefined ? [] : validate(field, fieldSchema(schema, name), inside(path, name)),
    ),
  ];
}

const inside = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

function hasType(value: Json, schema: Schema): boolean {
  if (schema["x-kubernetes-int-or-string"] === true) return typeof value === "string" || Number.isInteger(value);
  switch (schema.type) {
    case "integer":
      return Number.isInteger(value);
    case "array":
      return isJsonArray(value);
    case "object":
      return isJsonObject(value);
    case undefined:
      return true;
    default:
      return typeof value === schema.type;
  }
}

function wrongType(value: Json, schema: Schema, path: string): StatusCause {
  const type = isJsonArray(value) ? "array" : value === null ? "null" : typeof value;
  const message = `${path} in body must be of type ${schema.type ?? "integer or string"}: "${type}"`;
  return { ...fieldInvalid(path, type, message), reason: "FieldValueTypeInvalid" };
}

function checkValue(value: Json, schema: Schema, path: string): StatusCause[] {
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [fieldNotSupported(path, value, schema.enum)];
  const broken = [outOfBounds(value, schema), mismatch(value, schema)].filter((rule) => rule !== undefined);
  return broken.map((rule) => fieldInvalid(path, value, `${path} in body should ${rule}`));
}

function outOfBounds(value: Json, schema: Schema): string | undefined {
  if (typeof value === "number")
    return bound(value, schema.minimum, "be greater than or equal to", schema.maximum, "be less than or equal to");
  if (typeof value === "string")
    return bound(
      Array.from(value).length,
      schema.minLength,
      "be at least",
      schema.maxLength,
      "be at most",
      " chars long",
    );
  if (isJsonArray(value))
    return bound(value.length, schema.minItems, "have at least", schema.maxItems, "have at most", " items");
  return undefined;
}

function bound(
  size: number,
  least = -Infinity,
  atLeast: string,
  most = Infinity,
  atMost: string,
  unit = "",
): string | undefined {
  if (size < least) return `${atLeast} ${least}${unit}`;
  return size > most ? `${atMost} ${most}${unit}` : undefined;
}

function mismatch(value: Json, { pattern }: Schema): string | undefined {
  if (pattern === undefined || typeof value !== "string") return undefined;
  return new RegExp(pattern).test(value) ? undefined : `match '${pattern}'`;
}
