import { StatefulSet } from "../../../schema/stateful-set.ts";
import { kind } from "../kind.ts";
import { workloadIn } from "./workload.ts";

export const statefulSet = kind({
  type: StatefulSet,
  group: "apps",
  versions: ["v1"],
  plural: "statefulsets",
  read: workloadIn,
});
