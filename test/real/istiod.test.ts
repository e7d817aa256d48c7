import { describe, expect, test } from "vitest";
import { KubeClient } from "../support/kube-client.ts";
import { kubePath } from "../support/kube-path.ts";
import type { KubeDraft } from "../support/kube-wire.ts";
import { startControlPlane } from "./support/control-plane.ts";
import { startIstioOracle } from "./support/istio-oracle.ts";
import { startIstiod } from "./support/istiod.ts";
import { settled } from "./support/istiod-settled.ts";
import type { ProxyConfiguration, ProxyRoute } from "./support/proxy-configuration.ts";
import { withoutTools } from "./support/tools.ts";

const networking = "networking.istio.io/v1";
const sixty = Array.from({ length: 60 }, (_, number) => `many-${number}`);

describe.skipIf(withoutTools)("a real istiod over a control plane with all definitions", () => {
  test("tells a proxy what its namespace sees and where its traffic goes", async () => {
    await using plane = await startControlPlane({ crds: true });
    await using client = new KubeClient(plane);
    for (const namespace of ["shop", "other"])
      await create(client, "namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    await createServiceEntry(client, "other", "open", ["open.example"]);
    await createServiceEntry(client, "other", "plain", ["plain.example"]);
    await createServiceEntry(client, "other", "closed", ["closed.example"], { exportTo: ["."] });
    await createWeb(client);
    await createRoutes(client);
    await using istiod = await startIstiod(plane, { meshConfig: { outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } } });
    await using oracle = startIstioOracle();

    await settled(istiod, oracle);
    const shop = await oracle.ask(istiod, { namespace: "shop" });
    const other = await oracle.ask(istiod, { namespace: "other" });
    const narrow = await oracle.ask(istiod, { namespace: "shop", labels: { app: "narrow" } });
    const egress = await oracle.ask(istiod, { namespace: "shop", type: "router", labels: { istio: "egressgateway" } });

    expect(clusterNames(other)).toContain("outbound|80||closed.example");
    expect(clusterNames(shop)).not.toContain("outbound|80||closed.example");
    expect(clusterNames(shop)).toContain("outbound|80||plain.example");
    expect(clusterNames(narrow)).not.toContain("outbound|80||plain.example");
    expect(routesOf(shop, "80", "open.example")).toMatchObject([
      {
        match: { prefix: "/beta", headers: [{ name: "x-user", stringMatch: { exact: "a" } }] },
        clusters: [
          { name: "outbound|80||open.example", weight: 90 },
          { name: "outbound|80||web.shop.svc.cluster.local", weight: 10 },
        ],
      },
      { match: { prefix: "/" }, directResponse: 503, clusters: [] },
    ]);
    expect(routesOf(shop, "80", "web.shop.svc.cluster.local")).toMatchObject([{ match: { path: "/only" } }]);
    expect(routesOf(shop, "80", "*")).toMatchObject([{ directResponse: 502 }]);
    expect(shop.clusters.find(({ name }) => name === "outbound|80||open.example")).toMatchObject({
      discovery: "STRICT_DNS",
      tls: [{ sni: "open.example" }],
    });
    expect(shop.endpoints["outbound|80||open.example"]).toMatchObject([{ address: "open.example", port: 80 }]);
    expect(shop.endpoints["outbound|80||web.shop.svc.cluster.local"]).toMatchObject([
      { address: "10.1.0.1", port: 8080, health: "HEALTHY" },
    ]);
    expect(shop.listeners.find(({ name }) => name === "virtualOutbound")?.filterChains.at(-1)).toMatchObject({
      match: {},
      clusters: [{ name: "BlackHoleCluster", weight: 1 }],
    });
    expect(egress.listeners).toMatchObject([{ port: 8080, filterChains: [{ routeName: "http.8080" }] }]);
    expect(routesOf(egress, "http.8080", "open.example")).toMatchObject([
      { clusters: [{ name: "outbound|80||open.example" }] },
    ]);
  });

  test("has taken in each change, and each deletion, once it has settled", async () => {
    await using plane = await startControlPlane({ crds: true });
    await using client = new KubeClient(plane);
    await using istiod = await startIstiod(plane);
    await using oracle = startIstioOracle();
    const hosts = async (): Promise<readonly string[]> => {
      await settled(istiod, oracle);
      const names = clusterNames(await oracle.ask(istiod, { namespace: "default" }));
      return names.flatMap((name) => /^outbound\|80\|\|(.*\.example)$/.exec(name)?.[1] ?? []).toSorted();
    };

    await Promise.all(sixty.map((name) => createServiceEntry(client, "default", name, [`${name}.example`])));
    const created = await hosts();
    await Promise.all(sixty.map((name) => client.patch(pathOf(name), { spec: { hosts: [`${name}-b.example`] } })));
    const changed = await hosts();
    await Promise.all(sixty.map((name) => client.delete(pathOf(name))));
    const deleted = await hosts();

    expect(created).toEqual(sixty.map((name) => `${name}.example`).toSorted());
    expect(changed).toEqual(sixty.map((name) => `${name}-b.example`).toSorted());
    expect(deleted).toEqual([]);
  });
});

