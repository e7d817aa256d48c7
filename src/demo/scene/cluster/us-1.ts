import { autoModeDefinitions, networkPolicyAgentDefinitions } from "../../definitions/aws.ts";
import { istioDefinitions } from "../../definitions/istio.ts";
import { karpenterDefinitions } from "../../definitions/karpenter.ts";
import { instanceTypes, type NodeGroup } from "../compute/node-group.ts";
import { applicationNetworkPolicy } from "../egress/application-network-policy.ts";
import { retailHosts } from "../egress/retail-hosts.ts";
import { retail } from "../mesh/meshes.ts";
import { retailPolicies } from "../mesh/retail-policies.ts";
import { controlPlanes } from "../workloads/istio.ts";
import { metricsServer } from "../workloads/system.ts";
import { retailNamespaces, retailWorkloads } from "./retail.ts";
import type { ClusterScript } from "./script.ts";

const { small, medium, compute, older } = instanceTypes;
const auto = { provisioner: "auto", capacity: "on-demand" } as const;

/** The two pools that EKS brings, and two of who runs the cluster. */
const pools: readonly NodeGroup[] = [
  { ...auto, name: "general-purpose", count: 3, types: [medium, older], builtIn: true },
  {
    ...auto,
    name: "system",
    count: 1,
    types: [small],
    builtIn: true,
    taint: { key: "CriticalAddonsOnly", effect: "NoSchedule" },
  },
  {
    ...auto,
    name: "spot",
    capacity: "spot",
    count: 4,
    types: [medium, compute, older],
    labels: { "retail.example/pool": "spot" },
    weight: 50,
    limits: { cpu: 64, memoryGi: 256 },
  },
  {
    ...auto,
    name: "egress",
    count: 3,
    types: [small],
    labels: { dedicated: "egress" },
    taint: { key: "dedicated", value: "egress", effect: "NoSchedule" },
    limits: { cpu: 12, memoryGi: 48 },
  },
];

/**
 * The second cluster of the shops, on EKS Auto Mode: DNS, network and Karpenter are EKS's and out of sight. One team has copied its policy
 * from a cluster whose DNS is pods, and so cannot find any name: there is something to find.
 */
export const us1: ClusterScript = {
  plan: {
    name: "us-1",
    region: "us-east-1",
    zones: ["us-east-1a", "us-east-1b", "us-east-1d"],
    gitVersion: "v1.36.4-eks-9d0b7e1",
    network: 20,
    reachable: true,
    mesh: retail,
    definitions: [
      ...istioDefinitions,
      ...karpenterDefinitions,
      ...autoModeDefinitions,
      ...networkPolicyAgentDefinitions,
    ],
    nodeGroups: pools,
    namespaces: retailNamespaces("dns-address").map((namespace) =>
      namespace.name === "ledger" ? { ...namespace, isolation: "dns-pods" } : namespace,
    ),
    workloads: [metricsServer, ...controlPlanes(retail, "us-1"), ...retailWorkloads],
    externalHosts: retailHosts,
  },
  scenery: (stage) => [...retailPolicies(stage), applicationNetworkPolicy(stage)],
};
