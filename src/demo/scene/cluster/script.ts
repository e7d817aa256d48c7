import type { KubeObject } from "../../kube-object.ts";
import type { Stage } from "../stage.ts";
import type { ClusterPlan } from "./cluster-plan.ts";

/** One cluster of the demo: its plan, and what there is besides what follows from that. */
export interface ClusterScript {
  readonly plan: ClusterPlan;
  readonly scenery: (stage: Stage) => readonly KubeObject[];
}
