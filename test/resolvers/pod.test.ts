import { expect, test } from "vitest";
import { istioGateway } from "../../connectors/istio/istio-gateway.ts";
import { kubernetesNode } from "../../connectors/kubernetes/kinds/kubernetes-node.ts";
import { kubernetesService } from "../../connectors/kubernetes/kinds/kubernetes-service.ts";
import { namespace } from "../../connectors/kubernetes/kinds/namespace.ts";
import { networkPolicy } from "../../connectors/kubernetes/kinds/network-policy.ts";
import { pod } from "../../connectors/kubernetes/kinds/pod.ts";
import { object } from "../support/entities.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const policy = (name: string, podSelector?: object) => object(networkPolicy, name, { spec: { podSelector } });
const service = (name: string, selector?: object, type = "ClusterIP") =>
  object(kubernetesService, name, { spec: { selector, type } });
const labels = { app: "web", tier: "front" };

const graph = new NaiveGraph([
  object(pod, "eu-1/shop/web", { labels, spec: { nodeName: "node-1" } }),
  object(pod, "eu-1/shop/api", { labels: { app: "api" }, spec: { nodeName: "node-2" } }),
  object(pod, "eu-1/shop/bare"),
  object(pod, "eu-1/shop/web-2", { labels: { app: "web" } }),
  object(pod, "eu-1/bank/web", { labels, spec: { nodeName: "node-1" } }),
  object(pod, "us-1/shop/web", { labels, spec: { nodeName: "node-1" } }),
  object(kubernetesNode, "eu-1/node-1"),
  object(kubernetesNode, "us-1/node-1"),
  object(namespace, "eu-1/shop"),
  service("eu-1/shop/web", { app: "web" }),
  service("eu-1/shop/front", { app: "web", tier: "front" }),
  service("eu-1/shop/back", { app: "web", tier: "back" }),
  service("eu-1/shop/none"),
  service("eu-1/shop/elsewhere", { app: "web" }, "ExternalName"),
  service("us-1/shop/web", { app: "web" }),
  policy("eu-1/shop/all", {}),
  policy("eu-1/shop/absent"),
  policy("eu-1/shop/web", { matchLabels: { app: "web" } }),
  policy("eu-1/shop/either", { matchExpressions: [{ key: "app", operator: "In", values: ["web", "api", "web"] }] }),
  policy("eu-1/shop/not-web", { matchExpressions: [{ key: "app", operator: "NotIn", values: ["web"] }] }),
  policy("eu-1/shop/broken", { matchLabels: { app: 1 } }),
  policy("eu-1/bank/all", {}),
  object(istioGateway, "eu-1/istio/front", { spec: { selector: { tier: "front" } } }),
  object(istioGateway, "eu-1/istio/both", { spec: { selector: labels } }),
  object(istioGateway, "eu-1/istio/every"),
]);

const names = (nodes: readonly { readonly name: string }[]) => nodes.map(({ name }) => name);
const places = (nodes: readonly { readonly id: string }[]) => nodes.map(({ id }) => id.replace("Pod/eu-1/", ""));

test.each([
  ["shop", "web", "KubernetesNode/eu-1/node-1", ["front", "web"], ["absent", "all", "either", "web"]],
  ["shop", "api", null, [], ["absent", "all", "either", "not-web"]],
  ["shop", "bare", null, [], ["absent", "all", "not-web"]],
  ["bank", "web", "KubernetesNode/eu-1/node-1", [], ["all"]],
])("the pod %s/%s leads to its node, services and policies", async (inNamespace, name, node, services, policies) => {
  const { pod: one } = await graph.query(
    `query ($inNamespace: String!, $name: String!) {
      pod(cluster: "eu-1", namespace: $inNamespace, name: $name) { node { id } services { name } networkPolicies { name } }
    }`,
    { inNamespace, name },
  );

  expect(one.node?.id ?? null).toBe(node);
  expect(names(one.services)).toEqual(services);
  expect(names(one.networkPolicies)).toEqual(policies);
});

test.each([
  ["web", ["shop/web", "shop/web-2"]],
  ["front", ["shop/web"]],
  ["back", []],
  ["none", []],
  ["elsewhere", []],
])("the service %s leads to its pods", async (name, pods) => {
  const { kubernetesService: one } = await graph.query(
    `query ($name: String!) { kubernetesService(cluster: "eu-1", namespace: "shop", name: $name) { pods { totalCount nodes { id } } } }`,
    { name },
  );

  expect(places(one.pods.nodes)).toEqual(pods);
  expect(one.pods.totalCount).toBe(pods.length);
});

test.each([
  ["all", ["shop/api", "shop/bare", "shop/web", "shop/web-2"]],
  ["absent", ["shop/api", "shop/bare", "shop/web", "shop/web-2"]],
  ["web", ["shop/web", "shop/web-2"]],
  ["either", ["shop/api", "shop/web", "shop/web-2"]],
  ["not-web", ["shop/api", "shop/bare"]],
  ["broken", []],
])("the policy %s leads to its pods", async (name, pods) => {
  const { networkPolicy: one } = await graph.query(
    `query ($name: String!) { networkPolicy(cluster: "eu-1", namespace: "shop", name: $name) { pods { nodes { id } } } }`,
    { name },
  );

  expect(places(one.pods.nodes)).toEqual(pods);
});

test.each([
  ["front", ["bank/web", "shop/web"]],
  ["both", ["bank/web", "shop/web"]],
  ["every", []],
])("the gateway %s leads to its pods in any namespace", async (name, pods) => {
  const { istioGateway: one } = await graph.query(
    `query ($name: String!) { istioGateway(cluster: "eu-1", namespace: "istio", name: $name) { pods { nodes { id } } } }`,
    { name },
  );

  expect(places(one.pods.nodes)).toEqual(pods);
});

test("a namespace and a node lead to their pods", async () => {
  const { namespace: shop, kubernetesNode: node } = await graph.query(`{
    namespace(cluster: "eu-1", name: "shop") { pods(first: 2) { nodes { id } pageInfo { hasNextPage } } }
    kubernetesNode(cluster: "eu-1", name: "node-1") { pods { nodes { id } } }
  }`);

  expect(places(shop.pods.nodes)).toEqual(["shop/api", "shop/bare"]);
  expect(shop.pods.pageInfo.hasNextPage).toBe(true);
  expect(places(node.pods.nodes)).toEqual(["bank/web", "shop/web"]);
});
