import type { JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import { nameSuffix } from "../../uuid.ts";
import { madeBy, reportedBy } from "../owned.ts";
import type { NodeGroup } from "../compute/node-group.ts";
import type { Stage } from "../stage.ts";
import { ownerReference, templateHash } from "./owner.ts";
import { podSpec } from "./pod-spec.ts";
import { pendingStatus, runningStatus, type Running } from "./pod-status.ts";
import { proxyOf, sidecarAnnotations } from "./proxy.ts";
import { selectorOf, type Workload } from "./workload.ts";

/** A node as far as a pod on it must know it. */
export interface Host {
  readonly nodeName: string;
  readonly address: string;
  readonly zone: string;
  readonly group: Pick<NodeGroup, "provisioner">;
}

/** What a pod is told of its node when it is bound to it. Source: kubernetes plugin/pkg/admission/podtopologylabels. */
export function topologyLabels({ zone, group }: Host, { plan }: Stage): Readonly<Record<string, string>> {
  return {
    "topology.kubernetes.io/zone": zone,
    ...(group.provisioner !== "hybrid" && { "topology.kubernetes.io/region": plan.region }),
  };
}

/** A new pod of a workload, before it runs. The ordinal is the place of a StatefulSet's pod. */
export function newPod(
  workload: Workload,
  host: Host | undefined,
  createdAt: string,
  stage: Stage,
  ordinal = 0,
): KubeObject {
  const { namespace, controller } = workload;
  const owner = ownerReference(workload, stage);
  const annotations = annotationsOf(workload, stage);
  const isOrdered = controller === "StatefulSet";
  const pod: KubeObject = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${owner.name}-${isOrdered ? ordinal : nameSuffix(stage.random)}`,
      generateName: `${owner.name}-`,
      namespace,
      uid: stage.uid(),
      generation: 1,
      creationTimestamp: createdAt,
      labels: {
        ...podLabels(workload),
        ...(host !== undefined && topologyLabels(host, stage)),
        ...(isOrdered && {
          "apps.kubernetes.io/pod-index": String(ordinal),
          "statefulset.kubernetes.io/pod-name": `${owner.name}-${ordinal}`,
        }),
      },
      ...(annotations !== undefined && { annotations }),
      ownerReferences: [owner],
    },
    spec: podSpec(workload, host?.nodeName, stage),
  };
  return madeBy("kube-controller-manager", pod, createdAt);
}

/** The pod as the scheduler leaves it when it finds no node. */
export function pendingPod(pod: KubeObject, why: string, at: string): KubeObject {
  return reportedBy("kube-scheduler", pod, pendingStatus(at, why), at);
}

/** A pod as its kubelet reports it once it runs. */
export function runningPod(pod: KubeObject, workload: Workload, running: Running, stage: Stage): KubeObject {
  return reportedBy("kubelet", pod, runningStatus(workload, running, stage), running.readySince);
}

/** The labels that a template gives to its pods. */
export function templateLabels({ name, image, labels }: Workload): Readonly<Record<string, string>> {
  const version = image.split(":").at(-1) ?? "";
  return { app: name, "app.kubernetes.io/name": name, "app.kubernetes.io/version": version, ...labels };
}

function podLabels(workload: Workload): Readonly<Record<string, string>> {
  const { name, mesh, controller } = workload;
  const hash = templateHash(workload);
  const labels = templateLabels(workload);
  return {
    ...labels,
    ...selectorOf(workload),
    ...(controller === "Deployment" ? { "pod-template-hash": hash } : { "controller-revision-hash": hash }),
    ...(mesh === "sidecar" && {
      "security.istio.io/tlsMode": "istio",
      "service.istio.io/canonical-name": name,
      "service.istio.io/canonical-revision": labels["app.kubernetes.io/version"] ?? "latest",
    }),
  };
}

function annotationsOf(workload: Workload, stage: Stage): (JsonObject & Readonly<Record<string, string>>) | undefined {
  const { mesh, annotations } = workload;
  const proxy = proxyOf(workload, stage);
  const all = {
    ...annotations,
    ...(mesh === "sidecar" && proxy !== undefined && sidecarAnnotations(workload, proxy)),
    ...(mesh === "gateway" && proxy !== undefined && { "istio.io/rev": proxy.revision.name }),
    ...(mesh === "ambient" && { "ambient.istio.io/redirection": "enabled" }),
  };
  return Object.keys(all).length > 0 ? all : undefined;
}
