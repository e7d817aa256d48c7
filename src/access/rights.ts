import type { EntityClass } from "../../schema/entity.ts";

/** What one viewer may see of one type in one cluster. Names stand for rules that grant single objects of a namespace ("" for none). */
export type Row =
  | "all"
  | { readonly namespaces: ReadonlySet<string>; readonly names: ReadonlyMap<string, ReadonlySet<string>> };

/** Who may see what, compiled to rows. Two viewers with the same key have the same rows. */
export interface Rights {
  readonly key: string;
  row(type: EntityClass, cluster: string): Row;
}

/** The rights of the loopback mode, where whoever reaches the socket owns the machine. */
export const everything: Rights = Object.freeze({ key: "everything", row: () => "all" as const });

/** What a row lets through of one namespace: all, nothing, or some names. */
export function namesIn(row: Row, namespace: string): "all" | ReadonlySet<string> {
  if (row === "all" || row.namespaces.has(namespace)) return "all";
  return row.names.get(namespace) ?? nothing;
}

/** Whether a row lets nothing through of one namespace. */
export function isHidden(row: Row, namespace: string): boolean {
  return namesIn(row, namespace) === nothing;
}

export function sees(row: Row, namespace: string | null, name: string): boolean {
  const names = namesIn(row, namespace ?? "");
  return names === "all" || names.has(name);
}

const nothing: ReadonlySet<string> = new Set();
