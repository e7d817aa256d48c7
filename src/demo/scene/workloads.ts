/** One program that a team runs, as its Deployment or DaemonSet would have it. */
export interface Workload {
  readonly namespace: string;
  readonly name: string;
  readonly image: string;
  /** How many pods; "every node" for a DaemonSet. */
  readonly replicas: number | "every node";
  readonly port: number;
  readonly cpu: string;
  readonly memory: string;
  /** Whether it has a sidecar. */
  readonly meshed: boolean;
  /** On which nodes it runs. */
  readonly runsOn: "egress" | "pools" | "any";
  readonly labels?: Readonly<Record<string, string>>;
}

const platform = { meshed: false, runsOn: "pools" } as const;
const team = { meshed: true, runsOn: "pools", port: 8080 } as const;
const registry = "registry.retail.example";

/** All that runs in each cluster. */
export const workloads: readonly Workload[] = [
  {
    ...platform,
    namespace: "kube-system",
    name: "coredns",
    image: "public.ecr.aws/eks-distro/coredns/coredns:v1.12.4",
    replicas: 2,
    port: 53,
    cpu: "100m",
    memory: "70Mi",
    labels: { "k8s-app": "kube-dns" },
  },
  {
    ...platform,
    namespace: "kube-system",
    name: "aws-node",
    image: "public.ecr.aws/eks/amazon-k8s-cni:v1.21.1",
    replicas: "every node",
    runsOn: "any",
    port: 61_678,
    cpu: "50m",
    memory: "64Mi",
    labels: { "k8s-app": "aws-node" },
  },
  {
    ...platform,
    namespace: "kube-system",
    name: "kube-proxy",
    image: "public.ecr.aws/eks-distro/kubernetes/kube-proxy:v1.37.2",
    replicas: "every node",
    runsOn: "any",
    port: 10_249,
    cpu: "100m",
    memory: "64Mi",
    labels: { "k8s-app": "kube-proxy" },
  },
  {
    ...platform,
    namespace: "kube-system",
    name: "karpenter",
    image: "public.ecr.aws/karpenter/controller:1.15.1",
    replicas: 2,
    port: 8080,
    cpu: "1",
    memory: "1Gi",
  },
  {
    ...platform,
    namespace: "istio-system",
    name: "istiod",
    image: "docker.io/istio/pilot:1.31.1",
    replicas: 2,
    port: 15_012,
    cpu: "500m",
    memory: "2Gi",
    labels: { "istio.io/rev": "default", istio: "pilot" },
  },
  {
    ...platform,
    namespace: "istio-egress",
    name: "istio-egressgateway",
    image: "docker.io/istio/proxyv2:1.31.1",
    replicas: 3,
    runsOn: "egress",
    port: 8443,
    cpu: "100m",
    memory: "128Mi",
    labels: { istio: "egressgateway" },
  },
  {
    ...team,
    namespace: "shop",
    name: "web",
    image: `${registry}/shop/web:2026.11.4`,
    replicas: 4,
    cpu: "250m",
    memory: "256Mi",
  },
  {
    ...team,
    namespace: "shop",
    name: "cart",
    image: `${registry}/shop/cart:3.18.0`,
    replicas: 3,
    cpu: "200m",
    memory: "256Mi",
  },
  {
    ...team,
    namespace: "shop",
    name: "checkout",
    image: `${registry}/shop/checkout:5.2.1`,
    replicas: 3,
    cpu: "300m",
    memory: "512Mi",
  },
  {
    ...team,
    namespace: "shop",
    name: "catalog",
    image: `${registry}/shop/catalog:1.40.0`,
    replicas: 3,
    cpu: "200m",
    memory: "384Mi",
  },
  {
    ...team,
    namespace: "shop",
    name: "search",
    image: `${registry}/shop/search:0.9.7`,
    replicas: 2,
    cpu: "500m",
    memory: "1Gi",
  },
  {
    ...team,
    namespace: "pay",
    name: "payments",
    image: `${registry}/pay/payments:7.0.3`,
    replicas: 4,
    cpu: "300m",
    memory: "512Mi",
  },
  {
    ...team,
    namespace: "pay",
    name: "fraud",
    image: `${registry}/pay/fraud:2.11.0`,
    replicas: 2,
    cpu: "500m",
    memory: "1Gi",
  },
  {
    ...team,
    namespace: "pay",
    name: "refunds",
    image: `${registry}/pay/refunds:1.6.2`,
    replicas: 2,
    cpu: "100m",
    memory: "192Mi",
  },
  {
    ...team,
    namespace: "ledger",
    name: "ledger-api",
    image: `${registry}/ledger/api:4.4.0`,
    replicas: 3,
    cpu: "250m",
    memory: "384Mi",
  },
  {
    ...team,
    namespace: "ledger",
    name: "postings",
    image: `${registry}/ledger/postings:4.4.0`,
    replicas: 3,
    cpu: "250m",
    memory: "384Mi",
  },
  {
    ...team,
    namespace: "ledger",
    name: "statements",
    image: `${registry}/ledger/statements:2.0.1`,
    replicas: 2,
    cpu: "100m",
    memory: "256Mi",
  },
];

/** The namespaces whose pods are in the mesh and may leave it through the egress gateway only. */
export const teamNamespaces = [...new Set(workloads.filter(({ meshed }) => meshed).map(({ namespace }) => namespace))];
