import { expect, test } from "vitest";
import { httpRoute } from "../../connectors/gateway-api/http-route.ts";
import { kubernetesGateway } from "../../connectors/gateway-api/kubernetes-gateway.ts";
import { tlsRoute } from "../../connectors/gateway-api/tls-route.ts";
import { serviceEntry } from "../../connectors/istio/service-entry.ts";
import { kubernetesService } from "../../connectors/kubernetes/kinds/kubernetes-service.ts";
import { pod } from "../../connectors/kubernetes/kinds/pod.ts";
import { object } from "../support/entities.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const named = (name: string) => ({ labels: { "gateway.networking.k8s.io/gateway-name": name } });

const graph = new NaiveGraph([
  object(kubernetesGateway, "eu-1/edge/front"),
  object(kubernetesGateway, "eu-1/shop/front"),
  object(pod, "eu-1/edge/front-1", named("front")),
  object(pod, "eu-1/edge/back-1", named("back")),
  object(pod, "eu-1/shop/front-2", named("front")),
  object(kubernetesService, "eu-1/shop/web", { spec: { type: "ClusterIP" } }),
  object(kubernetesService, "eu-1/pay/web", { spec: { type: "ClusterIP" } }),
  object(serviceEntry, "eu-1/shop/api", { spec: { hosts: ["api.example"] } }),
  object(httpRoute, "eu-1/shop/web", {
    spec: {
      parentRefs: [{ name: "front", namespace: "edge" }, { name: "gone" }],
      rules: [
        {
          backendRefs: [
            { name: "web", port: 80 },
            { name: "web", namespace: "pay", port: 80 },
            { name: "none", port: 80 },
          ],
        },
        { backendRefs: [{ group: "networking.istio.io", kind: "Hostname", name: "api.example", port: 443 }] },
      ],
    },
  }),
  object(httpRoute, "eu-1/shop/egress", {
    spec: { parentRefs: [{ group: "networking.istio.io", kind: "ServiceEntry", name: "api" }] },
  }),
  object(tlsRoute, "eu-1/edge/pass", { spec: { parentRefs: [{ name: "front" }] } }),
  object(httpRoute, "us-1/shop/web", { spec: { parentRefs: [{ name: "front", namespace: "edge" }] } }),
]);

test.each([
  ["edge", ["HTTPRoute/eu-1/shop/web"], ["TLSRoute/eu-1/edge/pass"], ["Pod/eu-1/edge/front-1"]],
  ["shop", [], [], ["Pod/eu-1/shop/front-2"]],
])("the gateway %s/front leads to its routes and proxies", async (inNamespace, routes, tlsRoutes, pods) => {
  const { kubernetesGateway: one } = await graph.query(
    `query ($inNamespace: String!) { kubernetesGateway(cluster: "eu-1", namespace: $inNamespace, name: "front") {
      httpRoutes { id } tlsRoutes { id } pods { nodes { id } }
    } }`,
    { inNamespace },
  );

  const ids = (nodes: readonly { readonly id: string }[]) => nodes.map(({ id }) => id);
  expect([ids(one.httpRoutes), ids(one.tlsRoutes), ids(one.pods.nodes)]).toEqual([routes, tlsRoutes, pods]);
});

test("a route leads to its parents and backends, as far as they exist", async () => {
  const { web, egress } = await graph.query(`{
    web: httpRoute(cluster: "eu-1", namespace: "shop", name: "web") { parents { id } backends { id } }
    egress: httpRoute(cluster: "eu-1", namespace: "shop", name: "egress") { parents { id } backends { id } }
  }`);

  expect(web).toEqual({
    parents: [{ id: "KubernetesGateway/eu-1/edge/front" }],
    backends: [{ id: "KubernetesService/eu-1/pay/web" }, { id: "KubernetesService/eu-1/shop/web" }],
  });
  expect(egress).toEqual({ parents: [{ id: "ServiceEntry/eu-1/shop/api" }], backends: [] });
});
