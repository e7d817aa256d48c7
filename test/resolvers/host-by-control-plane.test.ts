import { expect, test } from "vitest";
import { istioInjector } from "../../connectors/istio/istio-injector.ts";
import { istioMeshConfig } from "../../connectors/istio/istio-mesh-config.ts";
import { serviceEntry } from "../../connectors/istio/service-entry.ts";
import { virtualService } from "../../connectors/istio/virtual-service.ts";
import { deployment } from "../../connectors/kubernetes/kinds/deployment.ts";
import { kubernetesService } from "../../connectors/kubernetes/kinds/kubernetes-service.ts";
import { namespace } from "../../connectors/kubernetes/kinds/namespace.ts";
import { pod } from "../../connectors/kubernetes/kinds/pod.ts";
import type { Entity } from "../../schema/entity.ts";
import type { WireParts } from "../support/entities.ts";
import { object, source, watch } from "../support/entities.ts";
import type { Answer } from "../support/naive-graph.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const read = [
  ["ServiceEntry", "KubernetesService", "Sidecar", "VirtualService", "DestinationRule", "Namespace"],
  ["IstioMeshConfig"],
].flat();
const watches = read.map((type) => watch("eu-1", type));

const istiod = (name: string, revision: string, version: string) =>
  object(deployment, `eu-1/istio-system/${name}`, {
    labels: { app: "istiod", "istio.io/rev": revision },
    spec: { template: { spec: { containers: [{ name: "discovery", image: `istio/pilot:${version}` }] } } },
  });
const config = (name: string, mesh: string) => object(istioMeshConfig, `eu-1/istio-system/${name}`, { data: { mesh } });
const space = (name: string, labels: Record<string, string> = {}) => object(namespace, `eu-1/${name}`, { labels });
const http = { number: 80, name: "http", protocol: "HTTP" };
const entry = (path: string, spec: object, parts: WireParts = {}) =>
  object(serviceEntry, `eu-1/${path}`, { spec: { ports: [http], resolution: "DNS", ...spec }, ...parts });
const proxied = (path: string, revision: string, more: WireParts = {}) =>
  object(pod, `eu-1/${path}`, {
    annotations: { "istio.io/rev": revision },
    spec: {
      containers: [
        { name: "app", image: "app" },
        { name: "istio-proxy", image: "istio/proxyv2:1.30.3" },
      ],
    },
    ...more,
  });

const objects: readonly Entity[] = [
  config("istio", "{}"),
  config("istio-canary", "defaultServiceExportTo: [.]"),
  istiod("istiod", "default", "1.30.3"),
  istiod("istiod-canary", "canary", "1.31.1"),
  object(istioInjector, "eu-1/tag-prod", { labels: { "istio.io/rev": "canary", "istio.io/tag": "prod" } }),
  space("plain"),
  space("old", { "istio-injection": "enabled" }),
  space("named", { "istio.io/rev": "canary" }),
  space("tagged", { "istio.io/rev": "prod" }),
  space("lost", { "istio.io/rev": "gone" }),
  space("calm", { "istio.io/dataplane-mode": "ambient" }),
  space("pay"),
  entry("pay/api", { hosts: ["api.example"] }),
  entry("pay/hidden", { hosts: ["hidden.example"], exportTo: ["~"] }),
  entry("pay/of-canary", { hosts: ["canary.example"] }, { labels: { "istio.io/rev": "canary" } }),
  object(kubernetesService, "eu-1/pay/web", {
    spec: { type: "ClusterIP", clusterIPs: ["10.0.0.1"], ports: [{ port: 80, name: "http" }] },
  }),
  object(virtualService, "eu-1/old/api", {
    spec: {
      hosts: ["API.example", "api.example"],
      http: [
        { match: [{ uri: { prefix: "/old" } }], directResponse: { status: 2 ** 40 } },
        {
          route: [{ destination: { host: "web.pay.svc.cluster.local", port: { number: 2 ** 40 } } }],
          mirrors: [{ destination: { host: "web.pay.svc.cluster.local" }, percentage: { value: 50 } }],
        },
      ],
    },
  }),
  proxied("named/new", "canary"),
  proxied("named/from-before", "default"),
  proxied("pay/gateway", "default", {
    labels: { app: "gateway" },
    spec: { containers: [{ name: "istio-proxy", image: "istio/proxyv2:1.30.3" }] },
  }),
  object(pod, "eu-1/calm/app", {
    annotations: { "ambient.istio.io/redirection": "enabled" },
    spec: { containers: [{ name: "app", image: "app" }] },
  }),
];

