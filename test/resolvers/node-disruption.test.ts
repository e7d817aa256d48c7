import { expect, test } from "vitest";
import { nodeClaim } from "../../connectors/karpenter/node-claim.ts";
import { nodePool } from "../../connectors/karpenter/node-pool.ts";
import { kubernetesNode } from "../../connectors/kubernetes/kinds/kubernetes-node.ts";
import { podDisruptionBudget } from "../../connectors/kubernetes/kinds/pod-disruption-budget.ts";
import { pod } from "../../connectors/kubernetes/kinds/pod.ts";
import type { Entity } from "../../schema/entity.ts";
import { object, watch } from "../support/entities.ts";
import type { Answer } from "../support/naive-graph.ts";
import { NaiveGraph } from "../support/naive-graph.ts";
import { said } from "../support/said.ts";

const read = [watch("eu-1", "Pod"), watch("eu-1", "PodDisruptionBudget")];
const labels = {
  "karpenter.sh/nodepool": "general",
  "karpenter.sh/registered": "true",
  "karpenter.sh/initialized": "true",
  "karpenter.sh/capacity-type": "on-demand",
  "topology.kubernetes.io/zone": "eu-west-1a",
};
const ready = [{ type: "Ready", status: "True" }];
const node = (path = "eu-1/node-1", parts: object = {}) =>
  object(kubernetesNode, path, {
    labels,
    spec: { providerID: `aws:///${path}` },
    status: { conditions: ready },
    ...parts,
  });
const consolidatable = { type: "Consolidatable", status: "True", lastTransitionTime: "2026-11-23T11:00:00Z" };
const claim = (conditions: readonly object[] = [consolidatable], parts: object = {}) =>
  object(nodeClaim, "eu-1/general-a", {
    labels,
    spec: { expireAfter: "720h" },
    status: { providerID: "aws:///eu-1/node-1", conditions },
    ...parts,
  });
const pool = (disruption: object = {}) =>
  object(nodePool, "eu-1/general", { spec: { disruption: { consolidateAfter: "30s", ...disruption } } });
const running = (name: string, annotations: Record<string, string> = {}, spec: object = { nodeName: "node-1" }) =>
  object(pod, `eu-1/${name}`, { labels: { app: "web" }, annotations, spec, status: { phase: "Running" } });
const budget = (name: string, disruptionsAllowed: number) =>
  object(podDisruptionBudget, `eu-1/${name}`, {
    spec: { selector: { matchLabels: { app: "web" } } },
    status: { disruptionsAllowed },
  });

async function disruptionIn(...entities: readonly Entity[]): Promise<Answer> {
  const { kubernetesNode: one } = await new NaiveGraph(entities).query(`{
    kubernetesNode(cluster: "eu-1", name: "node-1") { disruption { note reasons {
      reason eligible since at blockedBy { code message evidence until object { id } }
    } } }
  }`);
  return one.disruption;
}
const reasonIn = async (reason: string, ...entities: readonly Entity[]): Promise<Answer> =>
  (await disruptionIn(...entities)).reasons.find((each: Answer) => each.reason === reason);
const blockers = ({ blockedBy }: Answer): readonly unknown[] =>
  blockedBy.map((each: Answer) => [each.code, each.evidence, each.object?.id ?? null]);

test("an empty node may go, and of each other reason it is told when", async () => {
  expect(await disruptionIn(...read, node(), claim(), pool())).toEqual({
    note: null,
    reasons: [
      { reason: "Expired", eligible: false, since: null, at: "2026-12-01T00:00:00.000Z", blockedBy: [] },
      { reason: "Empty", eligible: true, since: "2026-11-23T11:00:00.000Z", at: null, blockedBy: [] },
      { reason: "Drifted", eligible: false, since: null, at: null, blockedBy: [] },
      { reason: "Underutilized", eligible: false, since: null, at: null, blockedBy: [] },
    ],
  });
});

test.each<[string, readonly Entity[], readonly unknown[]]>([
  ["a pod", [running("shop/web")], []],
  [
    "a pod that must not be disturbed",
    [running("shop/web", { "karpenter.sh/do-not-disrupt": "true" })],
    [["POD_DO_NOT_DISRUPT", "DERIVED", "Pod/eu-1/shop/web"]],
  ],
  [
    "a pod of a budget that allows none",
    [running("shop/web"), budget("shop/web", 0)],
    [["PDB", "DERIVED", "PodDisruptionBudget/eu-1/shop/web"]],
  ],
  ["a pod of a budget that allows one", [running("shop/web"), budget("shop/web", 1)], []],
  ["a pod, and a budget elsewhere", [running("shop/web"), budget("bank/web", 0)], []],
  [
    "a pod that tolerates to be disrupted",
    [running("shop/web", {}, { nodeName: "node-1", tolerations: [{ operator: "Exists" }] }), budget("shop/web", 0)],
    [],
  ],
  [
    "a pod of two budgets",
    [running("shop/web"), budget("shop/a", 1), budget("shop/b", 1)],
    [["MULTIPLE_PDBS", "DERIVED", "Pod/eu-1/shop/web"]],
  ],
])("a node with %s tells what holds it", async (_, entities, expected) => {
  const possible = await reasonIn("Underutilized", ...read, node(), claim(), pool(), ...entities);

  expect([possible.eligible, blockers(possible)]).toEqual([true, expected]);
});

