import { expect, test } from "vitest";
import { istioInjector } from "../../connectors/istio/istio-injector.ts";
import { istioMeshConfig } from "../../connectors/istio/istio-mesh-config.ts";
import { daemonSet } from "../../connectors/kubernetes/kinds/daemon-set.ts";
import { deployment } from "../../connectors/kubernetes/kinds/deployment.ts";
import { namespace } from "../../connectors/kubernetes/kinds/namespace.ts";
import { pod } from "../../connectors/kubernetes/kinds/pod.ts";
import { cluster, mesh, object } from "../support/entities.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const proxy = (version: string) => ({ name: "istio-proxy", image: `docker.io/istio/proxyv2:${version}` });
const app = { name: "web", image: "registry.example/web:1" };
const meshed = (name: string, revision: string, version: string) =>
  object(pod, `eu-1/shop/${name}`, {
    labels: { "pod-template-hash": "7d9f" },
    annotations: { "istio.io/rev": revision },
    ownerReferences: [{ kind: "ReplicaSet", name: "web-7d9f", controller: true }],
    spec: { containers: [app, proxy(version)] },
  });
const istiod = (name: string, revision: string, version: string) =>
  object(deployment, `eu-1/istio-system/${name}`, {
    labels: { app: "istiod", "istio.io/rev": revision },
    spec: { template: { spec: { containers: [{ name: "discovery", image: `docker.io/istio/pilot:${version}` }] } } },
  });

const graph = new NaiveGraph([
  cluster("eu-1"),
  cluster("lab-1"),
  mesh("retail", "eu-1"),
  object(istioMeshConfig, "eu-1/istio-system/istio", { data: { mesh: "{}" } }),
  istiod("istiod", "default", "1.30.3"),
  istiod("istiod-canary", "canary", "1.31.1"),
  object(istioInjector, "eu-1/istio-revision-tag-prod", {
    labels: { "istio.io/rev": "canary", "istio.io/tag": "prod" },
  }),
  object(namespace, "eu-1/istio-system", { labels: { "topology.istio.io/network": "eu-network" } }),
  object(namespace, "eu-1/shop", { labels: { "istio.io/rev": "prod" } }),
  object(namespace, "eu-1/night", { labels: { "istio.io/dataplane-mode": "ambient" } }),
  object(deployment, "eu-1/shop/web", { spec: { replicas: 3 } }),
  object(daemonSet, "eu-1/shop/agent"),
  meshed("web-1", "default", "1.30.3"),
  meshed("web-2", "canary", "1.31.1"),
  meshed("web-3", "canary", "1.30.3"),
  object(pod, "eu-1/shop/alone", { spec: { containers: [app] } }),
]);

test("a mesh tells its control planes, their tags and network, and what their proxies run", async () => {
  const { mesh: one } = await graph.query(`{
    mesh(name: "retail") {
      controlPlanes { cluster { name } revision tags version distribution network fips { buildClaimed policyEnforced }
        proxies { totalCount } proxyVersions { version proxies } }
    }
  }`);

  const fips = { buildClaimed: false, policyEnforced: false };
  const shared = { cluster: { name: "eu-1" }, distribution: "COMMUNITY", network: "eu-network", fips };
  expect(one.controlPlanes).toEqual([
    {
      ...shared,
      revision: "canary",
      tags: ["prod"],
      version: "1.31.1",
      proxies: { totalCount: 2 },
      proxyVersions: [
        { version: "1.30.3", proxies: 1 },
        { version: "1.31.1", proxies: 1 },
      ],
    },
    {
      ...shared,
      revision: "default",
      tags: [],
      version: "1.30.3",
      proxies: { totalCount: 1 },
      proxyVersions: [{ version: "1.30.3", proxies: 1 }],
    },
  ]);
});

test("a cluster without a control plane is in no mesh", async () => {
  const { cluster: lab } = await graph.query(`{ cluster(name: "lab-1") { meshes { name } } }`);

  expect(lab).toEqual({ meshes: [] });
});

test.each([
  ["shop", { mode: "SIDECAR", wanted: "SIDECAR", revision: "canary" }],
  ["night", { mode: "AMBIENT", wanted: "AMBIENT", revision: null }],
  ["istio-system", { mode: "NONE", wanted: "NONE", revision: null }],
])("the namespace %s tells what its pods will get, by the revision that a tag stands for", async (name, dataPlane) => {
  const { namespace: one } = await graph.query(
    `query ($name: String!) { namespace(cluster: "eu-1", name: $name) { dataPlane { mode wanted revision } } }`,
    { name },
  );

  expect(one).toEqual({ dataPlane });
});

test("a pod tells what carries its traffic, and what would, had it been made anew", async () => {
  const { pods } = await graph.query(`{ pods { nodes { name dataPlane { mode wanted revision proxyVersion } } } }`);

  expect(pods.nodes).toEqual([
    { name: "alone", dataPlane: { mode: "NONE", wanted: "SIDECAR", revision: null, proxyVersion: null } },
    { name: "web-1", dataPlane: { mode: "SIDECAR", wanted: "SIDECAR", revision: "default", proxyVersion: "1.30.3" } },
    { name: "web-2", dataPlane: { mode: "SIDECAR", wanted: "SIDECAR", revision: "canary", proxyVersion: "1.31.1" } },
    { name: "web-3", dataPlane: { mode: "SIDECAR", wanted: "SIDECAR", revision: "canary", proxyVersion: "1.30.3" } },
  ]);
});

test("a pod leads to its workload, and the workload to its pods", async () => {
  const {
    pod: one,
    deployment: web,
    daemonSet: agent,
  } = await graph.query(`{
    pod(cluster: "eu-1", namespace: "shop", name: "web-1") { workload { __typename name replicas } }
    deployment(cluster: "eu-1", namespace: "shop", name: "web") { pods { nodes { name } } }
    daemonSet(cluster: "eu-1", namespace: "shop", name: "agent") { pods { totalCount } }
  }`);

  expect(one.workload).toEqual({ __typename: "Deployment", name: "web", replicas: 3 });
  expect(web.pods.nodes.map((each: { readonly name: string }) => each.name)).toEqual(["web-1", "web-2", "web-3"]);
  expect(agent.pods.totalCount).toBe(0);
});