const route = (path: string) =>
  object(virtualService, `eu-1/${path}`, {
    spec: { hosts: ["route.example"], exportTo: ["."], http: [{ route: [{ destination: { host: "api.example" } }] }] },
  });

const graph = new NaiveGraph([source("eu-1"), ...watches, ...objects]);

const HOST =
  "mode outcome reason istioVersion object { id } claims { verdict object { id } } routes(port: 80) { outcome reason routes { always directResponse destinations { port } mirrors { weight } } }";
const inNamespace = async (name: string, host: string, over = graph): Promise<Answer> => {
  const query = `query ($name: String!, $host: String!) { namespace(cluster: "eu-1", name: $name) { host(name: $host) { ${HOST} } } }`;
  return (await over.query(query, { name, host })).namespace.host;
};
const forPod = async (path: string, host: string): Promise<Answer> => {
  const [place, name] = path.split("/");
  const query = `query ($place: String!, $name: String!, $host: String!) { pod(cluster: "eu-1", namespace: $place, name: $name) { host(name: $host) { ${HOST} } } }`;
  return (await graph.query(query, { place, name, host })).pod.host;
};
const api = { id: "ServiceEntry/eu-1/pay/api" };

test.each([
  ["plain", { mode: "NONE", outcome: "RESOLVED", istioVersion: "1.30.3", object: api }],
  ["old", { mode: "SIDECAR", outcome: "RESOLVED", istioVersion: "1.30.3", object: api }],
  ["named", { mode: "SIDECAR", outcome: "NOT_VISIBLE", istioVersion: "1.31.1", object: null }],
  ["tagged", { mode: "SIDECAR", outcome: "NOT_VISIBLE", istioVersion: "1.31.1", object: null }],
  ["pay", { outcome: "RESOLVED", object: api }],
])("in %s what an entry without exportTo means is up to the namespace's own control plane", async (name, expected) => {
  expect(await inNamespace(name, "api.example")).toMatchObject(expected);
});

test.each([
  ["plain", []],
  ["named", ["DESTINATION_NOT_VISIBLE"]],
  ["tagged", ["DESTINATION_NOT_VISIBLE"]],
])("in %s a route to it has the problems %j, by the same control plane's rules", async (name, expected) => {
  const over = new NaiveGraph([source("eu-1"), ...watches, ...objects, route(`${name}/route`)]);
  const query = `query ($name: String!) { virtualService(cluster: "eu-1", namespace: $name, name: "route") { problems { code } } }`;
  const { virtualService: one } = await over.query(query, { name });
  const codes = one.problems.map(({ code }: Answer) => code);

  expect(codes.filter((code: string) => code.startsWith("DESTINATION"))).toEqual(expected);
});

test("of a revision that is not there nothing is claimed to be known", async () => {
  const { outcome, reason, istioVersion, routes } = await inNamespace("lost", "api.example");

  expect({ outcome, istioVersion }).toEqual({ outcome: "UNKNOWN", istioVersion: null });
  expect(reason).toContain("control plane");
  expect(routes.outcome).toBe("UNKNOWN");
});

test.each([
  ["named/new", { mode: "SIDECAR", outcome: "NOT_VISIBLE" }],
  ["named/from-before", { mode: "SIDECAR", outcome: "RESOLVED", object: api }],
])(
  "the pod %s is answered by the control plane that made its proxy, whatever its namespace says now",
  async (path, expected) => {
    expect(await forPod(path, "api.example")).toMatchObject(expected);
  },
);

