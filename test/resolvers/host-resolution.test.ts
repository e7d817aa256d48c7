import { expect, test } from "vitest";
import { httpRoute } from "../../connectors/gateway-api/http-route.ts";
import { istioMeshConfig } from "../../connectors/istio/istio-mesh-config.ts";
import { serviceEntry } from "../../connectors/istio/service-entry.ts";
import { sidecar } from "../../connectors/istio/sidecar.ts";
import { virtualService } from "../../connectors/istio/virtual-service.ts";
import { deployment } from "../../connectors/kubernetes/kinds/deployment.ts";
import { kubernetesService } from "../../connectors/kubernetes/kinds/kubernetes-service.ts";
import { namespace } from "../../connectors/kubernetes/kinds/namespace.ts";
import { pod } from "../../connectors/kubernetes/kinds/pod.ts";
import { object, source, watch } from "../support/entities.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const http = { number: 80, name: "http", protocol: "HTTP" };
const entry = (name: string, spec: object) =>
  object(serviceEntry, `eu-1/${name}`, { spec: { ports: [http], resolution: "DNS", ...spec } });
const space = (name: string) => object(namespace, `eu-1/${name}`, { labels: { "istio-injection": "enabled" } });
const proxied = (name: string, labels: Record<string, string>) =>
  object(pod, `eu-1/shop/${name}`, {
    labels,
    spec: {
      containers: [
        { name: "app", image: "app" },
        { name: "istio-proxy", image: "istio/proxyv2:1.30.3" },
      ],
    },
  });
const read = ["ServiceEntry", "KubernetesService", "Sidecar", "VirtualService", "DestinationRule", "Namespace"];

const graph = new NaiveGraph([
  source("eu-1"),
  ...read.map((type) => watch("eu-1", type)),
  source("us-1", { phase: "DOWN" }),
  object(namespace, "us-1/shop"),
  object(istioMeshConfig, "eu-1/istio-system/istio", { data: { mesh: "{}" } }),
  object(deployment, "eu-1/istio-system/istiod", {
    labels: { app: "istiod", "istio.io/rev": "default" },
    spec: { template: { spec: { containers: [{ name: "discovery", image: "istio/pilot:1.30.3" }] } } },
  }),
  space("shop"),
  space("pay"),
  object(namespace, "eu-1/calm", { labels: { "istio.io/dataplane-mode": "ambient" } }),
  entry("shop/api", { hosts: ["api.example"] }),
  entry("pay/api", { hosts: ["api.example"] }),
  entry("pay/secret", { hosts: ["secret.example"], exportTo: ["."] }),
  entry("pay/many", { hosts: ["*.many.example"] }),
  entry("pay/dot", { hosts: ["dot.example."] }),
  object(kubernetesService, "eu-1/pay/web", { spec: { type: "ClusterIP", ports: [{ port: 80, name: "http" }] } }),
  object(kubernetesService, "eu-1/pay/routed", { spec: { type: "ClusterIP", ports: [{ port: 80, name: "http" }] } }),
  object(httpRoute, "eu-1/pay/split", { spec: { parentRefs: [{ group: "", kind: "Service", name: "routed" }] } }),
  object(virtualService, "eu-1/shop/api", {
    spec: {
      hosts: ["api.example"],
      http: [
        { match: [{ uri: { prefix: "/old" } }], redirect: { uri: "/new" } },
        {
          route: [
            { destination: { host: "web.pay.svc.cluster.local" }, weight: 90 },
            { destination: { host: "gone.example", port: { number: 80 } }, weight: 10 },
          ],
        },
      ],
    },
  }),
  object(sidecar, "eu-1/shop/narrow", {
    spec: { workloadSelector: { labels: { app: "narrow" } }, egress: [{ hosts: ["./*"] }] },
  }),
  proxied("plain", { app: "plain" }),
  proxied("narrow", { app: "narrow" }),
]);

const ask = async (inNamespace: string, host: string, clusterName = "eu-1") => {
  const { namespace: one } = await graph.query(
    `query ($clusterName: String!, $inNamespace: String!, $host: String!) { namespace(cluster: $clusterName, name: $inNamespace) { host(name: $host) {
      outcome mode istioVersion object { id } ports { number name protocol } claims { object { id } verdict }
    } } }`,
    { clusterName, inNamespace, host },
  );
  return one.host;
};
const known = { mode: "SIDECAR", istioVersion: "1.30.3" };
const ports = [{ number: 80, name: "http", protocol: "HTTP" }];
const claim = (id: string, verdict: string) => ({ object: { id: `ServiceEntry/eu-1/${id}` }, verdict });

test("the entry of a namespace's own answers for a host that others have too, and each claim is told", async () => {
  const [shop, pay] = [await ask("shop", "api.example"), await ask("pay", "api.example")];

  expect(shop).toMatchObject({ ...known, outcome: "RESOLVED", object: { id: "ServiceEntry/eu-1/shop/api" }, ports });
  expect(shop.claims).toEqual(expect.arrayContaining([claim("shop/api", "WINS"), claim("pay/api", "SHADOWED")]));
  expect(pay).toMatchObject({ object: { id: "ServiceEntry/eu-1/pay/api" } });
});

