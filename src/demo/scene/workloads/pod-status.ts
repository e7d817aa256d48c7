import { createHash } from "node:crypto";
import type { JsonObject } from "../../json.ts";
import { condition } from "../condition.ts";
import type { Stage } from "../stage.ts";
import { containerName } from "./container.ts";
import { proxyOf, type Proxy } from "./proxy.ts";
import type { Workload } from "./workload.ts";

/** Of a pod that no node has yet, and why. */
export function pendingStatus(at: string, message: string): JsonObject {
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
export function runningStatus(workload: Workload, running: Running, stage: Stage): JsonObject {
  const { podIP, hostIP, startedAt, readySince, ready } = running;
  const name = containerName(workload);
  const state = (type: string, status: boolean) => ({
    type,
    status: status ? "True" : "False",
    lastProbeTime: null,
    lastTransitionTime: status && type.endsWith("Ready") ? readySince : startedAt,
    ...(!status && { reason: "ContainersNotReady", message: `containers with unready status: [${name}]` }),
  });
  const proxy = workload.mesh === "sidecar" ? proxyOf(workload, stage) : undefined;
  const isNative = proxy?.mesh.sidecars === "native";
  const beside = proxy === undefined ? [] : [containerStatus("istio-proxy", proxy.image, { ...running, restarts: 0 })];
  const before = proxy === undefined ? [] : [initStatus(proxy, running), ...(isNative ? beside : [])];
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
    ...(before.length > 0 && { initContainerStatuses: before }),
    containerStatuses: [containerStatus(name, workload.image, running), ...(isNative ? [] : beside)],
    qosClass: "Burstable",
  };
}

function initStatus({ image }: Proxy, { podIP, startedAt }: Running): JsonObject {
  const terminated = { exitCode: 0, reason: "Completed", startedAt, finishedAt: startedAt };
  return {
    ...identity("istio-init", image, podIP, 0),
    state: { terminated },
    lastState: {},
    ready: true,
    restartCount: 0,
    started: false,
  };
}

function containerStatus(name: string, image: string, { podIP, startedAt, ready, restarts }: Running): JsonObject {
  return {
    ...identity(name, image, podIP, restarts),
    state: { running: { startedAt } },
    lastState:
      restarts === 0 ? {} : { terminated: { exitCode: 137, reason: "OOMKilled", finishedAt: startedAt, startedAt } },
    ready,
    restartCount: restarts,
    started: true,
  };
}

function identity(name: string, image: string, podIP: string, restarts: number): JsonObject {
  return {
    name,
    image,
    imageID: `${image.replace(/:[^:]*$/, "")}@sha256:${digest(image)}`,
    containerID: `containerd://${digest(`${name} ${podIP} ${restarts}`)}`,
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
