import type { JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import { egress } from "../egress/gateway.ts";
import type { Stage } from "../stage.ts";
import { istioObject } from "./istio-object.ts";
import { retail } from "./meshes.ts";
import { authorizationPolicy, meshDefaults, principal } from "./security.ts";

const teams = ["shop", "pay", "ledger"];

/** The rule that lets these service accounts of a namespace call. */
const callers = (namespace: string, accounts: readonly string[]): readonly JsonObject[] => [
  { from: [{ source: { principals: accounts.map((account) => principal(retail, namespace, account)) } }] },
];

/** Who may call whom among the shops' teams, and what the proxies of one of them are told of. */
export function retailPolicies(stage: Stage): KubeObject[] {
  return [
    ...meshDefaults(stage),
    authorizationPolicy(
      "payments-callers",
      "pay",
      "payments",
      {
        selector: { matchLabels: { app: "payments" } },
        action: "ALLOW",
        rules: callers("shop", ["checkout", "cart"]),
      },
      stage,
    ),
    // A policy that lets nobody in, unless another one does.
    authorizationPolicy("deny-by-default", "ledger", "ledger-api", {}, stage),
    authorizationPolicy(
      "postings-callers",
      "ledger",
      "postings",
      {
        selector: { matchLabels: { app: "postings" } },
        action: "ALLOW",
        rules: callers("pay", ["payments", "refunds"]),
      },
      stage,
    ),
    authorizationPolicy(
      "teams-only",
      egress.namespace,
      "platform",
      {
        selector: { matchLabels: egress.selector },
        action: "ALLOW",
        rules: [{ from: [{ source: { namespaces: teams } }], to: [{ operation: { ports: ["8443"] } }] }],
      },
      stage,
    ),
    istioObject("Sidecar", "default", { namespace: "shop", owner: "web" }, stage, {
      egress: [{ hosts: ["./*", "istio-system/*", `${egress.namespace}/*`, "pay/*"] }],
    }),
  ];
}
