import { karpenterAwsDefinitions } from "../../definitions/aws.ts";
import { istioDefinitions } from "../../definitions/istio.ts";
import { karpenterDefinitions } from "../../definitions/karpenter.ts";
import { retail } from "../mesh/meshes.ts";
import { retailPolicies } from "../mesh/retail-policies.ts";
import { retailHosts } from "../egress/retail-hosts.ts";
import { controlPlanes } from "../workloads/istio.ts";
import { coreDns, karpenter, nodeAgents } from "../workloads/system.ts";
import { egressOnManagedNodes } from "./eu-1.ts";
import { retailNamespaces, retailWorkloads } from "./retail.ts";
import type { ClusterScript } from "./script.ts";

/** A cluster of the shops that nobody reaches. */
export const ap1: ClusterScript = {
  plan: {
    name: "ap-1",
    region: "ap-southeast-1",
    zones: ["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"],
    gitVersion: "v1.36.4-eks-9d0b7e1",
    network: 30,
    reachable: false,
    mesh: retail,
    definitions: [...istioDefinitions, ...karpenterDefinitions, ...karpenterAwsDefinitions],
    nodeGroups: egressOnManagedNodes,
    namespaces: retailNamespaces("dns-pods"),
    workloads: [...nodeAgents, coreDns, karpenter, ...controlPlanes(retail, "ap-1"), ...retailWorkloads],
    externalHosts: retailHosts,
  },
  scenery: retailPolicies,
};
