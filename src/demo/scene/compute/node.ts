import type { JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import { condition } from "../condition.ts";
import { isPool } from "./node-group.ts";
import { nodeLabels, resourcesOf, type Machine } from "./machine.ts";
import { madeBy, reportedBy } from "../owned.ts";
import type { Stage } from "../stage.ts";

/** The node that a machine is. Until it is ready, nothing is put on it. */
export function node(machine: Machine, ready: boolean, stage: Stage): KubeObject {
  const { group, nodeName, providerId, uid, createdAt } = machine;
  const taints = [
    ...(group.taint === undefined ? [] : [group.taint]),
    ...(ready ? [] : [{ key: "node.kubernetes.io/not-ready", effect: "NoSchedule" }]),
  ];
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: nodeName,
      uid,
      creationTimestamp: createdAt,
      labels: {
        ...nodeLabels(machine, stage.plan.region),
        ...(isPool(group) && { "karpenter.sh/registered": "true", "karpenter.sh/initialized": String(ready) }),
      },
      annotations: {
        "node.alpha.kubernetes.io/ttl": "0",
        "volumes.kubernetes.io/controller-managed-attach-detach": "true",
      },
      ...(isPool(group) && { finalizers: ["karpenter.sh/termination"] }),
    },
    spec: { providerID: providerId, ...(taints.length > 0 && { taints }) },
  };
  const seenAt = stage.ago(20);
  return reportedBy("kubelet", madeBy("kubelet", object, createdAt), nodeStatus(machine, ready, seenAt, stage), seenAt);
}

function nodeStatus(machine: Machine, ready: boolean, seenAt: string, { plan }: Stage): JsonObject {
  const { address, nodeName, createdAt } = machine;
  const healthy = (type: string, reason: string, message: string) => ({
    ...condition(type, false, createdAt, reason, message),
    lastHeartbeatTime: seenAt,
  });
  const readiness = ready
    ? condition("Ready", true, createdAt, "KubeletReady", "kubelet is posting ready status")
    : condition(
        "Ready",
        false,
        createdAt,
        "KubeletNotReady",
        "container runtime network not ready: cni plugin not initialized",
      );
  return {
    ...resourcesOf(machine),
    conditions: [
      healthy("MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
      healthy("DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
      healthy("PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
      { ...readiness, lastHeartbeatTime: seenAt },
    ],
    addresses: [
      { type: "InternalIP", address },
      { type: "InternalDNS", address: nodeName },
      { type: "Hostname", address: nodeName },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } },
    nodeInfo: {
      architecture: "amd64",
      operatingSystem: "linux",
      ...systemOf(machine),
      kubeletVersion: plan.gitVersion,
      kubeProxyVersion: "",
      machineID: machine.uid.replaceAll("-", ""),
      systemUUID: machine.uid,
      bootID: machine.uid,
    },
  };
}

/** What a kubelet says of the system that it runs on. */
function systemOf({ group }: Machine): JsonObject {
  const systems = {
    karpenter: ["6.12.46-66.121.amzn2023.x86_64", "Amazon Linux 2023.9.20260914", "containerd://2.1.4"],
    managed: ["6.12.46-66.121.amzn2023.x86_64", "Amazon Linux 2023.9.20260914", "containerd://2.1.4"],
    auto: [
      "6.12.46",
      "Bottlerocket (EKS Auto, Standard) 2026.9.14 (aws-k8s-1.36-standard)",
      "containerd://2.1.4+bottlerocket",
    ],
    hybrid: ["6.8.0-84-generic", "Ubuntu 24.04.3 LTS", "containerd://1.7.28"],
  } as const;
  const [kernelVersion, osImage, containerRuntimeVersion] = systems[group.provisioner];
  return { kernelVersion, osImage, containerRuntimeVersion };
}
