import type { JsonObject } from "../../schema/kubernetes-object.ts";
import type { TargetReference } from "../../schema/target-reference.ts";
import type { InternPool } from "../../src/lib/intern.ts";
import { objectIn, objectsIn, optionalObject, stringsIn } from "../kubernetes/json.ts";
import { targetReferenceIn } from "../kubernetes/target-reference.ts";
import { GATEWAY_API } from "./api.ts";

interface RouteParts {
  readonly hostnames: readonly string[];
  readonly parentRefs: readonly TargetReference[];
  readonly backendRefs: readonly TargetReference[];
  readonly spec: JsonObject;
}

/** What the routes of all protocols have. A parent is a Gateway and a backend a Service, where they do not say otherwise. */
export function routeIn(object: JsonObject, pool: InternPool): RouteParts {
  const spec = objectIn(object, "spec");
  const backends = objectsIn(spec, "rules").flatMap((rule) => [...objectsIn(rule, "backendRefs"), ...mirrorsIn(rule)]);
  return {
    hostnames: stringsIn(spec, "hostnames"),
    parentRefs: objectsIn(spec, "parentRefs").map((parent) =>
      targetReferenceIn(parent, pool, { group: GATEWAY_API, kind: "Gateway" }),
    ),
    backendRefs: distinct(backends.map((backend) => targetReferenceIn(backend, pool, { group: "", kind: "Service" }))),
    spec,
  };
}

/** Where copies of the traffic go. */
function mirrorsIn(rule: JsonObject): readonly JsonObject[] {
  return objectsIn(rule, "filters")
    .map((filter) => optionalObject(objectIn(filter, "requestMirror"), "backendRef"))
    .filter((backend) => backend !== null);
}

function distinct(references: readonly TargetReference[]): readonly TargetReference[] {
  return [...new Map(references.map((reference) => [JSON.stringify(reference), reference])).values()];
}
