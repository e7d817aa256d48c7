import { expect, test } from "vitest";
import { ec2NodeClass } from "../../connectors/karpenter/ec2-node-class.ts";
import { nodeClaim } from "../../connectors/karpenter/node-claim.ts";
import { nodePool } from "../../connectors/karpenter/node-pool.ts";
import { kubernetesNode } from "../../connectors/kubernetes/kinds/kubernetes-node.ts";
import type { Entity } from "../../schema/entity.ts";
import { object, watch } from "../support/entities.ts";
import type { Answer } from "../support/naive-graph.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const watches = ["KubernetesNode", "NodeClaim", "NodePool", "EC2NodeClass", "NodeClass"].map((type) =>
  watch("eu-1", type),
);

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

async function poolIn(
  fields: string,
  spec: object,
  status: object = {},
  more: readonly Entity[] = [],
): Promise<Answer> {
  const entities = [object(nodePool, "eu-1/general", { spec, status }), ...more];
  const found = await new NaiveGraph([...watches, ...entities]).query(
    `{ nodePool(cluster: "eu-1", name: "general") { ${fields} } }`,
  );
  return found.nodePool;
}

/** So many nodes of the pool that count for its budgets, the first of them not ready. */
function members(count: number, cluster = "eu-1"): readonly Entity[] {
  const own = {
    "karpenter.sh/nodepool": "general",
    "karpenter.sh/initialized": "true",
    "karpenter.sh/registered": "true",
  };
  return Array.from({ length: count }, (_, at) => {
    const id = `aws:///${cluster}/${at}`;
    const conditions = [{ type: "Ready", status: at === 0 ? "False" : "True" }];
    return [
      object(kubernetesNode, `${cluster}/general-${at}`, {
        labels: own,
        spec: { providerID: id },
        status: { conditions },
      }),
      object(nodeClaim, `${cluster}/general-${at}`, { labels: own, status: { providerID: id } }),
    ];
  }).flat();
}

test("a pool tells what is used of its limits", async () => {
  const { usage } = await poolIn(
    "usage { resource used limit ratio exceeded }",
    { limits: { cpu: "16", memory: "64Gi" } },
    { resources: { cpu: "4", nodes: "2" } },
  );

  expect(usage).toEqual([
    { resource: "cpu", used: "4", limit: "16", ratio: 0.25, exceeded: false },
    { resource: "memory", used: "0", limit: "64Gi", ratio: 0, exceeded: false },
    { resource: "nodes", used: "2", limit: null, ratio: null, exceeded: false },
  ]);
});

test("a pool tells its budgets as they stand at the answer's time, of the nodes that count", async () => {
  const budgets = [
    { nodes: "20%" },
    { nodes: "0", reasons: ["Drifted"], schedule: "0 9 * * *", duration: "8h" },
    { nodes: "1", schedule: "0 18 * * *", duration: "1h" },
  ];
  const fields =
    "disruptionBudgets { nodes reasons schedule duration active since until allowed } allowedDisruptions { reason allowed remaining }";

  const pool = await poolIn(fields, { disruption: { budgets } }, {}, [...members(11), ...members(40, "us-1")]);

  expect(pool.disruptionBudgets).toEqual([
    { nodes: "20%", reasons: null, schedule: null, duration: null, active: true, since: null, until: null, allowed: 3 },
    {
      ...budgets[1],
      active: true,
      since: "2026-11-23T09:00:00.000Z",
      until: "2026-11-23T17:00:00.000Z",
      allowed: 0,
    },
    {
      ...budgets[2],
      reasons: null,
      active: false,
      since: "2026-11-22T19:00:00.000Z",
      until: "2026-11-23T18:00:00.000Z",
      allowed: null,
    },
  ]);
  expect(pool.allowedDisruptions).toEqual([
    { reason: "Underutilized", allowed: 3, remaining: 2 },
    { reason: "Empty", allowed: 3, remaining: 2 },
    { reason: "Drifted", allowed: 0, remaining: 0 },
  ]);
});

const classRef = (group: string, kind: string) => ({
  template: { spec: { nodeClassRef: { group, kind, name: "default" } } },
});
const ofAws = classRef("karpenter.k8s.aws", "EC2NodeClass");

test.each<[string, object, object, readonly Entity[], readonly string[]]>([
  ["nothing wrong", { ...ofAws, limits: { cpu: "1" } }, {}, [object(ec2NodeClass, "eu-1/default")], []],
  ["no class in its cluster", ofAws, {}, [object(ec2NodeClass, "us-1/default")], ["NODE_CLASS_NOT_FOUND"]],
  ["a class of another kind", ofAws, {}, [object(nodePool, "eu-1/default")], ["NODE_CLASS_NOT_FOUND"]],
  ["a class that the graph does not have", classRef("karpenter.azure.com", "AKSNodeClass"), {}, [], []],
  ["a limit that is none", { limits: { cpu: "many", memory: "1Gi" } }, {}, [], ["INVALID_LIMIT"]],
  ["a usage that is none", {}, { resources: { cpu: "some" } }, [], ["INVALID_USAGE"]],
  [
    "budgets that are none",
    {
      disruption: {
        budgets: [
          { nodes: "some" },
          { nodes: "1", schedule: "at noon", duration: "1h" },
          { nodes: "1", duration: "x" },
        ],
      },
    },
    {},
    [],
    ["INVALID_NODES", "INVALID_SCHEDULE", "INVALID_DURATION"],
  ],
])("a pool with %s tells its problems", async (_, spec, status, more, codes) => {
  const { problems } = await poolIn("problems { code message object { id } }", spec, status, more);

  expect(problems.map(({ code }: Answer) => code)).toEqual(codes);
});

test("a pool leads to its class", async () => {
  const classes = [object(ec2NodeClass, "eu-1/default"), object(ec2NodeClass, "us-1/default")];

  expect((await poolIn("nodeClass { id }", ofAws, {}, classes)).nodeClass).toEqual({ id: "EC2NodeClass/eu-1/default" });
  expect((await poolIn("nodeClass { id }", ofAws)).nodeClass).toBeNull();
});

test("while its nodes are not known, nothing is said of what its budgets let go, nor that its class is missing", async () => {
  const pool = object(nodePool, "eu-1/general", {
    spec: { template: { spec: { nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "gone" } } } },
  });
  const { nodePool: one } = await new NaiveGraph([pool]).query(`{ nodePool(cluster: "eu-1", name: "general") {
    disruptionBudgets { allowed } allowedDisruptions { reason } problems { code }
  } }`);

  expect(one).toEqual({ disruptionBudgets: [], allowedDisruptions: [], problems: [] });
});
