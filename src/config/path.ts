/** A place in a configuration: keys and positions from the top. */
export type Path = readonly PropertyKey[];

/** Writes a path as people do: `kubernetes.kubeconfigs[0].path`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}

/** What plain data has at a path; undefined for a path that leads nowhere. */
export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => {
    return typeof value === "object" && value !== null && Object.hasOwn(value, part)
      ? (value as Record<PropertyKey, unknown>)[part]
      : undefined;
  }, data);
}

/** A copy of plain data with another value at a path. A part that is neither object nor list is left, for the check to refuse. */
export function withValue(data: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof data !== "object" || data === null) return data;
  const part = withValue(valueAt(data, [key]) ?? {}, rest, value);
  if (!Array.isArray(data)) return { ...data, [key]: part };
  return data.map((item: unknown, index) => (index === key ? part : item));
}
