import type { JsonObject, StringMap } from "../../schema/kubernetes-object.ts";
import type { InternPool } from "../../src/lib/intern.ts";
import { objectIn, stringMapIn } from "../kubernetes/json.ts";

/** The labels of Istio's `selector.matchLabels`; null when there are none, which stands for every workload. */
export function matchLabelsIn(spec: JsonObject, pool: InternPool): StringMap | null {
  return stringMapIn(objectIn(spec, "selector"), "matchLabels", pool);
}