test.each([
  ["old", "NOT_READ"],
  ["named", "NOT_EXPORTED"],
])("an entry of another revision is not read in %s: %s", async (name, verdict) => {
  const { outcome, claims } = await inNamespace(name, "canary.example");

  expect({ outcome, claims }).toMatchObject({ outcome: "NOT_VISIBLE", claims: [{ verdict }] });
});

test("in ambient exportTo says nothing, and routes are those of waypoints", async () => {
  const { routes, ...host } = await forPod("calm/app", "hidden.example");

  expect(host).toMatchObject({ mode: "AMBIENT", outcome: "RESOLVED", object: { id: "ServiceEntry/eu-1/pay/hidden" } });
  expect(routes).toMatchObject({ outcome: "UNKNOWN", reason: expect.stringContaining("waypoint"), routes: [] });
  expect(await inNamespace("old", "hidden.example")).toMatchObject({ outcome: "NOT_VISIBLE" });
});

test("a gateway knows what is exported to it, and has no routes for hosts", async () => {
  const { routes, ...host } = await forPod("pay/gateway", "api.example");

  expect(host).toMatchObject({ mode: "GATEWAY", outcome: "RESOLVED", object: api });
  expect(routes).toMatchObject({ outcome: "UNKNOWN", reason: expect.stringContaining("gateway") });
});

test("a route's numbers that are no Int cost nothing but themselves", async () => {
  const { routes } = await inNamespace("old", "api.example");

  expect(routes).toEqual({
    outcome: "ROUTED",
    reason: null,
    routes: [
      { always: false, directResponse: 2 ** 31 - 1, destinations: [], mirrors: [] },
      { always: true, directResponse: null, destinations: [{ port: null }], mirrors: [{ weight: 50 }] },
    ],
  });
});

test.each(["ServiceEntry", "KubernetesService", "Sidecar"])(
  "while the %s objects are not listed, what a host means is not claimed to be known",
  async (type) => {
    const some = [
      ...watches.filter((one) => one.type !== type),
      watch("eu-1", type, { listed: false, phase: "LISTING" }),
    ];
    const over = new NaiveGraph([source("eu-1"), ...some, ...objects]);
    const { outcome, reason } = await inNamespace("old", "api.example", over);

    expect(outcome).toBe("UNKNOWN");
    expect(reason).toContain(type);
  },
);

test("while the mesh's configuration is not listed, what a host means is not claimed to be known", async () => {
  const some = [
    ...watches.filter(({ type }) => type !== "IstioMeshConfig"),
    watch("eu-1", "IstioMeshConfig", { listed: false, phase: "LISTING" }),
  ];
  const bare = objects.filter(({ id }) => !id.startsWith("IstioMeshConfig/"));

  expect(await inNamespace("old", "api.example", new NaiveGraph([source("eu-1"), ...some, ...bare]))).toMatchObject({
    outcome: "UNKNOWN",
  });
  expect(await inNamespace("old", "api.example", new NaiveGraph([source("eu-1"), ...watches, ...bare]))).toMatchObject({
    outcome: "RESOLVED",
  });
});

test("what a viewer may not see is not there: it neither answers, nor is it among the claims, nor does it take a host away", async () => {
  const rival = entry("old/api", { hosts: ["api.example"] });
  const sees = (entity: Entity): boolean => entity.id !== rival.id;
  const all = [source("eu-1"), ...watches, ...objects, rival];
  const [whole, restricted] = [new NaiveGraph(all), new NaiveGraph(all, { sees, accessKey: "some" })];
  const claimed = ({ claims }: Answer) => claims.map(({ object: one }: Answer) => one.id).toSorted();
  const [seen, hidden] = [
    await inNamespace("old", "api.example", whole),
    await inNamespace("old", "api.example", restricted),
  ];

  expect(seen.object).toEqual({ id: rival.id });
  expect(claimed(seen)).toEqual([rival.id, api.id]);
  expect(hidden.object).toEqual(api);
  expect(claimed(hidden)).toEqual([api.id]);
});
