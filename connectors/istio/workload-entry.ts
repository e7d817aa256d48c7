import { WorkloadEntry } from "../../schema/workload-entry.ts";
import { conditionsIn, conditionIn } from "../kubernetes/conditions.ts";
import { objectIn, optionalString } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";
import { networking } from "./api.ts";
import { endpointIn } from "./endpoint.ts";

export const workloadEntry = kind({
  ...networking,
  type: WorkloadEntry,
  plural: "workloadentries",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    const conditions = conditionsIn(objectIn(object, "status"), pool);
    return {
      endpoint: endpointIn(spec, pool),
      serviceAccount: optionalString(spec, "serviceAccount", pool) || null,
      healthy: conditionIn(conditions, "Healthy"),
      conditions,
    };
  },
});
