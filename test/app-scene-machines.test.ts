import { afterAll, describe, expect, test } from "vitest";
import { ask, type GraphAnswer } from "./support/graph-client.ts";
import { type SceneQuestion, startScenes } from "./support/start-scenes.ts";

const scenes = await startScenes(1, 2026);
afterAll(() => scenes[Symbol.asyncDispose]());

/** How many there are of each line. */
const tally = (lines: readonly string[]): unknown =>
  Object.fromEntries(
    Array.from(
      Map.groupBy(lines, (line) => line),
      ([line, all]) => [line, all.length],
    ),
  );

const machinesOf = (cluster: string): string =>
  `{ kubernetesNodes(filter: { clusters: ["${cluster}"] }) { nodes {
    provisioner capacityType nodePool { name } taints { key value effect } } } }`;

/** How many nodes there are of each sort: who made them, at which price, from which pool, for whom. */
const machinesSeen = ({ kubernetesNodes: { nodes } }: GraphAnswer): unknown =>
  tally(
    nodes.map(({ provisioner, capacityType, nodePool, taints }: GraphAnswer) =>
      [
        provisioner,
        capacityType,
        nodePool?.name,
        ...taints.map(({ key, value, effect }: GraphAnswer) => `${key}=${value}:${effect}`),
      ]
        .filter((part) => (part ?? null) !== null)
        .join(" "),
    ),
  );

const gatewayOf = (cluster: string): string =>
  `{ istioGateway(cluster: "${cluster}", namespace: "istio-egress", name: "egress") {
    zones nodePools { name } kubernetesNodes { nodes { provisioner capacityType taints { key } } } pods { totalCount } } }`;

const questions: readonly SceneQuestion[] = [
  [
    "Karpenter's nodes stand beside a node group for the egress gateway",
    machinesOf("eu-1"),
    machinesSeen,
    {
      "KARPENTER spot spot": 4,
      "KARPENTER on-demand steady": 3,
      "MANAGED_NODE_GROUP on-demand dedicated=egress:NoSchedule": 3,
    },
  ],
  [
    "Auto Mode has its own pools and those that were added",
    machinesOf("us-1"),
    machinesSeen,
    {
      "AUTO_MODE on-demand general-purpose": 3,
      "AUTO_MODE on-demand system CriticalAddonsOnly=null:NoSchedule": 1,
      "AUTO_MODE spot spot": 4,
      "AUTO_MODE on-demand egress dedicated=egress:NoSchedule": 3,
    },
  ],
  [
    "the bank's first cluster has a node group and two pools",
    machinesOf("eu-2"),
    machinesSeen,
    {
      "MANAGED_NODE_GROUP on-demand": 2,
      "KARPENTER on-demand general": 3,
      "KARPENTER spot spot": 2,
    },
  ],
  [
    "the bank's own machines are hybrid nodes",
    machinesOf("hybrid-1"),
    machinesSeen,
    { "MANAGED_NODE_GROUP on-demand": 2, HYBRID: 4 },
  ],
  [
    "the batch cluster is Karpenter's",
    machinesOf("batch-1"),
    machinesSeen,
    {
      "KARPENTER spot batch-spot": 4,
      "KARPENTER on-demand general": 2,
      "KARPENTER on-demand gpu nvidia.com/gpu=true:NoSchedule": 1,
    },
  ],
  [
    "the egress gateway's pods stand in three zones on nodes that are for them only",
    gatewayOf("eu-1"),
    ({ istioGateway }) => istioGateway,
    {
      zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
      nodePools: [],
      kubernetesNodes: {
        nodes: Array.from({ length: 3 }, () => ({
          provisioner: "MANAGED_NODE_GROUP",
          capacityType: "on-demand",
          taints: [{ key: "dedicated" }],
        })),
      },
      pods: { totalCount: 3 },
    },
  ],
  [
    "on Auto Mode they come from a pool of their own",
    gatewayOf("us-1"),
    ({ istioGateway }) => istioGateway,
    {
      zones: ["us-east-1a", "us-east-1b", "us-east-1d"],
      nodePools: [{ name: "egress" }],
      kubernetesNodes: {
        nodes: Array.from({ length: 3 }, () => ({
          provisioner: "AUTO_MODE",
          capacityType: "on-demand",
          taints: [{ key: "dedicated" }],
        })),
      },
      pods: { totalCount: 3 },
    },
  ],
];

