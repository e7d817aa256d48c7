import { createHash } from "node:crypto";
import type { JsonObject } from "../json.ts";
import { condition } from "./condition.ts";
import { proxyImage } from "./pod-spec.ts";
import type { Workload } from "./workloads.ts";

/** Of a pod that no node has yet. */
export function pendingStatus(at: string): JsonObject {
  const message = "0/10 nodes are available: 3 node(s) had untolerated taint(s), 7 Insufficient cpu.";
  return {
    phase: "Pending",
    conditions: [{ ...condition("PodScheduled", false, at, "Unschedulable", message), lastProbeTime: null }],
    qosClass: "Burstable",
  };
}

export interface Running {
  readonly podIP: string;
  readonly hostIP: string;
  readonly startedAt: string;
  readonly readySince: string;
  readonly ready: boolean;
  readonly restarts: number;
}

/** Of a pod that runs, though it may not be ready yet. */
export function runningStatus(workload: Workload, running: Running): JsonObject {
  const { podIP, hostIP, startedAt, readySince, ready } = running;
  const state = (type: string, status: boolean) => ({
    type,
    status: status ? "True" : "False",
    lastProbeTime: null,
    lastTransitionTime: status && type.endsWith("Ready") ? readySince : startedAt,
    ...(!status && { reason: "ContainersNotReady", message: `containers with unready status: [${workload.name}]` }),
  });
  return {
    phase: "Running",
    conditions: [
      state("PodReadyToStartContainers", true),
      state("Initialized", true),
      state("Ready", ready),
      state("ContainersReady", ready),
      state("PodScheduled", true),
    ],
    hostIP,
    hostIPs: [{ ip: hostIP }],
    podIP,
    podIPs: [{ ip: podIP }],
    startTime: startedAt,
    containerStatuses: [
      containerStatus(workload.name, workload.image, running),
      ...(workload.meshed ? [containerStatus("istio-proxy", proxyImage, { ...running, restarts: 0 })] : []),
    ],
    qosClass: "Burstable",
  };
}

function containerStatus(name: string, image: string, { podIP, startedAt, ready, restarts }: Running): JsonObject {
  return {
    name,
    state: { running: { startedAt } },
    lastState:
      restarts === 0 ? {} : { terminated: { exitCode: 137, reason: "OOMKilled", finishedAt: startedAt, startedAt } },
    ready,
    restartCount: restarts,
    image,
    imageID: `${image.replace(/:[^:]*$/, "")}@sha256:${digest(image)}`,
    containerID: `containerd://${digest(`${name} ${podIP} ${restarts}`)}`,
    started: true,
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
