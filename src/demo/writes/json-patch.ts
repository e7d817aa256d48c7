import { isJsonArray, isJsonObject, sameJson, textOf, type Json } from "../json.ts";
import { unprocessablePatch } from "../status.ts";

/** RFC 6902: a list of operations, all of them or none. */
export function jsonPatch(value: Json, operations: readonly Json[]): Json {
  return operations.reduce(perform, value);
}

function perform(value: Json, operation: Json): Json {
  if (!isJsonObject(operation)) throw unprocessablePatch();
  const path = pointer(operation["path"]);
  switch (textOf(operation["op"])) {
    case "add":
      return put(value, path, given(operation["value"]), true);
    case "replace":
      get(value, path);
      return put(value, path, given(operation["value"]), false);
    case "remove":
      return remove(value, path);
    case "copy":
      return put(value, path, get(value, pointer(operation["from"])), true);
    case "move": {
      const from = pointer(operation["from"]);
      return put(remove(value, from), path, get(value, from), true);
    }
    case "test":
      if (!sameJson(get(value, path), operation["value"])) throw unprocessablePatch();
      return value;
    default:
      throw unprocessablePatch();
  }
}

type Path = readonly string[];

function pointer(text: Json | undefined): Path {
  if (typeof text !== "string" || (text !== "" && !text.startsWith("/"))) throw unprocessablePatch();
  const steps = text.split("/").slice(1);
  return steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function given(value: Json | undefined): Json {
  if (value === undefined) throw unprocessablePatch();
  return value;
}

function get(value: Json, path: Path): Json {
  let found: Json | undefined = value;
  for (const step of path) {
    if (isJsonArray(found)) found = found[indexIn(found, step, found.length - 1)];
    else if (isJsonObject(found)) found = found[step];
    else throw unprocessablePatch();
  }
  return given(found);
}

/** The value with another at the path; in a list it is put before what is there if it is inserted, else in its place. */
function put(value: Json, [step, ...rest]: Path, inner: Json, inserts: boolean): Json {
  if (step === undefined) return inner;
  if (isJsonArray(value)) {
    const last = rest.length === 0 && inserts ? value.length : value.length - 1;
    const index = step === "-" && rest.length === 0 ? value.length : indexIn(value, step, last);
    if (rest.length === 0) return value.toSpliced(index, inserts ? 0 : 1, inner);
    return value.with(index, put(value[index] as Json, rest, inner, inserts));
  }
  if (!isJsonObject(value)) throw unprocessablePatch();
  const below = rest.length === 0 ? inner : put(given(value[step]), rest, inner, inserts);
  return { ...value, [step]: below };
}

function remove(value: Json, path: Path): Json {
  const step = path.at(-1);
  const parent = get(value, path.slice(0, -1));
  get(value, path);
  if (step === undefined) throw unprocessablePatch();
  const smaller = isJsonArray(parent)
    ? parent.toSpliced(Number(step), 1)
    : Object.fromEntries(Object.entries(parent as object).filter(([name]) => name !== step));
  return put(value, path.slice(0, -1), smaller, false);
}

function indexIn(list: readonly Json[], step: string, last: number): number {
  const index = /^(?:0|[1-9]\d*)$/.test(step) ? Number(step) : Number.NaN;
  if (!(index <= last)) throw unprocessablePatch();
  return index;
}
