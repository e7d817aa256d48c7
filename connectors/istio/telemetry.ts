import { Telemetry } from "../../schema/telemetry.ts";
import { objectIn } from "../kubernetes/json.ts";
import { kind } from "../kubernetes/kind.ts";
import { telemetryApi } from "./api.ts";
import { targetReferencesIn } from "./target-references.ts";
import { matchLabelsIn } from "./workload-selector.ts";

export const telemetry = kind({
  ...telemetryApi,
  type: Telemetry,
  plural: "telemetries",
  read: (object, pool) => {
    const spec = objectIn(object, "spec");
    return { selector: matchLabelsIn(spec, pool), targetRefs: targetReferencesIn(spec, pool), spec };
  },
});
