import { DaemonSet } from "../../../schema/daemon-set.ts";
import { intIn, objectIn } from "../json.ts";
import { kind } from "../kind.ts";
import { workloadParts } from "./workload.ts";

const counts = { ready: "numberReady", available: "numberAvailable", updated: "updatedNumberScheduled" };

export const daemonSet = kind({
  type: DaemonSet,
  group: "apps",
  versions: ["v1"],
  plural: "daemonsets",
  read: (object, pool) => ({
    replicas: intIn(objectIn(object, "status"), "desiredNumberScheduled"),
    ...workloadParts(object, counts, pool),
  }),
});
