import type { JsonObject } from "../../json.ts";
import type { Stage } from "../stage.ts";
import { accessMount, accessVolume, mainContainer } from "./container.ts";
import { proxyOf, proxyVariables, redirection, sidecar } from "./proxy.ts";
import type { Workload } from "./workload.ts";

/** The spec of a workload's pods, as the API server has it once all defaults are filled in and webhooks have had their say. */
export function podSpec(workload: Workload, nodeName: string | undefined, stage: Stage): JsonObject {
  const { name, mesh, tolerations = [], nodeSelector } = workload;
  const proxy = proxyOf(workload, stage);
  const beside = proxy !== undefined && mesh === "sidecar" ? sidecar(workload, proxy) : undefined;
  const isNative = proxy?.mesh.sidecars === "native";
  const before = beside === undefined || proxy === undefined ? [] : [redirection(proxy), ...(isNative ? [beside] : [])];
  const variables = proxy !== undefined && mesh === "gateway" ? proxyVariables(workload, proxy) : [];
  const main = { ...mainContainer(workload, variables), volumeMounts: [accessMount] };
  return {
    volumes: [accessVolume],
    ...(before.length > 0 && { initContainers: before }),
    containers: [main, ...(beside === undefined || isNative ? [] : [beside])],
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    ...(nodeSelector !== undefined && { nodeSelector }),
    serviceAccountName: name,
    serviceAccount: name,
    ...(nodeName !== undefined && { nodeName }),
    securityContext: { runAsNonRoot: workload.isTeams, seccompProfile: { type: "RuntimeDefault" } },
    schedulerName: "default-scheduler",
    tolerations: [
      ...tolerations,
      ...["not-ready", "unreachable"].map((state) => ({
        key: `node.kubernetes.io/${state}`,
        operator: "Exists",
        effect: "NoExecute",
        ...(workload.controller !== "DaemonSet" && { tolerationSeconds: 300 }),
      })),
    ],
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: "PreemptLowerPriority",
  };
}

/** What a Deployment says that its pods are to be: without what webhooks and the scheduler add. */
export function templateSpec(workload: Workload): JsonObject {
  const { name, tolerations, nodeSelector } = workload;
  return {
    containers: [mainContainer(workload, [])],
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    ...(nodeSelector !== undefined && { nodeSelector }),
    ...(tolerations !== undefined && { tolerations }),
    serviceAccountName: name,
    serviceAccount: name,
    securityContext: { runAsNonRoot: workload.isTeams, seccompProfile: { type: "RuntimeDefault" } },
    schedulerName: "default-scheduler",
  };
}
