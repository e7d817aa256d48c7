import { afterAll, describe, expect, test } from "vitest";
import { ask, type GraphAnswer } from "./support/graph-client.ts";
import { type SceneQuestion, startScenes } from "./support/start-scenes.ts";

const scenes = await startScenes(1, 2026);
afterAll(() => scenes[Symbol.asyncDispose]());

const waiting = (namespace: string, app: string): string =>
  `{ pods(filter: { clusters: ["batch-1"], namespaces: ["${namespace}"], labelSelector: "app=${app}" }) { nodes { phase
    pending { reason confidence nodePool { name } nominatedNodeClaim { name } pools { name verdict subject } }
    events { reason reporter } workload { readyReplicas replicas } } } }`;

/** What is said of the one pod of a workload that waits. */
const waitingSeen = ({ pods: { nodes } }: GraphAnswer): unknown => {
  const [pod, ...others] = nodes.filter(({ phase }: GraphAnswer) => phase === "Pending");
  const { reason, confidence, nodePool, nominatedNodeClaim, pools } = pod.pending;
  return {
    others: others.length,
    why: `${reason} ${confidence}`,
    pools: pools.map(({ name, verdict, subject }: GraphAnswer) => `${name} ${verdict} ${subject}`),
    expected: nominatedNodeClaim && `${nodePool.name} ${nominatedNodeClaim.name.replace(/-[a-z0-9]{5}$/, "-?")}`,
    said: pod.events.map((event: GraphAnswer) => `${event.reporter} ${event.reason}`).toSorted(),
    ready: `${pod.workload.readyReplicas} of ${pod.workload.replicas}`,
  };
};

const refused = ["default-scheduler FailedScheduling", "karpenter FailedScheduling"];
const label = (pool: string): string => `${pool} REQUIREMENT_CONFLICT karpenter.sh/nodepool`;
const graphics = "gpu TAINT_NOT_TOLERATED nvidia.com/gpu=true:NoSchedule";

