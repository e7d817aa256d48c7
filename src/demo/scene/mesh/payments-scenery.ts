import type { KubeObject } from "../../kube-object.ts";
import { egress } from "../egress/gateway.ts";
import type { Stage } from "../stage.ts";
import { gateway, gatewayClasses, route } from "./gateway-api.ts";
import { istioObject } from "./istio-object.ts";
import { payments } from "./meshes.ts";
import { authorizationPolicy, meshDefaults, principal } from "./security.ts";

const host = "swift.interbank.example";

/**
 * What the bank's first cluster has: waypoints, and a way out of ambient mode, where a host is called by the port 80 of a ServiceEntry in the
 * egress namespace, whose waypoint speaks TLS to it.
 */
export function paymentsScenery(stage: Stage): KubeObject[] {
  const platform = { namespace: egress.namespace, owner: "platform" };
  return [
    ...meshDefaults(stage),
    ...gatewayClasses(stage),
    waypoint("wallet", "wallet", stage),
    waypoint(egress.namespace, "platform", stage),
    istioObject("ServiceEntry", "interbank", platform, stage, {
      hosts: [host],
      ports: [{ number: 80, name: "http", protocol: "HTTP", targetPort: 443 }],
      location: "MESH_EXTERNAL",
      resolution: "DNS",
    }),
    istioObject("DestinationRule", "interbank-tls", platform, stage, {
      host,
      trafficPolicy: { tls: { mode: "SIMPLE", sni: host } },
    }),
    authorizationPolicy(
      "interbank-callers",
      egress.namespace,
      "platform",
      {
        targetRefs: [{ group: "networking.istio.io", kind: "ServiceEntry", name: "interbank" }],
        action: "ALLOW",
        rules: [{ from: [{ source: { principals: [principal(payments, "wallet", "wallet-api")] } }] }],
      },
      stage,
    ),
    authorizationPolicy(
      "balances-readers",
      "wallet",
      "balances",
      {
        targetRefs: [{ group: "", kind: "Service", name: "balances" }],
        action: "ALLOW",
        rules: [{ from: [{ source: { namespaces: ["wallet", "cards"] } }], to: [{ operation: { methods: ["GET"] } }] }],
      },
      stage,
    ),
    ...signing(stage),
  ];
}

function waypoint(namespace: string, owner: string, stage: Stage): KubeObject {
  return gateway(
    {
      namespace,
      owner,
      name: "waypoint",
      gatewayClass: "istio-waypoint",
      labels: { "istio.io/waypoint-for": "service" },
      listeners: [{ name: "mesh", port: 15_008, protocol: "HBONE", allowedRoutes: { namespaces: { from: "Same" } } }],
    },
    0,
    stage,
  );
}

/** A way in whose TLS nobody opens before the program itself. */
function signing(stage: Stage): KubeObject[] {
  const place = { namespace: "settlement", owner: "clearing" };
  const hostname = "clearing.payments.example";
  return [
    gateway(
      {
        ...place,
        name: "clearing",
        gatewayClass: "istio",
        listeners: [
          {
            name: "tls",
            port: 443,
            protocol: "TLS",
            hostname,
            tls: { mode: "Passthrough" },
            allowedRoutes: { namespaces: { from: "Same" } },
          },
        ],
      },
      1,
      stage,
    ),
    route(
      "TLSRoute",
      "clearing",
      place,
      { group: "gateway.networking.k8s.io", kind: "Gateway", name: "clearing" },
      {
        hostnames: [hostname],
        rules: [{ backendRefs: [{ name: "clearing", port: 443, weight: 1, group: "", kind: "Service" }] }],
      },
      stage,
    ),
  ];
}
