import type { JsonObject } from "../../schema/kubernetes-object.ts";
import type { TargetReference } from "../../schema/target-reference.ts";
import type { InternPool } from "../../src/lib/intern.ts";
import { optionalInt, optionalString, stringIn } from "./json.ts";

/** A reference of the Gateway API; where it leaves out group or kind, `defaults` says what is meant. */
export function targetReferenceIn(
  reference: JsonObject,
  pool: InternPool,
  defaults: { readonly group: string; readonly kind: string } = { group: "", kind: "" },
): TargetReference {
  return {
    group: optionalString(reference, "group", pool) ?? defaults.group,
    kind: optionalString(reference, "kind", pool) ?? defaults.kind,
    namespace: optionalString(reference, "namespace", pool),
    name: stringIn(reference, "name", pool),
    sectionName: optionalString(reference, "sectionName", pool),
    port: optionalInt(reference, "port"),
  };
}
