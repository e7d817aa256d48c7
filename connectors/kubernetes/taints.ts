import type { JsonObject } from "../../schema/kubernetes-object.ts";
import type { Taint } from "../../schema/taint.ts";
import type { InternPool } from "../../src/lib/intern.ts";
import { objectsIn, optionalString, stringIn } from "./json.ts";

export function taintsIn(spec: JsonObject, key: "taints" | "startupTaints", pool: InternPool): readonly Taint[] {
  return objectsIn(spec, key).map((taint) => ({
    key: stringIn(taint, "key", pool),
    value: optionalString(taint, "value", pool),
    effect: stringIn(taint, "effect", pool),
  }));
}