const questions: readonly SceneQuestion[] = [
  [
    "four pods wait, all in one cluster",
    `{ bank: pods(filter: { clusters: ["eu-2", "hybrid-1"] }, first: 100) { ...waiting }
      shops: pods(filter: { clusters: ["eu-1", "us-1"] }, first: 150) { ...waiting }
      batch: pods(filter: { clusters: ["batch-1"] }, first: 50) { ...waiting } }
      fragment waiting on PodConnection { totalCount nodes { cluster { name } pending { reason } workload { name } } }`,
    (all) =>
      Object.values<GraphAnswer>(all).map(({ totalCount, nodes }) => [
        nodes.length === totalCount,
        ...nodes.flatMap(({ cluster, pending, workload }: GraphAnswer) =>
          pending === null ? [] : [`${cluster.name} ${workload.name}`],
        ),
      ]),
    [[true], [true], [true, "batch-1 cruncher", "batch-1 ingest", "batch-1 archive", "batch-1 trainer"]],
  ],
  [
    "one waits since its pool is at its limit",
    waiting("jobs", "cruncher"),
    waitingSeen,
    {
      others: 0,
      why: "NO_POOL_FITS CLASSIFIED",
      pools: ["batch-spot LIMIT_EXCEEDED cpu", graphics, label("general")],
      expected: null,
      said: refused,
      ready: "8 of 9",
    },
  ],
  [
    "one waits since it does not tolerate the taint of the only pool that it asks for",
    waiting("training", "trainer"),
    waitingSeen,
    {
      others: 0,
      why: "NO_POOL_FITS CLASSIFIED",
      pools: [label("batch-spot"), graphics, label("general")],
      expected: null,
      said: refused,
      ready: "0 of 1",
    },
  ],
  [
    "one waits since it asks for a label that no pool gives",
    waiting("reports", "archive"),
    waitingSeen,
    {
      others: 0,
      why: "NO_POOL_FITS CLASSIFIED",
      pools: [
        "batch-spot REQUIREMENT_CONFLICT retail.example/disk",
        graphics,
        "general REQUIREMENT_CONFLICT retail.example/disk",
      ],
      expected: null,
      said: refused,
      ready: "0 of 1",
    },
  ],
  [
    "one waits for a node that is on its way",
    waiting("jobs", "ingest"),
    waitingSeen,
    {
      others: 0,
      why: "NODE_COMING OBSERVED",
      pools: [],
      expected: "general general-?",
      said: ["default-scheduler FailedScheduling", "karpenter Nominated"],
      ready: "0 of 1",
    },
  ],
  [
    "that node is launched, and has a quarter of an hour to register",
    `{ pods(filter: { clusters: ["batch-1"], labelSelector: "app=ingest" }) { nodes {
      pending { nominatedNodeClaim { nodeName node { name } timeline { type status at deadline } } } } } }`,
    ({ pods }) => {
      const { nodeName, node, timeline } = pods.nodes[0].pending.nominatedNodeClaim;
      const [, launched, registered] = timeline;
      const minutes = (Date.parse(registered.deadline) - Date.parse(launched.at)) / 60_000;
      return { nodeName, node, minutes, steps: timeline.map(({ type, status }: GraphAnswer) => `${type} ${status}`) };
    },
    {
      nodeName: null,
      node: null,
      minutes: 15,
      steps: ["CREATED DONE", "LAUNCHED DONE", "REGISTERED PENDING", "INITIALIZED PENDING", "READY PENDING"],
    },
  ],
  [
    "of pools with a limit, one has reached it",
    "{ nodePools { nodes { cluster { name } name weight ready usage { resource used limit ratio exceeded } } } }",
    ({ nodePools }) =>
      nodePools.nodes.map(({ cluster, name, weight, ready, usage }: GraphAnswer) => {
        const { used, limit, ratio, exceeded } = usage.find(({ resource }: GraphAnswer) => resource === "cpu");
        return [`${cluster.name}/${name}`, weight, ready, `${used} of ${limit}`, ratio >= 1, exceeded].join(" ");
      }),
    [
      "batch-1/batch-spot 50 true 16 of 16 true false",
      "batch-1/general  true 12 of 40 false false",
      "batch-1/gpu  true 4 of 8 false false",
      "eu-1/spot 50 true 16 of 64 false false",
      "eu-1/steady  true 12 of 64 false false",
      "eu-2/general  true 12 of 64 false false",
      "eu-2/spot 20 true 8 of 32 false false",
      "us-1/egress  true 6 of 12 false false",
      "us-1/general-purpose  true 12 of null false false",
      "us-1/spot 50 true 16 of 64 false false",
      "us-1/system  true 2 of null false false",
    ],
  ],
  [
    "pools that people made let no drifted node go while work begins, EKS's own have one budget",
    `{ mine: nodePool(cluster: "us-1", name: "spot") { disruptionBudgets { nodes reasons schedule duration } }
      eks: nodePool(cluster: "us-1", name: "system") { disruptionBudgets { nodes reasons schedule duration } } }`,
    (pools) => pools,
    {
      mine: {
        disruptionBudgets: [
          { nodes: "20%", reasons: null, schedule: null, duration: null },
          { nodes: "0", reasons: ["Drifted"], schedule: "0 8 * * mon-fri", duration: "2h" },
        ],
      },
      eks: { disruptionBudgets: [{ nodes: "10%", reasons: null, schedule: null, duration: null }] },
    },
  ],
  [
    "a share of few nodes is one of them, unless a budget in force says none",
    "{ nodePools { nodes { name disruptionBudgets { nodes active } allowedDisruptions { reason allowed remaining } } } }",
    ({ nodePools }) =>
      nodePools.nodes.filter(({ disruptionBudgets, allowedDisruptions }: GraphAnswer) => {
        const isHeld = disruptionBudgets.some(({ nodes, active }: GraphAnswer) => nodes === "0" && active);
        const lines = allowedDisruptions.map(
          ({ reason, allowed, remaining }: GraphAnswer) => `${reason} ${allowed} ${remaining}`,
        );
        return `${lines}` !== `Underutilized 1 1,Empty 1 1,Drifted ${isHeld ? "0 0" : "1 1"}`;
      }),
    [],
  ],
];

describe.each(scenes.all)("of the scene with seed $seed", ({ url }) => {
  test.each(questions)("%s", async (_sentence, query, seen, expected) => {
    expect(seen(await ask(url, query))).toEqual(expected);
  });
});
