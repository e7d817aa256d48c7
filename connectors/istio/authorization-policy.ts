import { AuthorizationPolicy } from "../../schema/authorization-policy.ts";
import { objectIn, objectsIn, optionalString } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";
import { security } from "./api.ts";
import { targetReferencesIn } from "./target-references.ts";
import { matchLabelsIn } from "./workload-selector.ts";

export const authorizationPolicy = kind({
  ...security,
  type: AuthorizationPolicy,
  plural: "authorizationpolicies",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    return {
      action: optionalString(spec, "action", pool) ?? "ALLOW",
      selector: matchLabelsIn(spec, pool),
      targetRefs: targetReferencesIn(spec, pool),
      rules: objectsIn(spec, "rules"),
    };
  },
});
