import { expect, test } from "vitest";
import { istioGateway } from "../../connectors/istio/istio-gateway.ts";
import { istioMeshConfig } from "../../connectors/istio/istio-mesh-config.ts";
import { nodePool } from "../../connectors/karpenter/node-pool.ts";
import { deployment } from "../../connectors/kubernetes/kinds/deployment.ts";
import { kubernetesNode } from "../../connectors/kubernetes/kinds/kubernetes-node.ts";
import { kubernetesService } from "../../connectors/kubernetes/kinds/kubernetes-service.ts";
import { namespace } from "../../connectors/kubernetes/kinds/namespace.ts";
import { pod } from "../../connectors/kubernetes/kinds/pod.ts";
import type { Entity } from "../../schema/entity.ts";
import { object, source, watch } from "../support/entities.ts";
import type { Answer } from "../support/naive-graph.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const read = ["Pod", "KubernetesService", "IstioGateway", "IstioMeshConfig", "Namespace"];
const watches = read.map((type) => watch("eu-1", type));

const proxy = (path: string, app: string, nodeName?: string) =>
  object(pod, `eu-1/${path}`, {
    labels: { app },
    spec: {
      nodeName,
      containers: [
        { name: "istio-proxy", image: "istio/proxyv2:1.30.3", ports: [{ name: "web", containerPort: 8080 }] },
      ],
    },
  });
const node = (name: string, zone: string, pool: string) =>
  object(kubernetesNode, `eu-1/${name}`, {
    labels: { "topology.kubernetes.io/zone": zone, "karpenter.sh/nodepool": pool },
  });
const server = (number: number, protocol: string, hosts: readonly string[], tls?: object) => ({
  port: { number, name: `${protocol}-${number}`.toLowerCase(), protocol },
  hosts,
  tls,
});
const gateway = (path: string, selector: object, ...servers: readonly object[]) =>
  object(istioGateway, `eu-1/${path}`, { spec: { selector, servers } });
const secret = { mode: "SIMPLE", credentialName: "certificate" };
const edge = { app: "edge" };

const istiod = object(deployment, "eu-1/istio-system/istiod", {
  labels: { app: "istiod", "istio.io/rev": "default" },
  spec: { template: { spec: { containers: [{ name: "discovery", image: "istio/pilot:1.30.3" }] } } },
});
const objects: readonly Entity[] = [
  object(istioMeshConfig, "eu-1/istio-system/istio", { data: { mesh: "{}" } }),
  istiod,
  object(namespace, "eu-1/shop"),
  proxy("edge/edge-1", "edge", "node-a"),
  proxy("edge/edge-2", "edge", "node-b"),
  proxy("edge/edge-3", "edge", "node-b"),
  proxy("edge/edge-4", "edge", "node-gone"),
  proxy("edge/edge-5", "edge"),
  proxy("shop/other", "other", "node-c"),
  node("node-a", "eu-1b", "general"),
  node("node-b", "eu-1a", "general"),
  node("node-c", "eu-1c", "spare"),
  object(nodePool, "eu-1/general"),
  object(nodePool, "eu-1/spare"),
  object(kubernetesService, "eu-1/edge/edge", {
    spec: {
      type: "LoadBalancer",
      selector: edge,
      ports: [
        { port: 80, name: "http", targetPort: "web" },
        { port: 443, name: "https", targetPort: 8443 },
      ],
    },
  }),
  gateway("edge/first", edge, server(443, "HTTPS", ["shop.example"], secret)),
  gateway("shop/second", edge, server(443, "HTTPS", ["shop.example"], secret)),
  gateway(
    "edge/target-ports",
    edge,
    server(8080, "HTTP", ["*"]),
    server(8443, "TLS", ["a.example"], { mode: "PASSTHROUGH" }),
  ),
  gateway("edge/nowhere", edge, server(9999, "HTTP", ["*"])),
  gateway("edge/nobody", { app: "gone" }, server(80, "HTTP", ["*"])),
  gateway("edge/everybody", {}, server(80, "HTTP", ["*"])),
  gateway("edge/empty", edge),
];

