import type { JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import type { Stage } from "../stage.ts";
import { gatewayDeployment } from "../workloads/istio.ts";
import { gateway, gatewayClasses, route } from "./gateway-api.ts";

const place = { namespace: "shop", owner: "web" };
const parent = { group: "gateway.networking.k8s.io", kind: "Gateway", name: "storefront" };
const ports = [
  { name: "status-port", port: 15_021, targetPort: 15_021 },
  { name: "https", port: 443, targetPort: 443 },
];

/** The pods through which customers come in. */
export const storefrontGateway = gatewayDeployment(
  { namespace: "shop", name: "storefront", gatewayClass: "istio" },
  "1.30.4",
  { replicas: 2, port: 443, service: { type: "LoadBalancer", ports } },
);

const to = (name: string): readonly JsonObject[] => [{ name, port: 80, weight: 1, group: "", kind: "Service" }];
const under = (value: string): readonly JsonObject[] => [{ path: { type: "PathPrefix", value } }];

/** The way in by the Gateway API: one listener, and a route for each part of the site. */
export function storefront(stage: Stage): KubeObject[] {
  const hostnames = ["www.retail.example"];
  return [
    ...gatewayClasses(stage),
    gateway(
      {
        ...place,
        name: "storefront",
        gatewayClass: "istio",
        listeners: [
          {
            name: "https",
            port: 443,
            protocol: "HTTPS",
            hostname: "*.retail.example",
            tls: { mode: "Terminate", certificateRefs: [{ group: "", kind: "Secret", name: "retail-example-tls" }] },
            allowedRoutes: { namespaces: { from: "Same" } },
          },
        ],
      },
      2,
      stage,
    ),
    route(
      "HTTPRoute",
      "search",
      place,
      parent,
      { hostnames, rules: [{ matches: under("/search"), backendRefs: to("search") }] },
      stage,
    ),
    route(
      "HTTPRoute",
      "web",
      place,
      parent,
      { hostnames, rules: [{ matches: under("/"), backendRefs: to("web") }] },
      stage,
    ),
  ];
}
