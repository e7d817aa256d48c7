import type { JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import type { ClusterPlan } from "../cluster/cluster-plan.ts";
import { appliedBy } from "../owned.ts";
import { days, type Stage } from "../stage.ts";
import { selectorOf, type ServicePlan, type ServicePort, type Workload } from "./workload.ts";

/** The Services of all workloads that anybody calls. */
export function services(stage: Stage): KubeObject[] {
  return called(stage.plan).map((workload) => serviceOf(workload, stage));
}

function called({ workloads }: ClusterPlan): readonly Workload[] {
  return workloads.filter(({ service }) => service !== "none");
}

/** The address under which a workload is called. */
export function serviceAddress(workload: Workload, plan: ClusterPlan): string {
  return servicePlanOf(workload).address ?? `172.20.${plan.network}.${called(plan).indexOf(workload) + 11}`;
}

export function servicePlanOf({ service: plan }: Workload): ServicePlan {
  return typeof plan === "object" ? plan : {};
}

/** The name of a workload's Service. */
export function serviceName(workload: Workload): string {
  return servicePlanOf(workload).name ?? workload.name;
}

export function servicePorts(workload: Workload): readonly ServicePort[] {
  return servicePlanOf(workload).ports ?? [{ name: "http", port: 80, targetPort: workload.port }];
}

/** The name of the load balancer before a workload, if it has one. */
export function loadBalancerHost({ namespace, name }: Workload, { region }: ClusterPlan): string {
  return `k8s-${namespace}-${name}.elb.${region}.amazonaws.example`;
}

function serviceOf(workload: Workload, stage: Stage): KubeObject {
  const { name, namespace } = workload;
  const { type = "ClusterIP", labels = {} } = servicePlanOf(workload);
  const clusterIP = serviceAddress(workload, stage.plan);
  const isOutside = type === "LoadBalancer";
  const creationTimestamp = stage.ago(days(280));
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: serviceName(workload),
      namespace,
      uid: stage.uid(),
      creationTimestamp,
      labels: { app: name, ...labels },
    },
    spec: {
      type,
      clusterIP,
      clusterIPs: [clusterIP],
      ipFamilies: ["IPv4"],
      ipFamilyPolicy: "SingleStack",
      internalTrafficPolicy: "Cluster",
      sessionAffinity: "None",
      selector: selectorOf(workload),
      ports: servicePorts(workload).map((given): JsonObject => ({
        protocol: "TCP",
        ...given,
        ...(isOutside && nodePort(given, stage.plan)),
      })),
      ...(isOutside && { externalTrafficPolicy: "Cluster", allocateLoadBalancerNodePorts: true }),
    },
  };
  const hostname = loadBalancerHost(workload, stage.plan);
  const loadBalancer = isOutside ? { ingress: [{ hostname }] } : {};
  return { ...appliedBy("argocd-controller", object, creationTimestamp), status: { loadBalancer } };
}

/** The port of every node that leads to a port which is offered outside. */
function nodePort({ port }: ServicePort, { network }: ClusterPlan): JsonObject {
  return { nodePort: 30_000 + ((network * 31 + port) % 2768) };
}
