import { getMetadataStorage } from "type-graphql";

type Class = abstract new () => object;

/** What type-graphql makes of a coerced argument: an instance of the input class, down to the inner ones. Anything else is as it was. */
export function instanceOf(target: unknown, value: unknown): unknown {
  if (typeof value !== "object" || value === null || typeof target !== "function") return value;
  if (Array.isArray(value)) return value.map((item) => instanceOf(target, item));
  if (value instanceof Date || value instanceof target) return value;
  return fill(target as Class, value as Record<string, unknown>, fieldsOf("inputTypes", target as Class));
}

/** What type-graphql makes of all arguments together, for `@Args()`. */
export function argsInstance(target: unknown, args: Record<string, unknown>): unknown {
  const type = target as Class;
  const fields = fieldsOf("argumentTypes", type) ?? new Map<string, () => unknown>();
  return fill(type, pick(args, fields), fields);
}

type Fields = ReadonlyMap<string, () => unknown>;

const known = new Map<Class, Fields | null>();

/** The fields of an input class with their types, the inherited ones too; null for a class that is none. */
function fieldsOf(table: "inputTypes" | "argumentTypes", target: Class): Fields | null {
  const found = known.get(target);
  if (found !== undefined) return found;
  const fields = new Map<string, () => unknown>();
  const types = getMetadataStorage()[table];
  let declared = false;
  for (
    let type = target;
    typeof type === "function" && type.prototype !== undefined;
    type = Object.getPrototypeOf(type)
  ) {
    const metadata = types.find((each) => each.target === type);
    declared ||= metadata !== undefined;
    for (const field of metadata?.fields ?? [])
      if (!fields.has(field.name)) fields.set(field.name, () => field.getType());
  }
  const result = declared ? fields : null;
  known.set(target, result);
  return result;
}

function pick(args: Record<string, unknown>, fields: Fields): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of fields.keys()) if (args[name] !== undefined) picked[name] = args[name];
  return picked;
}

/** Made without its constructor: what a property begins with is its default in the schema, so it is in the data already. */
function fill(type: Class, data: Record<string, unknown>, fields: Fields | null): unknown {
  const made = Object.create(type.prototype as object) as Record<string, unknown>;
  for (const key in data) {
    const field = fields?.get(key);
    made[key] = field === undefined ? data[key] : instanceOf(field(), data[key]);
  }
  return made;
}
