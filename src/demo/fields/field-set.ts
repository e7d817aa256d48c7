import { isJsonObject, type JsonObject } from "../json.ts";

/**
 * Fields by their paths. A path is written as its elements, one a line, each as `fieldsV1` writes it: `f:name` for a field,
 * `k:{"name":"http"}` for the item of a list with that key, `v:"x"` for an item of a set.
 */
export type FieldSet = ReadonlySet<string>;

export const inside = (path: string, element: string): string => (path === "" ? element : `${path}\n${element}`);

export function elementsOf(path: string): readonly string[] {
  return path.split("\n");
}

export function union(...sets: readonly Iterable<string>[]): FieldSet {
  return new Set(sets.flatMap((set) => [...set]));
}

export function difference(set: FieldSet, other: FieldSet): FieldSet {
  return new Set([...set].filter((path) => !other.has(path)));
}

export function intersection(set: FieldSet, other: FieldSet): FieldSet {
  return new Set([...set].filter((path) => other.has(path)));
}

export function sameFields(set: FieldSet, other: FieldSet): boolean {
  return set.size === other.size && [...set].every((path) => other.has(path));
}

/** Reads what an entry of managedFields says. */
export function readFields(fieldsV1: JsonObject, path = ""): FieldSet {
  const paths = Object.entries(fieldsV1).flatMap(([element, below]) => {
    if (element === ".") return [path];
    const inner = inside(path, element);
    return isJsonObject(below) && Object.keys(below).length > 0 ? [...readFields(below, inner)] : [inner];
  });
  return new Set(paths);
}

interface Tree {
  [element: string]: Tree;
}

/** Writes the set as an entry of managedFields has it. */
export function writeFields(set: FieldSet): JsonObject {
  const root: Tree = {};
  const owned = new Set<Tree>();
  // A field comes after what it lies in, so an owned field that has others inside is marked when the first of them comes.
  for (const path of [...set].toSorted()) {
    let node = root;
    for (const element of elementsOf(path)) {
      if (owned.has(node)) node["."] ??= {};
      node = node[element] ??= {};
    }
    owned.add(node);
  }
  return root;
}

/** A path as messages have it: `.spec.ports[name="http"].number`. */
export function describePath(path: string): string {
  return elementsOf(path).map(describeElement).join("");
}

function describeElement(element: string): string {
  const rest = element.slice(2);
  if (element.startsWith("f:")) return `.${rest}`;
  if (element.startsWith("v:")) return `[=${rest}]`;
  const keys = Object.entries(JSON.parse(rest) as JsonObject);
  return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(",")}]`;
}
