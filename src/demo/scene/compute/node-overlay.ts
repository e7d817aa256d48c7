import type { KubeObject } from "../../kube-object.ts";
import { settledConditions } from "../condition.ts";
import { appliedBy, reportedBy } from "../owned.ts";
import { days, type Stage } from "../stage.ts";

/** A discount that the price list does not know, so that Karpenter counts with it. */
export function nodeOverlay(stage: Stage): KubeObject {
  const creationTimestamp = stage.ago(days(60));
  const object: KubeObject = {
    apiVersion: "karpenter.sh/v1alpha1",
    kind: "NodeOverlay",
    metadata: { name: "savings-plan", uid: stage.uid(), generation: 1, creationTimestamp },
    spec: {
      requirements: [
        { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
        { key: "karpenter.k8s.aws/instance-family", operator: "In", values: ["m6i"] },
      ],
      priceAdjustment: "-28%",
      weight: 10,
    },
  };
  const status = { conditions: settledConditions(["ValidationSucceeded", "Ready"], creationTimestamp, 1) };
  return reportedBy("karpenter", appliedBy("argocd-controller", object, creationTimestamp), status, creationTimestamp);
}
