import { Document, type Node } from "yaml";
import type { z } from "zod";
import { namesVariable } from "./expand.ts";
import { type Path, valueAt } from "./path.ts";
import { configJsonSchema } from "./schema.ts";
import type { Settings } from "./settings.ts";

type Schema = z.core.JSONSchema.BaseSchema;

/** Writes every value that is in force as YAML, with its origin as a comment. It can be read back. */
export function printSettings(settings: Settings): string {
  const document = new Document({});
  for (const { path, value, origin } of leaves(configJsonSchema(), settings, [])) {
    const node: Node = document.createNode(value, { flow: true });
    node.comment = ` ${origin}`;
    document.setIn(path, node);
  }
  return document.toString({ lineWidth: 0 });
}

interface Leaf {
  readonly path: Path;
  readonly value: unknown;
  readonly origin: string;
}

/** The schema says what there is, as people write it; the settings say what was set. */
function leaves(schema: Schema, settings: Settings, path: Path): Leaf[] {
  const { properties, items } = schema;
  const written = valueAt(settings.written, path);
  if (properties !== undefined) {
    return Object.entries(properties).flatMap(([key, part]) => {
      const isSet = valueAt(settings.value, [...path, key]) !== undefined;
      return typeof part !== "object" || (!isSet && part.default === undefined)
        ? []
        : leaves(part, settings, [...path, key]);
    });
  }
  if (Array.isArray(written) && isObjectSchema(items)) {
    return written.flatMap((_, index) => leaves(items, settings, [...path, index]));
  }
  const variable = settings.variableOf(path);
  if (variable !== undefined)
    return [{ path, value: valueAt(settings.value, path), origin: `environment, ${variable}` }];
  if (written === undefined) return [{ path, value: schema.default, origin: "default" }];
  return [{ path, value: masked(written), origin: `file, ${settings.placeOf(path) ?? ""}` }];
}

function isObjectSchema(schema: unknown): schema is Schema {
  return typeof schema === "object" && schema !== null && "properties" in schema;
}

/** A text with a variable is shown as it was written; a password in a URL is not shown. */
function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "string" || namesVariable(value)) return value;
  return value.replace(/(:\/\/[^/@\s]*:)[^/@\s]*@/, "$1***@");
}
