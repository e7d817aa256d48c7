import { WorkloadGroup } from "../../schema/workload-group.ts";
import { objectIn, optionalString, stringMapIn } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";
import { networking } from "./api.ts";

export const workloadGroup = kind({
  ...networking,
  type: WorkloadGroup,
  plural: "workloadgroups",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    return {
      workloadLabels: stringMapIn(objectIn(spec, "metadata"), "labels", pool),
      serviceAccount: optionalString(objectIn(spec, "template"), "serviceAccount", pool) || null,
      spec,
    };
  },
});
