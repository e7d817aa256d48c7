import { dnsAddress } from "../cluster/cluster-plan.ts";
import type { Workload } from "./workload.ts";

const system = { namespace: "kube-system", mesh: "none", isTeams: false } as const;

/** The DNS of a cluster, where it is made of pods. */
export const coreDns: Workload = {
  ...system,
  name: "coredns",
  controller: "Deployment",
  image: "public.ecr.aws/eks-distro/coredns/coredns:v1.12.4",
  replicas: 2,
  port: 53,
  cpu: "100m",
  memory: "70Mi",
  labels: { "k8s-app": "kube-dns" },
  selector: { "k8s-app": "kube-dns" },
  minAvailable: 1,
  service: {
    name: "kube-dns",
    address: dnsAddress,
    ports: [
      { name: "dns", port: 53, targetPort: 53, protocol: "UDP" },
      { name: "dns-tcp", port: 53, targetPort: 53 },
    ],
  },
};

const agent = {
  ...system,
  controller: "DaemonSet",
  replicas: 0,
  service: "none",
  tolerations: [{ operator: "Exists" }],
} as const;

/** What runs on each node of AWS, where EKS does not keep it out of sight. */
export const nodeAgents: readonly Workload[] = [
  {
    ...agent,
    name: "aws-node",
    image: "public.ecr.aws/eks/amazon-k8s-cni:v1.21.1",
    port: 61_678,
    cpu: "50m",
    memory: "64Mi",
    labels: { "k8s-app": "aws-node" },
  },
  {
    ...agent,
    name: "kube-proxy",
    image: "public.ecr.aws/eks-distro/kubernetes/kube-proxy:v1.37.2",
    port: 10_249,
    cpu: "100m",
    memory: "64Mi",
    labels: { "k8s-app": "kube-proxy" },
  },
];

/** The network of hybrid nodes, on which that of AWS does not run. */
export const cilium: Workload = {
  ...agent,
  name: "cilium",
  image: "quay.io/cilium/cilium:v1.18.3",
  port: 9879,
  cpu: "100m",
  memory: "512Mi",
  labels: { "k8s-app": "cilium" },
  nodeSelector: { "eks.amazonaws.com/compute-type": "hybrid" },
};

/** Karpenter, where who runs the cluster runs it too. */
export const karpenter: Workload = {
  ...system,
  name: "karpenter",
  controller: "Deployment",
  image: "public.ecr.aws/karpenter/controller:1.15.1",
  replicas: 2,
  port: 8080,
  cpu: "1",
  memory: "1Gi",
  minAvailable: 1,
};

/** An add-on that goes to the nodes that EKS Auto Mode keeps for such. */
export const metricsServer: Workload = {
  ...system,
  name: "metrics-server",
  controller: "Deployment",
  image: "public.ecr.aws/eks/metrics-server:v0.8.0",
  replicas: 2,
  port: 10_251,
  cpu: "100m",
  memory: "200Mi",
  tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }],
  nodeSelector: { "karpenter.sh/nodepool": "system" },
  minAvailable: 1,
  service: { ports: [{ name: "https", port: 443, targetPort: 10_251 }] },
};
