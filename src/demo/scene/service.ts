import type { JsonObject } from "../json.ts";
import type { KubeObject } from "../kube-object.ts";
import { appliedBy } from "./owned.ts";
import { selectorOf } from "./pod.ts";
import { egress } from "./plan.ts";
import { days, type Stage } from "./stage.ts";
import { workloads, type Workload } from "./workloads.ts";

/** The address of the cluster's DNS, which pods know by heart. */
export const dnsAddress = "172.20.0.10";

type Port = { readonly name: string; readonly port: number; readonly targetPort: number; readonly protocol?: string };

/** What Services there are besides those that offer a workload's one port as port 80. */
const special: Readonly<
  Record<string, { readonly service?: string; readonly address?: string; readonly ports: readonly Port[] }>
> = {
  coredns: {
    service: "kube-dns",
    address: dnsAddress,
    ports: [
      { name: "dns", port: 53, targetPort: 53, protocol: "UDP" },
      { name: "dns-tcp", port: 53, targetPort: 53 },
    ],
  },
  istiod: {
    ports: [
      { name: "grpc-xds", port: 15_010, targetPort: 15_010 },
      { name: "https-dns", port: 15_012, targetPort: 15_012 },
      { name: "https-webhook", port: 443, targetPort: 15_017 },
      { name: "http-monitoring", port: 15_014, targetPort: 15_014 },
    ],
  },
  [egress.service]: {
    ports: [
      { name: "http2", port: 80, targetPort: 8080 },
      { name: "https", port: 443, targetPort: 8443 },
    ],
  },
};

/** The Services of all workloads that anybody calls. */
export function services(stage: Stage): KubeObject[] {
  const called = workloads.filter(({ replicas }) => replicas !== "every node");
  return called.map((workload, index) => service(workload, `172.20.${stage.plan.network}.${index + 11}`, stage));
}

function service(workload: Workload, address: string, stage: Stage): KubeObject {
  const { name, namespace, port } = workload;
  const known = special[name];
  const clusterIP = known?.address ?? address;
  const creationTimestamp = stage.ago(days(280));
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: known?.service ?? name,
      namespace,
      uid: stage.uid(),
      creationTimestamp,
      labels: { app: name, ...workload.labels },
    },
    spec: {
      type: "ClusterIP",
      clusterIP,
      clusterIPs: [clusterIP],
      ipFamilies: ["IPv4"],
      ipFamilyPolicy: "SingleStack",
      internalTrafficPolicy: "Cluster",
      sessionAffinity: "None",
      selector: selectorOf(workload),
      ports: (known?.ports ?? [{ name: "http", port: 80, targetPort: port }]).map((given): JsonObject => ({
        protocol: "TCP",
        ...given,
      })),
    },
  };
  return { ...appliedBy("argocd-controller", object, creationTimestamp), status: { loadBalancer: {} } };
}
