import type { JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import { condition } from "../condition.ts";
import { appliedBy, madeBy, reportedBy } from "../owned.ts";
import { days, type Stage } from "../stage.ts";
import { ownerUid, templateHash } from "./owner.ts";
import { templateSpec } from "./pod-spec.ts";
import { templateLabels } from "./pod.ts";
import { selectorOf, type Workload } from "./workload.ts";

/** How many pods a workload has, and how many of them are ready. */
export interface PodCount {
  readonly there: number;
  readonly ready: number;
}

/** The Deployment, StatefulSet or DaemonSet that makes the pods of a workload. */
export function controllerOf(workload: Workload, count: PodCount, stage: Stage): KubeObject {
  const { controller: kind, name, namespace } = workload;
  const creationTimestamp = stage.ago(days(250));
  const object: KubeObject = {
    apiVersion: "apps/v1",
    kind,
    metadata: {
      name,
      namespace,
      uid: ownerUid(workload, kind, stage),
      generation: 1,
      creationTimestamp,
      labels: { app: name, ...workload.labels },
      ...annotationsOf(kind),
    },
    spec: specOf(workload),
  };
  // Of what a cluster brings with itself nobody is the applier.
  const isOurs = namespace !== "kube-system";
  const made = isOurs
    ? appliedBy("argocd-controller", object, creationTimestamp)
    : madeBy("eks", object, creationTimestamp);
  const at = stage.ago(0);
  return reportedBy("kube-controller-manager", made, controllerStatus(workload, count, at), at);
}

/** What is noted about the template's history. A StatefulSet keeps it elsewhere. */
function annotationsOf(kind: Workload["controller"]): JsonObject {
  if (kind === "Deployment") return { annotations: { "deployment.kubernetes.io/revision": "1" } };
  return kind === "DaemonSet" ? { annotations: { "deprecated.daemonset.template.generation": "1" } } : {};
}

function specOf(workload: Workload): JsonObject {
  const { controller, replicas, name } = workload;
  const rollingUpdate = { maxUnavailable: "25%", maxSurge: "25%" };
  const template = { metadata: { labels: templateLabels(workload) }, spec: templateSpec(workload) };
  const common = { selector: { matchLabels: selectorOf(workload) }, template, revisionHistoryLimit: 10 };
  switch (controller) {
    case "Deployment":
      return { ...common, replicas, strategy: { type: "RollingUpdate", rollingUpdate }, progressDeadlineSeconds: 600 };
    case "StatefulSet":
      return {
        ...common,
        replicas,
        serviceName: name,
        podManagementPolicy: "OrderedReady",
        updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0, maxUnavailable: 1 } },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      };
    case "DaemonSet":
    default:
      return {
        ...common,
        updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      };
  }
}

/** What the controller reports of its pods. */
export function controllerStatus(workload: Workload, { there, ready }: PodCount, at: string): JsonObject {
  switch (workload.controller) {
    case "Deployment":
      return deploymentStatus(workload, { there, ready }, at);
    case "StatefulSet":
      return {
        observedGeneration: 1,
        replicas: there,
        readyReplicas: ready,
        availableReplicas: ready,
        currentReplicas: there,
        updatedReplicas: there,
        currentRevision: `${workload.name}-${templateHash(workload)}`,
        updateRevision: `${workload.name}-${templateHash(workload)}`,
        collisionCount: 0,
      };
    case "DaemonSet":
    default:
      return {
        observedGeneration: 1,
        currentNumberScheduled: there,
        desiredNumberScheduled: there,
        numberMisscheduled: 0,
        numberReady: ready,
        numberAvailable: ready,
        updatedNumberScheduled: there,
        ...(ready < there && { numberUnavailable: there - ready }),
      };
  }
}

function deploymentStatus(workload: Workload, { there, ready }: PodCount, at: string): JsonObject {
  const { replicas } = workload;
  const missing = replicas - ready;
  // A quarter of them, rounded down, may be missing: maxUnavailable.
  const isAvailable = missing <= Math.floor(replicas / 4);
  const isWhole = ready >= replicas;
  const set = `${workload.name}-${templateHash(workload)}`;
  const lines = [
    isAvailable
      ? condition("Available", true, at, "MinimumReplicasAvailable", "Deployment has minimum availability.")
      : condition(
          "Available",
          false,
          at,
          "MinimumReplicasUnavailable",
          "Deployment does not have minimum availability.",
        ),
    isWhole
      ? condition("Progressing", true, at, "NewReplicaSetAvailable", `ReplicaSet "${set}" has successfully progressed.`)
      : condition("Progressing", true, at, "ReplicaSetUpdated", `ReplicaSet "${set}" is progressing.`),
  ];
  return {
    observedGeneration: 1,
    replicas: there,
    updatedReplicas: there,
    ...(ready > 0 && { readyReplicas: ready, availableReplicas: ready }),
    ...(missing > 0 && { unavailableReplicas: missing }),
    conditions: lines.map((line) => ({ ...line, lastUpdateTime: at })),
  };
}