test("pods of other nodes do not fill it, nor do those of its name elsewhere", async () => {
  const elsewhere = object(pod, "us-1/shop/web", { spec: { nodeName: "node-1" }, status: { phase: "Running" } });
  const other = running("shop/api", {}, { nodeName: "node-2" });

  expect(await reasonIn("Empty", ...read, node(), claim(), pool(), elsewhere, other)).toMatchObject({ eligible: true });
});

test.each<[string, readonly Entity[], readonly unknown[]]>([
  ["none", [pool({ budgets: [{ nodes: "0" }] })], [["BUDGET", "DERIVED", "NodePool/eu-1/general"]]],
  ["none for other reasons", [pool({ budgets: [{ nodes: "0", reasons: ["Drifted"] }] })], []],
  [
    "one, and one is not ready",
    [pool({ budgets: [{ nodes: "1" }] }), ...unready()],
    [["BUDGET", "DERIVED", "NodePool/eu-1/general"]],
  ],
  ["two, and one is not ready", [pool({ budgets: [{ nodes: "2" }] }), ...unready()], []],
])("a node whose pool lets %s go tells it", async (_, entities, expected) => {
  expect(blockers(await reasonIn("Empty", ...read, node(), claim(), ...entities))).toEqual(expected);
});

function unready(): readonly Entity[] {
  const conditions = [{ type: "Ready", status: "False" }];
  return [
    node("eu-1/node-2", { status: { conditions } }),
    object(nodeClaim, "eu-1/general-b", { labels, status: { providerID: "aws:///eu-1/node-2" } }),
    node("us-1/node-3", { status: { conditions } }),
  ];
}

test("what Karpenter said of the node or its claim confirms it", async () => {
  const words = "Pdb prevents pod evictions (PodDisruptionBudget=[shop/web])";
  const possible = await reasonIn(
    "Underutilized",
    ...read,
    node(),
    claim(),
    pool(),
    running("shop/web"),
    budget("shop/web", 0),
    said("eu-1", { kind: "Node", name: "node-1", uid: "uid of eu-1/node-1" }, "DisruptionBlocked", words),
    said("eu-1", { kind: "NodeClaim", name: "general-a" }, "Unconsolidatable", "Can't replace with a cheaper node"),
    said("eu-1", { kind: "Node", name: "node-1", uid: "earlier" }, "DisruptionBlocked", "Other words"),
    said("us-1", { kind: "Node", name: "node-1" }, "DisruptionBlocked", "Other words"),
  );

  expect(blockers(possible)).toEqual([
    ["UNCONSOLIDATABLE", "OBSERVED", null],
    ["PDB", "OBSERVED", "PodDisruptionBudget/eu-1/shop/web"],
  ]);
});

test("what Karpenter said of a budget that is no longer in the way is past", async () => {
  const words = "Pdb prevents pod evictions (PodDisruptionBudget=[shop/web])";
  const blocked = said("eu-1", { kind: "Node", name: "node-1" }, "DisruptionBlocked", words);

  expect(blockers(await reasonIn("Empty", ...read, node(), claim(), pool(), blocked))).toEqual([]);
});

test.each<[string, readonly Entity[], boolean | null]>([
  ["pods are not read", [watch("eu-1", "PodDisruptionBudget")], null],
  ["pods may not be read", [watch("eu-1", "Pod", { listed: false, phase: "FORBIDDEN" }), ...read.slice(1)], null],
  ["budgets of pods are not read", [watch("eu-1", "Pod")], true],
])("where %s, what Karpenter said counts, and a note says why", async (_, watches, eligible) => {
  const words = "Pdb prevents pod evictions (PodDisruptionBudget=[shop/web])";
  const blocked = said("eu-1", { kind: "Node", name: "node-1" }, "DisruptionBlocked", words);
  const drifted = { type: "Drifted", status: "True" };

  const { note, reasons } = await disruptionIn(...watches, node(), claim([consolidatable, drifted]), pool(), blocked);

  expect(note).toContain("not read");
  const [, empty, drift] = reasons;
  expect([empty.reason, empty.eligible]).toEqual(["Empty", eligible]);
  expect(blockers(drift)).toEqual([["PDB", "OBSERVED", null]]);
});

test("a node on its way out tells only that", async () => {
  const ending = claim([], { deletionTimestamp: "2026-11-23T11:30:00Z" });
  const { reasons } = await disruptionIn(...read, node(), ending, pool(), running("shop/web"), budget("shop/web", 0));

  expect(reasons).toHaveLength(1);
  expect(reasons[0]).toMatchObject({ reason: "Terminating", since: "2026-11-23T11:30:00.000Z" });
  expect(blockers(reasons[0])).toEqual([["PDB", "DERIVED", "PodDisruptionBudget/eu-1/shop/web"]]);
});

test("a node that Karpenter did not make has a note in place of reasons", async () => {
  const group = object(kubernetesNode, "eu-1/node-1", { labels: { "eks.amazonaws.com/nodegroup": "core" } });

  expect(await disruptionIn(...read, group)).toEqual({ reasons: [], note: expect.stringContaining("node group") });
});
