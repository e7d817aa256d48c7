import { expect, test } from "vitest";
import { entityTypes } from "../../resolvers/index.ts";
import { Decoder } from "../../connectors/kubernetes/decode.ts";
import { cluster, mesh, source, watch } from "../support/entities.ts";
import { fixtureObject, namedKinds } from "../support/kinds.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const objects = namedKinds.map((named) => new Decoder("eu-1").decode(named.kind, fixtureObject(named)));
const graph = new NaiveGraph([cluster("eu-1"), mesh("retail"), source("eu-1"), watch("eu-1", "Pod"), ...objects]);

test("everything that the graph has is found by its id", async () => {
  const ids = graph.entities.map(({ id }) => id).filter((id) => entityTypes.has(id.split("/")[0] ?? ""));

  const { nodes } = await graph.query(`query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }`, { ids });

  expect(nodes).toEqual(ids.map((id) => ({ __typename: id.split("/")[0], id })));
  expect(new Set(ids.map((id) => id.split("/")[0]))).toEqual(new Set(entityTypes.keys()));
});

test.each([
  "",
  "Pod",
  "Pod/eu-1/shop/gone",
  "Pod/eu-1/checkout",
  "Mars/eu-1/a",
  "Watch/eu-1/pods",
  "IstioMeshConfig/eu-1/istio-system/istio-1-31",
  "Cluster/eu-1/",
  "Cluster/%65u-1",
  "Cluster/%",
  "__proto__/a",
])("there is nothing by the id %o", async (id) => {
  expect(await graph.query(`query ($id: ID!) { node(id: $id) { id } }`, { id })).toEqual({ node: null });
});

test("a Kubernetes object's members are asked for by the interface", async () => {
  const { node } = await graph.query(`{
    node(id: "Namespace/eu-1/shop") { ... on KubernetesObject { name cluster { name } createdAt } ... on Namespace { phase } }
  }`);

  expect(node).toEqual({
    name: "shop",
    cluster: { name: "eu-1" },
    createdAt: "2026-02-11T08:14:03.000Z",
    phase: "Active",
  });
});

test("200 ids may be asked for, and no more", async () => {
  const NODES = `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`;

  expect((await graph.query(NODES, { ids: Array(200).fill("Cluster/eu-1") })).nodes.length).toBe(200);
  expect(await graph.faults(NODES, { ids: Array(201).fill("Cluster/eu-1") })).toEqual(["BadInputError"]);
});