function pathOf(serviceEntry: string): string {
  return `/apis/${networking}/namespaces/default/serviceentries/${serviceEntry}`;
}

function clusterNames({ clusters }: ProxyConfiguration): readonly string[] {
  return clusters.map(({ name }) => name);
}

/** The routes of that name for that domain. */
function routesOf({ routes }: ProxyConfiguration, name: string, domain: string): readonly ProxyRoute[] {
  const virtualHosts = routes.find((candidate) => candidate.name === name)?.virtualHosts ?? [];
  return virtualHosts.find(({ domains }) => domains.includes(domain))?.routes ?? [];
}

async function createServiceEntry(
  client: KubeClient,
  namespace: string,
  name: string,
  hosts: readonly string[],
  more: object = {},
): Promise<void> {
  const ports = [{ number: 80, name: "http", protocol: "HTTP" }];
  const spec = { hosts, ports, resolution: "DNS", location: "MESH_EXTERNAL", ...more };
  await create(client, "serviceentries", {
    apiVersion: networking,
    kind: "ServiceEntry",
    metadata: { name, namespace },
    spec,
  });
}

/** A Service of the shop with one endpoint. */
async function createWeb(client: KubeClient): Promise<void> {
  await create(client, "services", {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace: "shop" },
    spec: { ports: [{ name: "http", port: 80, targetPort: 8080 }] },
  });
  await create(client, "endpointslices", {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name: "web-1", namespace: "shop", labels: { "kubernetes.io/service-name": "web" } },
    addressType: "IPv4",
    ports: [{ name: "http", port: 8080, protocol: "TCP" }],
    endpoints: [{ addresses: ["10.1.0.1"], conditions: { ready: true } }],
  });
}

/** One object of each kind that routes. */
async function createRoutes(client: KubeClient): Promise<void> {
  const open = { host: "open.example", port: { number: 80 } };
  const web = { host: "web.shop.svc.cluster.local", port: { number: 80 } };
  const beta = [{ uri: { prefix: "/beta" }, headers: { "x-user": { exact: "a" } } }];
  await createInShop(client, "virtualservices", "VirtualService", "split", {
    hosts: ["open.example"],
    http: [
      {
        match: beta,
        route: [
          { destination: open, weight: 90 },
          { destination: web, weight: 10 },
        ],
      },
      { directResponse: { status: 503 } },
    ],
  });
  await createInShop(client, "destinationrules", "DestinationRule", "tls", {
    host: "open.example",
    trafficPolicy: { tls: { mode: "SIMPLE", sni: "open.example" } },
  });
  await createInShop(client, "gateways", "Gateway", "egress", {
    selector: { istio: "egressgateway" },
    servers: [{ port: { number: 8080, name: "http", protocol: "HTTP" }, hosts: ["open.example"] }],
  });
  await createInShop(client, "sidecars", "Sidecar", "narrow", {
    workloadSelector: { labels: { app: "narrow" } },
    egress: [{ hosts: ["./*"] }],
  });
  await createInShop(client, "virtualservices", "VirtualService", "egress", {
    hosts: ["open.example"],
    gateways: ["egress"],
    http: [{ route: [{ destination: open }] }],
  });
  await create(client, "httproutes", {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: "to-web", namespace: "shop" },
    spec: {
      parentRefs: [{ group: "", kind: "Service", name: "web", port: 80 }],
      rules: [{ matches: [{ path: { type: "Exact", value: "/only" } }], backendRefs: [{ name: "web", port: 80 }] }],
    },
  });
}

async function createInShop(
  client: KubeClient,
  plural: string,
  kind: string,
  name: string,
  spec: object,
): Promise<void> {
  await create(client, plural, { apiVersion: networking, kind, metadata: { name, namespace: "shop" }, spec });
}

async function create(client: KubeClient, plural: string, draft: KubeDraft): Promise<void> {
  const { namespace } = draft.metadata;
  await client.create(
    kubePath({ apiVersion: draft.apiVersion, plural, namespaced: namespace !== undefined }, namespace),
    draft,
  );
}