const graph = new NaiveGraph([source("eu-1"), ...watches, ...objects]);

const ask = async (path: string, fields: string, over = graph): Promise<Answer> => {
  const [inNamespace, name] = path.split("/");
  const { istioGateway: one } = await over.query(
    `query ($inNamespace: String!, $name: String!) {
      istioGateway(cluster: "eu-1", namespace: $inNamespace, name: $name) { ${fields} }
    }`,
    { inNamespace, name },
  );
  return one;
};
const problemsOf = async (path: string, over = graph): Promise<readonly (readonly [string, string | null])[]> => {
  const { problems } = await ask(path, "problems { code object { id } }", over);
  return problems.map(({ code, object: other }: Answer) => [code, other?.id ?? null] as const);
};

test("a gateway leads to the nodes, zones and pools that its proxies run on, each once and in order", async () => {
  const fields = "kubernetesNodes { nodes { name } } zones nodePools { name } pods { totalCount }";

  expect(await ask("edge/first", fields)).toEqual({
    kubernetesNodes: { nodes: [{ name: "node-a" }, { name: "node-b" }] },
    zones: ["eu-1a", "eu-1b"],
    nodePools: [{ name: "general" }],
    pods: { totalCount: 5 },
  });
  expect(await ask("edge/everybody", fields)).toEqual({
    kubernetesNodes: { nodes: [] },
    zones: [],
    nodePools: [],
    pods: { totalCount: 0 },
  });
});

test.each([
  ["edge/first", []],
  ["shop/second", [["GATEWAY_CONFLICT", "IstioGateway/eu-1/edge/first"]]],
  ["edge/target-ports", []],
  ["edge/nowhere", [["GATEWAY_PORT_NOT_ON_SERVICE", null]]],
  ["edge/nobody", [["GATEWAY_SELECTS_NOTHING", null]]],
  ["edge/everybody", []],
  ["edge/empty", [["GATEWAY_WITHOUT_SERVERS", null]]],
])("the gateway %s has the problems %j", async (path, expected) => {
  expect(await problemsOf(path)).toEqual(expected);
});

test.each(["Pod", "KubernetesService", "IstioGateway"])(
  "while the %s objects are not listed, nothing is said of a gateway's proxies",
  async (type) => {
    const some = [
      ...watches.filter((one) => one.type !== type),
      watch("eu-1", type, { listed: false, phase: "LISTING" }),
    ];
    const over = new NaiveGraph([source("eu-1"), ...some, ...objects]);

    expect(await problemsOf("edge/nobody", over)).toEqual([]);
    expect(await problemsOf("edge/nowhere", over)).toEqual([]);
    expect(await problemsOf("edge/empty", over)).toEqual([["GATEWAY_WITHOUT_SERVERS", null]]);
  },
);

test("where the control plane's settings are not known, nothing is said that hangs on them", async () => {
  const over = new NaiveGraph([source("eu-1"), ...watches, ...objects.filter((one) => one !== istiod)]);

  expect(await problemsOf("shop/second", over)).toEqual([]);
  expect(await problemsOf("edge/nowhere", over)).toEqual([]);
});

test("with gateways scoped to their namespace, one of another namespace conflicts with nothing and has no proxy", async () => {
  const scoped = object(deployment, "eu-1/istio-system/istiod", {
    labels: { app: "istiod", "istio.io/rev": "default" },
    spec: {
      template: {
        spec: {
          containers: [
            {
              name: "discovery",
              image: "istio/pilot:1.30.3",
              env: [{ name: "PILOT_SCOPE_GATEWAY_TO_NAMESPACE", value: "true" }],
            },
          ],
        },
      },
    },
  });
  const over = new NaiveGraph([source("eu-1"), ...watches, ...objects.filter((one) => one !== istiod), scoped]);

  expect(await problemsOf("shop/second", over)).toEqual([["GATEWAY_SELECTS_NOTHING", null]]);
  expect(await problemsOf("edge/first", over)).toEqual([]);
});
