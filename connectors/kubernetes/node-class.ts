import type { Condition } from "../../schema/condition.ts";
import type { JsonObject, StringMap } from "../../schema/kubernetes-object.ts";
import { noStrings } from "../../schema/kubernetes-object.ts";
import type { InternPool } from "../../src/lib/intern.ts";
import { conditionsIn, readyIn } from "./conditions.ts";
import { objectIn, objectsIn, optionalString, stringMapIn } from "./json.ts";

interface NodeClassParts {
  readonly role: string | null;
  readonly instanceProfile: string | null;
  readonly subnetSelectorTerms: readonly JsonObject[];
  readonly securityGroupSelectorTerms: readonly JsonObject[];
  readonly tags: StringMap;
  readonly ready: boolean | null;
  readonly conditions: readonly Condition[];
}

/** What Karpenter's and Auto Mode's node classes have in common. User data is not kept: people put secrets there. */
export function nodeClassIn(object: JsonObject, pool: InternPool): NodeClassParts {
  const spec = objectIn(object, "spec");
  const conditions = conditionsIn(objectIn(object, "status"), pool);
  return {
    role: optionalString(spec, "role", pool),
    instanceProfile: optionalString(spec, "instanceProfile", pool),
    subnetSelectorTerms: objectsIn(spec, "subnetSelectorTerms"),
    securityGroupSelectorTerms: objectsIn(spec, "securityGroupSelectorTerms"),
    tags: stringMapIn(spec, "tags", pool) ?? noStrings,
    ready: readyIn(conditions),
    conditions,
  };
}
