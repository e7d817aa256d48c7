import { expect, test } from "vitest";
import { nodeClaim } from "../../connectors/karpenter/node-claim.ts";
import { nodePool } from "../../connectors/karpenter/node-pool.ts";
import { kubernetesNode } from "../../connectors/kubernetes/kinds/kubernetes-node.ts";
import { object } from "../support/entities.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const labels = { "karpenter.sh/nodepool": "default" };
const providerID = "aws:///eu-west-1b/i-1";

const graph = new NaiveGraph([
  object(nodePool, "eu-1/default"),
  object(nodePool, "us-1/default"),
  object(nodeClaim, "eu-1/claim-1", { labels, status: { providerID } }),
  object(nodeClaim, "eu-1/claim-2", { labels }),
  object(nodeClaim, "us-1/claim-1", { labels, status: { providerID } }),
  object(nodeClaim, "ap-1/claim-1", { labels, status: { providerID } }),
  object(kubernetesNode, "ap-1/node-1", { labels, spec: { providerID } }),
  object(kubernetesNode, "eu-1/node-1", { labels, spec: { providerID } }),
  object(kubernetesNode, "eu-1/node-2", { spec: { providerID: "aws:///eu-west-1b/i-2" } }),
  object(kubernetesNode, "eu-1/node-3"),
]);

test("a pool leads to its claims and nodes", async () => {
  const { nodePool: pool } = await graph.query(`{
    nodePool(cluster: "eu-1", name: "default") { nodeClaims { nodes { id } } kubernetesNodes { nodes { id } } }
  }`);

  expect(pool.nodeClaims.nodes).toEqual([{ id: "NodeClaim/eu-1/claim-1" }, { id: "NodeClaim/eu-1/claim-2" }]);
  expect(pool.kubernetesNodes.nodes).toEqual([{ id: "KubernetesNode/eu-1/node-1" }]);
});

test.each([
  ["claim-1", "KubernetesNode/eu-1/node-1"],
  ["claim-2", null],
])("%s leads to its pool and its node", async (name, node) => {
  const { nodeClaim: claim } = await graph.query(
    `query ($name: String!) { nodeClaim(cluster: "eu-1", name: $name) { nodePool { id } node { id } } }`,
    { name },
  );

  expect(claim.nodePool).toEqual({ id: "NodePool/eu-1/default" });
  expect(claim.node?.id ?? null).toBe(node);
});

test.each([
  ["node-1", "NodePool/eu-1/default", "NodeClaim/eu-1/claim-1"],
  ["node-2", null, null],
  ["node-3", null, null],
])("%s leads to its pool and its claim", async (name, pool, claim) => {
  const { kubernetesNode: node } = await graph.query(
    `query ($name: String!) { kubernetesNode(cluster: "eu-1", name: $name) { nodePool { id } nodeClaim { id } } }`,
    { name },
  );

  expect(node.nodePool?.id ?? null).toBe(pool);
  expect(node.nodeClaim?.id ?? null).toBe(claim);
});