test.each([
  ["shop", "secret.example", { ...known, outcome: "NOT_VISIBLE", object: null }],
  ["pay", "secret.example", { ...known, outcome: "RESOLVED", object: { id: "ServiceEntry/eu-1/pay/secret" } }],
  ["shop", "nobody.example", { ...known, outcome: "NO_SUCH_HOST", object: null, claims: [] }],
  ["shop", "one.many.example", { ...known, outcome: "RESOLVED", object: { id: "ServiceEntry/eu-1/pay/many" } }],
  ["shop", "web.pay.svc.cluster.local", { outcome: "RESOLVED", object: { id: "KubernetesService/eu-1/pay/web" } }],
  ["calm", "secret.example", { mode: "AMBIENT", outcome: "RESOLVED", object: { id: "ServiceEntry/eu-1/pay/secret" } }],
])("in %s %s means what Istio's rules say", async (inNamespace, host, expected) => {
  expect(await ask(inNamespace, host)).toMatchObject(expected);
});

test.each([
  ["a host that was registered with one", "dot.example.", ["dot.example."]],
  ["a host that was registered without", "web.pay.svc.cluster.local.", ["web.pay.svc.cluster.local"]],
])("a trailing dot is part of %s only where it stands", async (_, host, destinations) => {
  const { namespace: pay } = await graph.query(
    `query ($host: String!) { namespace(cluster: "eu-1", name: "pay") { host(name: $host) {
      routes(port: 80) { routes { destinations { host } } } } } }`,
    { host },
  );

  expect(pay.host.routes.routes).toEqual([{ destinations: destinations.map((one) => ({ host: one })) }]);
});

test("where routes of the Gateway API are for a Service, the way is not claimed to be known", async () => {
  const { namespace: shop } = await graph.query(`{ namespace(cluster: "eu-1", name: "shop") {
    host(name: "routed.pay.svc.cluster.local") { outcome routes(port: 80) { outcome reason routes { kind } } }
  } }`);

  expect(shop.host).toEqual({
    outcome: "RESOLVED",
    routes: { outcome: "UNKNOWN", reason: expect.stringContaining("Gateway API"), routes: [] },
  });
});

test("of a cluster that is not read nothing is claimed to be known", async () => {
  expect(await ask("shop", "api.example", "us-1")).toMatchObject({ outcome: "UNKNOWN", object: null });
});

test("a pod that a Sidecar selects knows what that lets it, and what its routes lead to", async () => {
  const { plain, narrow } = await graph.query(`query {
    plain: pod(cluster: "eu-1", namespace: "shop", name: "plain") { host(name: "*.many.example") { outcome } }
    narrow: pod(cluster: "eu-1", namespace: "shop", name: "narrow") {
      host(name: "*.many.example") { outcome claims { verdict } }
      routed: host(name: "web.pay.svc.cluster.local") { outcome reason }
    }
  }`);

  expect(plain.host).toEqual({ outcome: "RESOLVED" });
  expect(narrow.host).toEqual({ outcome: "NOT_VISIBLE", claims: [{ verdict: "NOT_IMPORTED" }] });
  expect(narrow.routed).toEqual({ outcome: "RESOLVED", reason: "A route leads to it." });
});

test("the routes of a port tell where a VirtualService sends its traffic, and what does not resolve", async () => {
  const { namespace: shop } =
    await graph.query(`{ namespace(cluster: "eu-1", name: "shop") { host(name: "api.example") {
    routes(port: 80) { outcome reason outboundMode routes { virtualService { id } kind always match redirect
      destinations { host port weight object { id } problem } } }
    other: routes(port: 81) { outcome routes { kind } }
  } } }`);

  expect(shop.host.other).toEqual({ outcome: "UNMATCHED", routes: [] });
  expect(shop.host.routes).toMatchObject({ outcome: "ROUTED", reason: null, outboundMode: "ALLOW_ANY" });
  expect(shop.host.routes.routes).toEqual([
    {
      virtualService: { id: "VirtualService/eu-1/shop/api" },
      kind: "HTTP",
      always: false,
      match: expect.stringContaining("/old"),
      redirect: expect.stringContaining("/new"),
      destinations: [],
    },
    {
      virtualService: { id: "VirtualService/eu-1/shop/api" },
      kind: "HTTP",
      always: true,
      match: null,
      redirect: null,
      destinations: [
        {
          host: "web.pay.svc.cluster.local",
          port: 80,
          weight: 90,
          object: { id: "KubernetesService/eu-1/pay/web" },
          problem: null,
        },
        { host: "gone.example", port: 80, weight: 10, object: null, problem: expect.any(String) },
      ],
    },
  ]);
});
