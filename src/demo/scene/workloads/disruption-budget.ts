import type { JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import { condition } from "../condition.ts";
import { appliedBy, reportedBy } from "../owned.ts";
import { days, type Stage } from "../stage.ts";
import type { PodCount } from "./controller.ts";
import { selectorOf, type Workload } from "./workload.ts";

/** How many pods of a workload must be left, if anybody said. */
export function disruptionBudget(workload: Workload, count: PodCount, stage: Stage): KubeObject | undefined {
  const { name, namespace, minAvailable } = workload;
  if (minAvailable === undefined) return undefined;
  const creationTimestamp = stage.ago(days(240));
  const object: KubeObject = {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name, namespace, uid: stage.uid(), generation: 1, creationTimestamp, labels: { app: name } },
    spec: { minAvailable, selector: { matchLabels: selectorOf(workload) } },
  };
  const at = stage.ago(0);
  const applied = appliedBy("argocd-controller", object, creationTimestamp);
  return reportedBy("kube-controller-manager", applied, budgetStatus(workload, count, at), at);
}

/** What the disruption controller reports. Source: kubernetes pkg/controller/disruption. */
export function budgetStatus({ minAvailable = 0, replicas }: Workload, { ready }: PodCount, at: string): JsonObject {
  const disruptionsAllowed = Math.max(0, ready - minAvailable);
  const reason = disruptionsAllowed > 0 ? "SufficientPods" : "InsufficientPods";
  return {
    observedGeneration: 1,
    currentHealthy: ready,
    desiredHealthy: minAvailable,
    expectedPods: replicas,
    disruptionsAllowed,
    conditions: [{ ...condition("DisruptionAllowed", disruptionsAllowed > 0, at, reason), observedGeneration: 1 }],
  };
}
