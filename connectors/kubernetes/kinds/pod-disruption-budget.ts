import { PodDisruptionBudget } from "../../../schema/pod-disruption-budget.ts";
import { intIn, objectIn, optionalIntOrString, optionalObject, optionalString } from "../json.ts";
import { kind } from "../kind.ts";

export const podDisruptionBudget = kind({
  type: PodDisruptionBudget,
  group: "policy",
  versions: ["v1"],
  plural: "poddisruptionbudgets",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    const status = objectIn(object, "status");
    return {
      selector: optionalObject(spec, "selector"),
      minAvailable: optionalIntOrString(spec, "minAvailable", pool),
      maxUnavailable: optionalIntOrString(spec, "maxUnavailable", pool),
      unhealthyPodEvictionPolicy: optionalString(spec, "unhealthyPodEvictionPolicy", pool) ?? "IfHealthyBudget",
      disruptionsAllowed: intIn(status, "disruptionsAllowed"),
      currentHealthy: intIn(status, "currentHealthy"),
      desiredHealthy: intIn(status, "desiredHealthy"),
      expectedPods: intIn(status, "expectedPods"),
    };
  },
});
