import { createHash } from "node:crypto";
import type { JsonObject } from "../json.ts";
import type { KubeObject } from "../kube-object.ts";
import { nameSuffix } from "../uuid.ts";
import { madeBy, reportedBy } from "./owned.ts";
import { mesh } from "./plan.ts";
import { podSpec } from "./pod-spec.ts";
import { pendingStatus, runningStatus, type Running } from "./pod-status.ts";
import type { Stage } from "./stage.ts";
import type { Workload } from "./workloads.ts";

/** A node as far as a pod on it must know it. */
export interface Host {
  readonly nodeName: string;
  readonly address: string;
}

/** A new pod of a workload. Without a host it is pending: no node has room for it. */
export function newPod(workload: Workload, host: Host | undefined, createdAt: string, stage: Stage): KubeObject {
  const { name, namespace, replicas } = workload;
  const isDaemon = replicas === "every node";
  const hash = templateHash(workload);
  const owner = isDaemon ? { kind: "DaemonSet", name } : { kind: "ReplicaSet", name: `${name}-${hash}` };
  const pod: KubeObject = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${owner.name}-${nameSuffix(stage.random)}`,
      generateName: `${owner.name}-`,
      namespace,
      uid: stage.uid(),
      generation: 1,
      creationTimestamp: createdAt,
      labels: podLabels(workload, hash),
      ...(workload.meshed && { annotations: sidecarAnnotations(workload) }),
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          ...owner,
          uid: workloadUid(workload, stage.plan.name),
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: podSpec(workload, host?.nodeName),
  };
  const made = madeBy("kube-controller-manager", pod, createdAt);
  return host === undefined ? reportedBy("kube-scheduler", made, pendingStatus(createdAt), createdAt) : made;
}

/** A pod as its kubelet reports it once it runs. */
export function runningPod(pod: KubeObject, workload: Workload, running: Running): KubeObject {
  return reportedBy("kubelet", pod, runningStatus(workload, running), running.readySince);
}

/** The labels by which Services and policies find the pods of a workload. */
export function selectorOf({ name, labels }: Workload): Readonly<Record<string, string>> {
  return labels ?? { app: name };
}

function podLabels(workload: Workload, hash: string): Readonly<Record<string, string>> {
  const { name, image, meshed, replicas } = workload;
  const version = image.split(":").at(-1) ?? "";
  return {
    app: name,
    ...workload.labels,
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/version": version,
    ...(replicas === "every node" ? { "controller-revision-hash": hash } : { "pod-template-hash": hash }),
    ...(meshed && {
      "security.istio.io/tlsMode": "istio",
      "service.istio.io/canonical-name": name,
      "service.istio.io/canonical-revision": version,
    }),
  };
}

function sidecarAnnotations({ name }: Workload): JsonObject & Readonly<Record<string, string>> {
  return {
    "istio.io/rev": mesh.revision,
    "kubectl.kubernetes.io/default-container": name,
    "prometheus.io/path": "/stats/prometheus",
    "prometheus.io/port": "15020",
    "prometheus.io/scrape": "true",
    "sidecar.istio.io/status": `{"initContainers":null,"containers":["istio-proxy"],"revision":"${mesh.revision}"}`,
  };
}

function templateHash({ name, image }: Workload): string {
  return digest(`${name} ${image}`).slice(0, 10);
}

function workloadUid({ namespace, name }: Workload, cluster: string): string {
  return digest(`${cluster} ${namespace} ${name}`).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
