import { egressGateway } from "../workloads/istio.ts";
import { teamWorkloads, withChange } from "../workloads/teams.ts";
import type { Workload } from "../workloads/workload.ts";
import { egress } from "../egress/gateway.ts";
import { teamLabels } from "./namespace.ts";
import type { NamespacePlan } from "./cluster-plan.ts";

const injected = { "istio-injection": "enabled" };

/** The namespaces of the shops, in a cluster whose pods find DNS in that way. */
export function retailNamespaces(isolation: "dns-pods" | "dns-address"): readonly NamespacePlan[] {
  return [
    { name: egress.namespace, labels: { ...injected, "retail.example/purpose": "egress" } },
    ...["shop", "pay", "ledger"].map((name) => ({ name, labels: teamLabels(name, injected), team: name, isolation })),
  ];
}

/** What the teams of the shops run in each of their clusters, and the gateway through which they leave. */
export const retailWorkloads: readonly Workload[] = [
  egressGateway("1.30.4"),
  ...teamWorkloads("shop", "sidecar", [
    ["web", "2026.11.4", 4, "250m", "256Mi"],
    ["cart", "3.18.0", 3, "200m", "256Mi"],
    ["checkout", "5.2.1", 3, "300m", "512Mi"],
    ["catalog", "1.40.0", 3, "200m", "384Mi"],
    ["search", "0.9.7", 2, "500m", "1Gi"],
  ]),
  ...withChange(
    teamWorkloads("pay", "sidecar", [
      ["payments", "7.0.3", 4, "300m", "512Mi"],
      ["fraud", "2.11.0", 2, "500m", "1Gi"],
      ["refunds", "1.6.2", 2, "100m", "192Mi"],
    ]),
    "payments",
    { minAvailable: 3 },
  ),
  // Whoever runs ledger-api wants all of its pods at any time: so its nodes cannot be given back.
  ...withChange(
    teamWorkloads("ledger", "sidecar", [
      ["ledger-api", "4.4.0", 3, "250m", "384Mi"],
      ["postings", "4.4.0", 3, "250m", "384Mi"],
      ["statements", "2.0.1", 2, "100m", "256Mi"],
    ]),
    "ledger-api",
    { minAvailable: 3 },
  ),
];
