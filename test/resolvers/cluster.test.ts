import { expect, test } from "vitest";
import { serviceEntry } from "../../connectors/istio/service-entry.ts";
import { nodePool } from "../../connectors/karpenter/node-pool.ts";
import { kubernetesNode } from "../../connectors/kubernetes/kinds/kubernetes-node.ts";
import { cluster, mesh, object, source, watch } from "../support/entities.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const inRegion = (region: string) => ({ labels: { "topology.kubernetes.io/region": region } });

const graph = new NaiveGraph([
  cluster("eu-1", { version: "v1.37.2" }),
  cluster("eu-2"),
  cluster("us-1"),
  mesh("retail", "eu-1", "us-1", "gone"),
  mesh("all", "eu-1"),
  source("eu-1"),
  source("eu-2"),
  watch("eu-1", "IstioMeshConfig"),
  watch("eu-1", "KubernetesNode"),
  object(kubernetesNode, "eu-1/a"),
  object(kubernetesNode, "eu-1/b", inRegion("eu-west-1")),
  object(kubernetesNode, "eu-1/c", inRegion("eu-west-2")),
  object(kubernetesNode, "us-1/a", inRegion("us-east-1")),
  object(nodePool, "eu-1/default"),
  object(serviceEntry, "eu-1/shop/a", { spec: { hosts: ["a.com"] } }),
  object(serviceEntry, "eu-1/shop/b", { spec: { hosts: ["b.com"] } }),
  object(serviceEntry, "us-1/shop/a", { spec: { hosts: ["a.com"] } }),
]);

const names = (nodes: readonly { readonly name: string }[]) => nodes.map(({ name }) => name).join(" ");

test("a cluster leads to what is in it", async () => {
  const { cluster: one } = await graph.query(`{
    cluster(name: "eu-1") {
      id version region sources { id } meshes { name }
      nodePools { nodes { id } } kubernetesNodes(last: 1) { nodes { id } totalCount partial sources { id } }
      serviceEntries(filter: { host: "a.com" }) { nodes { id } }
    }
  }`);

  expect(one).toEqual({
    id: "Cluster/eu-1",
    version: "v1.37.2",
    region: "eu-west-1",
    sources: [{ id: "Source/eu-1/kubernetes" }],
    meshes: [{ name: "all" }, { name: "retail" }],
    nodePools: { nodes: [{ id: "NodePool/eu-1/default" }] },
    kubernetesNodes: {
      nodes: [{ id: "KubernetesNode/eu-1/c" }],
      totalCount: 3,
      partial: false,
      sources: [{ id: "Source/eu-1/kubernetes" }],
    },
    serviceEntries: { nodes: [{ id: "ServiceEntry/eu-1/shop/a" }] },
  });
});

test("a cluster has nothing of another, whatever the filter says", async () => {
  const { cluster: one } = await graph.query(`{
    cluster(name: "eu-1") { serviceEntries(filter: { clusters: ["us-1"] }) { totalCount sources { id } } }
  }`);

  expect(one.serviceEntries).toEqual({ totalCount: 0, sources: [] });
});

test("a cluster that is not there is null, and an empty one has no region", async () => {
  const found = await graph.query(`{ mars: cluster(name: "mars") { id } empty: cluster(name: "eu-2") { region } }`);

  expect(found).toEqual({ mars: null, empty: { region: null } });
});

test.each([
  [undefined, "eu-1 eu-2 us-1"],
  [{ names: ["eu-*"] }, "eu-1 eu-2"],
  [{ meshes: ["retail"] }, "eu-1 us-1"],
  [{ meshes: ["retail"], names: ["us-*"] }, "us-1"],
  [{ meshes: ["mars"] }, ""],
  [{ meshes: [] }, ""],
  [{ names: [] }, ""],
])("the clusters of %o are: %s", async (filter, expected) => {
  const { clusters } = await graph.query(
    `query ($filter: ClusterFilter) { clusters(filter: $filter) { nodes { name } partial } }`,
    { filter },
  );

  expect(names(clusters.nodes)).toBe(expected);
  expect(clusters.partial).toBe(false);
});

test.each([
  [undefined, "all retail", true],
  [{ names: ["r*"] }, "retail", true],
  [{ clusters: ["us-1"] }, "retail", false],
  [{ clusters: ["eu-1"] }, "all retail", false],
  [{ clusters: ["eu-2"] }, "", true],
  [{ clusters: [] }, "", false],
])("the meshes of %o are: %s", async (filter, expected, partial) => {
  const { meshes } = await graph.query(
    `query ($filter: MeshFilter) { meshes(filter: $filter) { nodes { name } partial } }`,
    { filter },
  );

  expect(names(meshes.nodes)).toBe(expected);
  expect(meshes.partial).toBe(partial);
});

test("a mesh leads to those of its clusters that there are", async () => {
  const { mesh: one } = await graph.query(`{ mesh(name: "retail") { id clusters { nodes { name } totalCount } } }`);

  expect(one).toEqual({ id: "Mesh/retail", clusters: { nodes: [{ name: "eu-1" }, { name: "us-1" }], totalCount: 2 } });
});