const disruptionQuery = `{ kubernetesNodes(first: 50) { totalCount nodes { name cluster { name } nodePool { expireAfter } nodeClaim { createdAt }
  events { reason } pods(first: 30) { nodes { workload { name } } }
  disruption { note reasons { reason eligible at blockedBy { code evidence object { id } } } } } } }`;

/** What keeps a node from being taken away to save money, as its pods and its events say. */
const blockersOf = ({ cluster, pods, events }: GraphAnswer): readonly string[] => {
  const isWanted = pods.nodes.some(({ workload }: GraphAnswer) => workload?.name === "ledger-api");
  if (isWanted) return [`PDB PodDisruptionBudget/${cluster.name}/ledger/ledger-api`];
  return events.some(({ reason }: GraphAnswer) => reason === "Unconsolidatable") ? ["UNCONSOLIDATABLE OBSERVED"] : [];
};

describe.each(scenes.all)("of the scene with seed $seed", ({ url }) => {
  test.each(questions)("%s", async (_sentence, query, seen, expected) => {
    expect(seen(await ask(url, query))).toEqual(expected);
  });

  test("a node of a pool ends when its claim is too old, and is kept by a budget or the price until then", async () => {
    const { kubernetesNodes } = await ask(url, disruptionQuery);
    const pooled = kubernetesNodes.nodes.filter(({ nodePool }: GraphAnswer) => nodePool !== null);

    const seen = pooled.map(({ name, disruption: { note, reasons } }: GraphAnswer) => {
      const by = Object.fromEntries(reasons.map((each: GraphAnswer) => [each.reason, each]));
      const { eligible, blockedBy } = by["Underutilized"];
      // That Karpenter said so of a budget is forgotten after minutes, and then the budget itself tells.
      const blockers = blockedBy.map(({ code, evidence, object }: GraphAnswer) => `${code} ${object?.id ?? evidence}`);
      return { name, note, at: by["Expired"].at, isPast: by["Expired"].eligible, eligible, blockers };
    });

    const wanted = pooled.map((node: GraphAnswer) => {
      const at = Date.parse(node.nodeClaim.createdAt) + Number.parseInt(node.nodePool.expireAfter, 10) * 3_600_000;
      const { name } = node;
      return {
        name,
        note: null,
        at: new Date(at).toISOString(),
        isPast: at <= Date.now(),
        eligible: true,
        blockers: blockersOf(node),
      };
    });
    expect(seen).toEqual(wanted);
    expect(wanted.filter(({ isPast }: GraphAnswer) => isPast)).toEqual([]);
    expect(new Set(wanted.flatMap(({ blockers }: GraphAnswer) => blockers))).toEqual(
      new Set([
        "PDB PodDisruptionBudget/eu-1/ledger/ledger-api",
        "PDB PodDisruptionBudget/us-1/ledger/ledger-api",
        "UNCONSOLIDATABLE OBSERVED",
      ]),
    );
  });

  test("what becomes of other nodes is not the cluster's to tell", async () => {
    const { kubernetesNodes } = await ask(url, disruptionQuery);
    const others = kubernetesNodes.nodes.filter(({ nodePool }: GraphAnswer) => nodePool === null);

    expect(tally(others.map(({ disruption: { note, reasons } }: GraphAnswer) => `${reasons.length}: ${note}`))).toEqual(
      {
        "0: EKS replaces it with its node group's updates and repairs, which the cluster does not tell": 7,
        "0: whoever runs it takes it away, which the cluster does not tell": 4,
      },
    );
  });
});
