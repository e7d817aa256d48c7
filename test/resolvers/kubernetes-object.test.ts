import { expect, test } from "vitest";
import { destinationRule } from "../../connectors/istio/destination-rule.ts";
import { serviceEntry } from "../../connectors/istio/service-entry.ts";
import { kubernetesNode } from "../../connectors/kubernetes/kinds/kubernetes-node.ts";
import { pod } from "../../connectors/kubernetes/kinds/pod.ts";
import { cluster, mesh, object, source, watch } from "../support/entities.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const fleet = [
  cluster("eu-1"),
  cluster("us-1"),
  mesh("retail", "eu-1"),
  mesh("empty"),
  object(pod, "eu-1/shop/a", { labels: { app: "web", tier: "front" } }),
  object(pod, "eu-1/shop/b", { labels: { app: "api" } }),
  object(pod, "eu-1/bank/a", { labels: { app: "web" } }),
  object(pod, "us-1/shop/ab"),
  object(kubernetesNode, "eu-1/node-1"),
];

test("an object is found by its key, and only by the whole of it", async () => {
  const graph = new NaiveGraph(fleet);

  const found = await graph.query(`{
    there: pod(cluster: "eu-1", namespace: "shop", name: "a") { id }
    elsewhere: pod(cluster: "us-1", namespace: "shop", name: "a") { id }
    node: kubernetesNode(cluster: "eu-1", name: "node-1") { id namespace }
  }`);

  expect(found).toEqual({
    there: { id: "Pod/eu-1/shop/a" },
    elsewhere: null,
    node: { id: "KubernetesNode/eu-1/node-1", namespace: null },
  });
});

const all = ["eu-1/bank/a", "eu-1/shop/a", "eu-1/shop/b", "us-1/shop/ab"];

test.each([
  ["absent", undefined, all],
  ["null", null, all],
  ["empty", {}, all],
  ["of nulls", { clusters: null, meshes: null, namespaces: null, names: null, labelSelector: null }, all],
  ["one cluster", { clusters: ["us-1"] }, ["us-1/shop/ab"]],
  ["an unknown cluster", { clusters: ["mars"] }, []],
  ["an unknown cluster beside a known one", { clusters: ["mars", "us-1"] }, ["us-1/shop/ab"]],
  ["no clusters", { clusters: [] }, []],
  ["a namespace", { namespaces: ["bank"] }, ["eu-1/bank/a"]],
  ["an unknown namespace", { namespaces: ["mars"] }, []],
  ["no namespaces", { namespaces: [] }, []],
  ["a name", { names: ["a"] }, ["eu-1/bank/a", "eu-1/shop/a"]],
  ["a glob", { names: ["a*"] }, ["eu-1/bank/a", "eu-1/shop/a", "us-1/shop/ab"]],
  ["no names", { names: [] }, []],
  ["a mesh", { meshes: ["retail"] }, ["eu-1/bank/a", "eu-1/shop/a", "eu-1/shop/b"]],
  ["an unknown mesh", { meshes: ["mars"] }, []],
  ["a mesh without clusters", { meshes: ["empty"] }, []],
  ["no meshes", { meshes: [] }, []],
  ["a mesh and a cluster outside of it", { meshes: ["retail"], clusters: ["us-1"] }, []],
  ["labels", { labelSelector: "app in (web), tier" }, ["eu-1/shop/a"]],
  ["labels that are not there", { labelSelector: "!app" }, ["us-1/shop/ab"]],
  ["any labels", { labelSelector: " " }, all],
  [
    "all at once",
    { clusters: ["eu-1"], meshes: ["retail"], namespaces: ["shop"], names: ["*"], labelSelector: "app=api" },
    ["eu-1/shop/b"],
  ],
])("a filter that is %s selects", async (_, filter, selected) => {
  const { pods } = await new NaiveGraph(fleet).query(
    `query ($filter: PodFilter) { pods(filter: $filter) { nodes { id } totalCount } }`,
    { filter },
  );

  expect(pods).toEqual({ nodes: selected.map((path) => ({ id: `Pod/${path}` })), totalCount: selected.length });
});

test("namespaces exclude kinds that are in none", async () => {
  const { some, none } = await new NaiveGraph(fleet).query(`{
    some: kubernetesNodes { totalCount } none: kubernetesNodes(filter: { namespaces: ["shop"] }) { totalCount }
  }`);

  expect([some.totalCount, none.totalCount]).toEqual([1, 0]);
});

test("a label selector that is none is a bad input", async () => {
  const graph = new NaiveGraph(fleet);

  expect(await graph.faults(`{ pods(filter: { labelSelector: "a b" }) { totalCount } }`)).toEqual(["BadInputError"]);
});

test("a kind's own filter stands beside the common ones", async () => {
  const graph = new NaiveGraph([
    object(serviceEntry, "eu-1/shop/exact", { spec: { hosts: ["api.com", "API.Stripe.com."] } }),
    object(serviceEntry, "eu-1/shop/suffix", { spec: { hosts: ["stripe.com"] } }),
    object(serviceEntry, "eu-1/shop/wild", { spec: { hosts: ["*.stripe.com"] } }),
    object(serviceEntry, "us-1/shop/wild", { spec: { hosts: ["*.stripe.com"] } }),
  ]);

  const { serviceEntries } = await graph.query(
    `{ serviceEntries(filter: { host: "api.stripe.com", clusters: ["eu-1"] }) { nodes { name } } }`,
  );

  expect(serviceEntries.nodes).toEqual([{ name: "exact" }, { name: "wild" }]);
});

test("an object leads to its cluster, and says when its watch last spoke", async () => {
  const graph = new NaiveGraph([
    ...fleet,
    watch("eu-1", "Pod"),
    watch("eu-1", "KubernetesNode", { lastEventAt: null }),
  ]);

  const { pod: one, kubernetesNode: node } = await graph.query(`{
    pod(cluster: "eu-1", namespace: "shop", name: "a") { asOf cluster { name } }
    kubernetesNode(cluster: "eu-1", name: "node-1") { asOf createdAt }
  }`);

  expect(one).toEqual({ asOf: "2026-11-23T11:59:50.000Z", cluster: { name: "eu-1" } });
  expect(node.asOf).toEqual(node.createdAt);
});

test("a list says which API servers it was read from, and whether that is all", async () => {
  const graph = new NaiveGraph([
    source("eu-1"),
    source("us-1", { phase: "STARTING" }),
    source("eu-1", { name: "prometheus" }),
    watch("eu-1", "DestinationRule"),
    watch("us-1", "DestinationRule", { listed: false, lastEventAt: null }),
    object(destinationRule, "eu-1/shop/a"),
  ]);
  const fields = "{ partial sources { id } }";

  const { every, eu, none } = await graph.query(`{
    every: destinationRules ${fields}
    eu: destinationRules(filter: { clusters: ["eu-1", "eu-1"] }) ${fields}
    none: destinationRules(filter: { clusters: [] }) ${fields}
  }`);

  expect(every).toEqual({
    partial: true,
    sources: [{ id: "Source/eu-1/kubernetes" }, { id: "Source/us-1/kubernetes" }],
  });
  expect(eu).toEqual({ partial: false, sources: [{ id: "Source/eu-1/kubernetes" }] });
  expect(none).toEqual({ partial: false, sources: [] });
});
