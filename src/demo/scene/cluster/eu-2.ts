import { karpenterAwsDefinitions } from "../../definitions/aws.ts";
import { gatewayApiDefinitions } from "../../definitions/gateway-api.ts";
import { istioDefinitions } from "../../definitions/istio.ts";
import { karpenterDefinitions, nodeOverlayDefinitions } from "../../definitions/karpenter.ts";
import { instanceTypes, type NodeGroup } from "../compute/node-group.ts";
import { egress } from "../egress/gateway.ts";
import { paymentsScenery } from "../mesh/payments-scenery.ts";
import { payments } from "../mesh/meshes.ts";
import { ambientAgents, controlPlanes, gatewayDeployment } from "../workloads/istio.ts";
import { coreDns, karpenter, nodeAgents } from "../workloads/system.ts";
import { teamWorkloads, withChange } from "../workloads/teams.ts";
import { teamLabels } from "./namespace.ts";
import type { ClusterScript } from "./script.ts";

const { medium, compute, older } = instanceTypes;
const { version } = payments.revisions[0];
const core = { "eks.amazonaws.com/nodegroup": "core" };
const ambient = { "istio.io/dataplane-mode": "ambient" };
const waypoint = {
  service: { ports: [{ name: "mesh", port: 15_008, targetPort: 15_008 }] },
  replicas: 2,
  port: 15_008,
};
const wayIn = {
  service: {
    type: "LoadBalancer",
    ports: [
      { name: "status-port", port: 15_021, targetPort: 15_021 },
      { name: "tls", port: 443, targetPort: 443 },
    ],
  },
  replicas: 2,
  port: 443,
} as const;
const clearingPorts = [
  { name: "http", port: 80, targetPort: 8080 },
  { name: "tls", port: 443, targetPort: 8443 },
];
const waypointOf = (namespace: string) =>
  gatewayDeployment({ namespace, name: "waypoint", gatewayClass: "istio-waypoint" }, version, waypoint);

const groups: readonly NodeGroup[] = [
  { name: "core", provisioner: "managed", capacity: "on-demand", count: 2, types: [medium] },
  {
    name: "general",
    provisioner: "karpenter",
    capacity: "on-demand",
    count: 3,
    types: [medium, older],
    limits: { cpu: 64, memoryGi: 256 },
  },
  {
    name: "spot",
    provisioner: "karpenter",
    capacity: "spot",
    count: 2,
    types: [medium, compute],
    weight: 20,
    limits: { cpu: 32, memoryGi: 128 },
  },
];

/** The first cluster of the bank: no sidecars in most namespaces, and native ones in one. */
export const eu2: ClusterScript = {
  plan: {
    name: "eu-2",
    region: "eu-central-1",
    zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    gitVersion: "v1.37.2-eks-3a1f0c2",
    network: 40,
    reachable: true,
    mesh: payments,
    definitions: [
      ...istioDefinitions,
      ...gatewayApiDefinitions,
      ...karpenterDefinitions,
      ...nodeOverlayDefinitions,
      ...karpenterAwsDefinitions,
    ],
    nodeGroups: groups,
    namespaces: [
      { name: egress.namespace, labels: { ...ambient, "istio.io/use-waypoint": "waypoint" } },
      {
        name: "wallet",
        labels: teamLabels("wallet", { ...ambient, "istio.io/use-waypoint": "waypoint" }),
        team: "wallet",
      },
      { name: "cards", labels: teamLabels("cards", ambient), team: "cards" },
      { name: "settlement", labels: teamLabels("settlement", { "istio-injection": "enabled" }), team: "settlement" },
    ],
    workloads: [
      ...nodeAgents,
      ...ambientAgents(version),
      coreDns,
      { ...karpenter, nodeSelector: core },
      ...controlPlanes(payments, "eu-2"),
      waypointOf(egress.namespace),
      waypointOf("wallet"),
      gatewayDeployment({ namespace: "settlement", name: "clearing", gatewayClass: "istio" }, version, wayIn),
      ...teamWorkloads("wallet", "ambient", [
        ["wallet-api", "12.1.0", 3, "300m", "512Mi"],
        ["balances", "8.4.2", 2, "200m", "384Mi"],
      ]),
      ...teamWorkloads("cards", "ambient", [
        ["issuer", "3.3.0", 2, "200m", "256Mi"],
        ["authorizer", "9.0.1", 3, "400m", "512Mi"],
      ]),
      ...withChange(teamWorkloads("settlement", "sidecar", [["clearing", "1.12.0", 2, "250m", "512Mi"]]), "clearing", {
        service: { ports: clearingPorts },
      }),
      ...withChange(teamWorkloads("settlement", "sidecar", [["journal", "1.12.0", 2, "250m", "1Gi"]]), "journal", {
        controller: "StatefulSet",
        minAvailable: 1,
      }),
    ],
    externalHosts: [],
  },
  scenery: paymentsScenery,
};
