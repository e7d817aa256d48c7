/** What makes one cluster of the demo different from the others. */
export interface ClusterPlan {
  readonly name: string;
  readonly region: string;
  readonly zones: readonly [string, string, string];
  /** What its kube-apiserver and kubelets say they are. */
  readonly gitVersion: string;
  /** The second byte of its nodes' addresses; pods have those of 100 more. */
  readonly network: number;
  /** Whether its API server can be reached. */
  readonly reachable: boolean;
}

/** One mesh over two clusters, and a third cluster that nobody reaches. */
export const clusterPlans: readonly ClusterPlan[] = [
  {
    name: "eu-1",
    region: "eu-west-1",
    zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    gitVersion: "v1.37.2-eks-3a1f0c2",
    network: 10,
    reachable: true,
  },
  {
    name: "us-1",
    region: "us-east-1",
    zones: ["us-east-1a", "us-east-1b", "us-east-1d"],
    gitVersion: "v1.36.4-eks-9d0b7e1",
    network: 20,
    reachable: true,
  },
  {
    name: "ap-1",
    region: "ap-southeast-1",
    zones: ["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"],
    gitVersion: "v1.36.4-eks-9d0b7e1",
    network: 30,
    reachable: false,
  },
];

/** The mesh that all of them belong to. */
export const mesh = { id: "retail", trustDomain: "retail.example", istio: "1.31.1", revision: "default" };

/** Where the egress gateway lives, and how it is found. */
export const egress = {
  namespace: "istio-egress",
  service: "istio-egressgateway",
  gateway: "egress",
  selector: { istio: "egressgateway" },
} as const;
