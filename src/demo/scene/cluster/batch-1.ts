import { karpenterAwsDefinitions } from "../../definitions/aws.ts";
import { karpenterDefinitions, nodeOverlayDefinitions } from "../../definitions/karpenter.ts";
import { instanceTypes, type NodeGroup } from "../compute/node-group.ts";
import { coreDns, karpenter, nodeAgents } from "../workloads/system.ts";
import { teamWorkloads, withChange } from "../workloads/teams.ts";
import type { ClusterScript } from "./script.ts";

const { medium, compute, gpu } = instanceTypes;
const graphics = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" } as const;
const toleratesGraphics = { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" } as const;
const pool = (name: string) => ({ "karpenter.sh/nodepool": name });

const pools: readonly NodeGroup[] = [
  {
    name: "batch-spot",
    provisioner: "karpenter",
    capacity: "spot",
    count: 4,
    types: [compute],
    weight: 50,
    limits: { cpu: 16, memoryGi: 64 },
  },
  {
    name: "general",
    provisioner: "karpenter",
    capacity: "on-demand",
    count: 2,
    types: [medium],
    limits: { cpu: 40, memoryGi: 160 },
  },
  {
    name: "gpu",
    provisioner: "karpenter",
    capacity: "on-demand",
    count: 1,
    types: [gpu],
    taint: graphics,
    limits: { cpu: 8, memoryGi: 32 },
  },
];

/**
 * A cluster outside of any mesh, in which pods wait: for a pool at its limit (cruncher), for a node that is on its way (ingest), for a taint
 * to be tolerated (trainer), and for a label that no pool gives (archive).
 */
export const batch1: ClusterScript = {
  plan: {
    name: "batch-1",
    region: "us-west-2",
    zones: ["us-west-2a", "us-west-2b", "us-west-2c"],
    gitVersion: "v1.37.2-eks-3a1f0c2",
    network: 60,
    reachable: true,
    definitions: [...karpenterDefinitions, ...nodeOverlayDefinitions, ...karpenterAwsDefinitions],
    nodeGroups: pools,
    namespaces: ["jobs", "training", "reports"].map((name) => ({
      name,
      labels: { "retail.example/team": name },
      team: name,
    })),
    workloads: [
      ...nodeAgents,
      { ...coreDns, nodeSelector: pool("general") },
      { ...karpenter, nodeSelector: pool("general") },
      ...withChange(
        withChange(
          teamWorkloads("jobs", "none", [
            ["cruncher", "31.0.2", 9, "1700m", "2Gi"],
            ["ingest", "6.1.0", 1, "3", "8Gi"],
          ]),
          "cruncher",
          { nodeSelector: pool("batch-spot") },
        ),
        "ingest",
        { nodeSelector: pool("general") },
      ),
      ...withChange(
        withChange(
          teamWorkloads("training", "none", [
            ["notebook", "2026.10.1", 1, "2", "8Gi"],
            ["trainer", "0.44.0", 1, "1", "4Gi"],
          ]),
          "notebook",
          { nodeSelector: pool("gpu"), tolerations: [toleratesGraphics] },
        ),
        "trainer",
        { nodeSelector: pool("gpu") },
      ),
      ...withChange(
        withChange(
          teamWorkloads("reports", "none", [
            ["monthly", "3.2.0", 2, "200m", "512Mi"],
            ["archive", "1.0.9", 1, "100m", "256Mi"],
          ]),
          "monthly",
          { controller: "StatefulSet", nodeSelector: pool("general") },
        ),
        "archive",
        { nodeSelector: { "retail.example/disk": "nvme" } },
      ),
    ],
    externalHosts: [],
  },
  scenery: () => [],
};
