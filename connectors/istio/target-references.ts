import type { JsonObject } from "../../schema/kubernetes-object.ts";
import type { TargetReference } from "../../schema/target-reference.ts";
import type { InternPool } from "../../src/lib/intern.ts";
import { objectsIn, optionalObject } from "../kubernetes/json.ts";
import { targetReferenceIn } from "../kubernetes/target-reference.ts";

/** Istio's `targetRefs`, or without those the older single `targetRef`. Source: istio pilot/pkg/model/policyattachment.go (GetTargetRefs). */
export function targetReferencesIn(spec: JsonObject, pool: InternPool): readonly TargetReference[] {
  const several = objectsIn(spec, "targetRefs");
  const single = optionalObject(spec, "targetRef");
  const all = several.length === 0 && single !== null ? [single] : several;
  return all.map((reference) => targetReferenceIn(reference, pool));
}
