import { karpenterAwsDefinitions } from "../../definitions/aws.ts";
import { olderGatewayApiDefinitions } from "../../definitions/gateway-api.ts";
import { istioDefinitions } from "../../definitions/istio.ts";
import { karpenterDefinitions, nodeOverlayDefinitions } from "../../definitions/karpenter.ts";
import { instanceTypes, type NodeGroup } from "../compute/node-group.ts";
import { nodeOverlay } from "../compute/node-overlay.ts";
import { retailHosts } from "../egress/retail-hosts.ts";
import { retailWithCanary } from "../mesh/meshes.ts";
import { retailPolicies } from "../mesh/retail-policies.ts";
import { storefront, storefrontGateway } from "../mesh/storefront.ts";
import { machinesOutside } from "../mesh/machines-outside.ts";
import { controlPlanes } from "../workloads/istio.ts";
import { coreDns, karpenter, nodeAgents } from "../workloads/system.ts";
import { retailNamespaces, retailWorkloads } from "./retail.ts";
import { teamLabels } from "./namespace.ts";
import type { NamespacePlan } from "./cluster-plan.ts";
import type { ClusterScript } from "./script.ts";

const { small, medium, compute, older } = instanceTypes;
const limits = { cpu: 64, memoryGi: 256 };

/** Cheap nodes first, steady ones behind them, and the egress gateway's own in each zone. */
export const egressOnManagedNodes: readonly NodeGroup[] = [
  {
    name: "spot",
    provisioner: "karpenter",
    capacity: "spot",
    count: 4,
    types: [medium, compute, older],
    labels: { "retail.example/pool": "spot" },
    weight: 50,
    limits,
  },
  {
    name: "steady",
    provisioner: "karpenter",
    capacity: "on-demand",
    count: 3,
    types: [medium, older],
    labels: { "retail.example/pool": "steady" },
    limits,
  },
  {
    name: "egress",
    provisioner: "managed",
    capacity: "on-demand",
    count: 3,
    types: [small],
    labels: { dedicated: "egress" },
    taint: { key: "dedicated", value: "egress", effect: "NoSchedule" },
  },
];

/** While a newer control plane is tried: one team follows it, one follows a tag, the others the default. */
const canary: Readonly<Record<string, Partial<NamespacePlan>>> = {
  pay: { labels: teamLabels("pay", { "istio.io/rev": "prod" }), revision: "prod" },
  ledger: { labels: teamLabels("ledger", { "istio.io/rev": "1-31" }), revision: "1-31" },
};

/** The first cluster of the shops: Karpenter, a managed node group for the egress gateway, and a canary of the control plane. */
export const eu1: ClusterScript = {
  plan: {
    name: "eu-1",
    region: "eu-west-1",
    zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    gitVersion: "v1.37.2-eks-3a1f0c2",
    network: 10,
    reachable: true,
    mesh: retailWithCanary,
    definitions: [
      ...istioDefinitions,
      ...olderGatewayApiDefinitions,
      ...karpenterDefinitions,
      ...nodeOverlayDefinitions,
      ...karpenterAwsDefinitions,
    ],
    nodeGroups: egressOnManagedNodes,
    namespaces: retailNamespaces("dns-pods").map((namespace) => ({ ...namespace, ...canary[namespace.name] })),
    workloads: [
      ...nodeAgents,
      coreDns,
      karpenter,
      ...controlPlanes(retailWithCanary, "eu-1"),
      ...retailWorkloads,
      storefrontGateway,
    ],
    externalHosts: retailHosts,
  },
  scenery: (stage) => [...retailPolicies(stage), ...storefront(stage), ...machinesOutside(stage), nodeOverlay(stage)],
};
