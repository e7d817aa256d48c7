import { istioDefinitions } from "../../definitions/istio.ts";
import { instanceTypes } from "../compute/node-group.ts";
import { payments } from "../mesh/meshes.ts";
import { meshDefaults } from "../mesh/security.ts";
import { controlPlanes } from "../workloads/istio.ts";
import { cilium, coreDns, nodeAgents } from "../workloads/system.ts";
import { teamWorkloads, withChange } from "../workloads/teams.ts";
import { teamLabels } from "./namespace.ts";
import type { ClusterScript } from "./script.ts";

const inCloud = { "eks.amazonaws.com/nodegroup": "core" };
const inDatacenter = { "eks.amazonaws.com/compute-type": "hybrid" };
const injected = { "istio-injection": "enabled" };

/** The second cluster of the bank: its control plane is in the cloud, most of its nodes are the bank's own machines. */
export const hybrid1: ClusterScript = {
  plan: {
    name: "hybrid-1",
    region: "eu-central-1",
    zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    gitVersion: "v1.36.4-eks-9d0b7e1",
    network: 50,
    reachable: true,
    mesh: payments,
    definitions: istioDefinitions,
    nodeGroups: [
      { name: "core", provisioner: "managed", capacity: "on-demand", count: 2, types: [instanceTypes.medium] },
      { name: "datacenter", provisioner: "hybrid", capacity: "on-demand", count: 4, types: [instanceTypes.own] },
    ],
    namespaces: [
      { name: "branches", labels: teamLabels("branches", injected), team: "branches" },
      { name: "vault", labels: teamLabels("vault", injected), team: "vault" },
    ],
    workloads: [
      ...nodeAgents.map((agent) => ({ ...agent, nodeSelector: inCloud })),
      cilium,
      coreDns,
      ...controlPlanes(payments, "hybrid-1").map((istiod) => ({ ...istiod, nodeSelector: inCloud })),
      ...withChange(
        teamWorkloads("branches", "sidecar", [
          ["teller", "4.0.7", 4, "300m", "512Mi"],
          ["cash-api", "2.2.0", 2, "200m", "384Mi"],
        ]),
        "teller",
        { nodeSelector: inDatacenter },
      ),
      ...withChange(teamWorkloads("vault", "sidecar", [["hsm-proxy", "1.3.1", 2, "200m", "256Mi"]]), "hsm-proxy", {
        nodeSelector: inDatacenter,
        minAvailable: 1,
      }),
    ],
    externalHosts: [],
  },
  scenery: meshDefaults,
};
