import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Condition } from "../../../schema/condition.ts";
import type {
  DisruptionClaim,
  DisruptionFacts,
  DisruptionNode,
  DisruptionPool,
  PossibleDisruption,
} from "../../../src/model/compute/node-disruption-facts.ts";
import type { DisruptionPod, PodBudget } from "../../../src/model/compute/node-disruption-pods.ts";
import { nodeDisruption } from "../../../src/model/compute/node-disruption.ts";

const now = new Date("2026-11-23T12:00:00Z");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ago = (ms: number): Date => new Date(now.getTime() - ms);

const labels = {
  "karpenter.sh/nodepool": "default",
  "karpenter.sh/registered": "true",
  "karpenter.sh/initialized": "true",
  "karpenter.sh/capacity-type": "spot",
  "topology.kubernetes.io/zone": "eu-west-1a",
};
const node: DisruptionNode = {
  labels,
  annotations: {},
  taints: [],
  providerID: "aws:///eu-west-1a/i-0f1e",
  createdAt: ago(DAY),
  deletionTimestamp: null,
};
const condition = (type: string, status = "True", why = type): Condition => ({
  type,
  status,
  reason: why,
  message: null,
  lastTransitionAt: ago(HOUR),
});
const consolidatable = condition("Consolidatable");
const drifted = condition("Drifted", "True", "NodePoolDrifted");
const nodeClaim: DisruptionClaim = {
  labels,
  annotations: {},
  createdAt: ago(DAY),
  deletionTimestamp: null,
  conditions: [condition("Initialized"), consolidatable],
  expireAfter: "720h",
  terminationGracePeriod: null,
  lastPodEventAt: null,
};
const nodePool: DisruptionPool = {
  name: "default",
  disruption: { consolidateAfter: "30s", budgets: [{ nodes: "100%" }] },
  replicas: null,
  terminationGracePeriod: null,
};
const pod: DisruptionPod = {
  namespace: "shop",
  name: "web-0",
  labels: { app: "web" },
  annotations: {},
  phase: "Running",
  deletionTimestamp: null,
  conditions: [],
  controllerKind: "ReplicaSet",
  startedAt: ago(DAY),
  tolerations: [],
};
const stays: DisruptionPod = { ...pod, annotations: { "karpenter.sh/do-not-disrupt": "true" } };
const full: PodBudget = {
  namespace: "shop",
  name: "web",
  selector: {},
  disruptionsAllowed: 0,
  unhealthyPodEvictionPolicy: null,
};
const facts: DisruptionFacts = {
  node,
  nodeClaim,
  nodePool,
  budgetNodes: { total: 10, disrupting: 0 },
  pods: [],
  podBudgets: [],
  events: [],
  now,
};
const claimed = (more: Partial<DisruptionClaim>): Pick<DisruptionFacts, "nodeClaim"> => ({
  nodeClaim: { ...nodeClaim, ...more },
});
const pooled = (more: Partial<DisruptionPool>): Pick<DisruptionFacts, "nodePool"> => ({
  nodePool: { ...nodePool, ...more },
});
const wanting = (disruption: DisruptionPool["disruption"]): Pick<DisruptionFacts, "nodePool"> =>
  pooled({ disruption: { ...nodePool.disruption, ...disruption } });
const noded = (more: Partial<DisruptionNode>): Pick<DisruptionFacts, "node"> => ({ node: { ...node, ...more } });
const conditions = (...more: readonly Condition[]): Pick<DisruptionFacts, "nodeClaim"> =>
  claimed({ conditions: [...nodeClaim.conditions, ...more] });

function reason(name: PossibleDisruption["reason"], more: Partial<DisruptionFacts>): PossibleDisruption {
  const found = nodeDisruption({ ...facts, ...more }).reasons.find((possible) => possible.reason === name);
  if (found === undefined) throw new Error(`${name} is not among the reasons`);
  return found;
}
const codes = ({ blockedBy }: PossibleDisruption): readonly string[] => blockedBy.map(({ code }) => code);

test("an empty node of a pool that consolidates may go at once", () => {
  expect(nodeDisruption(facts)).toEqual({
    reasons: [
      { reason: "Expired", eligible: false, since: null, at: new Date("2026-12-22T12:00:00Z"), blockedBy: [] },
      { reason: "Empty", eligible: true, since: ago(HOUR), at: null, blockedBy: [] },
      { reason: "Drifted", eligible: false, since: null, at: null, blockedBy: [] },
      { reason: "Underutilized", eligible: false, since: null, at: null, blockedBy: [] },
    ],
    note: null,
  });
});

test.each<[string, Partial<DisruptionFacts>, boolean | null, readonly string[]]>([
  ["a DaemonSet's pod does not fill it", { pods: [{ ...pod, controllerKind: "DaemonSet" }] }, true, []],
  ["a pod fills it", { pods: [pod] }, false, []],
  ["WhenEmpty lets it go", wanting({ consolidationPolicy: "WhenEmpty" }), true, []],
  ["consolidateAfter is Never", wanting({ consolidateAfter: "Never" }), false, ["CONSOLIDATION_DISABLED"]],
  ["consolidateAfter is nonsense", wanting({ consolidateAfter: "soon" }), null, ["INVALID_DURATION"]],
  ["consolidateAfter is a number", wanting({ consolidateAfter: 30 }), null, ["INVALID_DURATION"]],
  ["the pool is static", pooled({ replicas: 3 }), false, ["STATIC_POOL"]],
  ["a budget allows none", wanting({ budgets: [{ nodes: "0", reasons: ["Empty"] }] }), true, ["BUDGET"]],
  ["a budget for others allows none", wanting({ budgets: [{ nodes: "0", reasons: ["Drifted"] }] }), true, []],
  [
    "a budget is used up",
    { ...wanting({ budgets: [{ nodes: "20%" }] }), budgetNodes: { total: 10, disrupting: 2 } },
    true,
    ["BUDGET"],
  ],
  [
    "a budget is misconfigured",
    wanting({ budgets: [{ nodes: "1", schedule: "x", duration: "1h" }] }),
    true,
    ["BUDGET"],
  ],
  [
    "the node is kept",
    noded({ annotations: { "karpenter.sh/do-not-disrupt": "true" } }),
    true,
    ["NODE_DO_NOT_DISRUPT"],
  ],
  ["a node knows no durations", noded({ annotations: { "karpenter.sh/do-not-disrupt": "1h" } }), true, []],
  ["the pool is gone", { nodePool: null }, true, ["NODE_POOL_MISSING"]],
  ["the node is not there", { node: null }, true, ["NODE_MISSING"]],
  [
    "the node is not initialized",
    noded({ labels: { ...labels, "karpenter.sh/initialized": "" } }),
    true,
    ["NODE_NOT_INITIALIZED"],
  ],
  [
    "the node has no pool",
    noded({ labels: { "karpenter.sh/registered": "true", "karpenter.sh/initialized": "true" } }),
    true,
    ["LABEL_MISSING"],
  ],
  ["a DaemonSet's pod must stay", { pods: [{ ...stays, controllerKind: "DaemonSet" }] }, true, ["POD_DO_NOT_DISRUPT"]],
])("Empty: %s", (_, more, eligible, blockers) => {
  const possible = reason("Empty", more);

  expect([possible.eligible, codes(possible)]).toEqual([eligible, blockers]);
});

test("a node rests after the last pod came or went", () => {
  const resting = { ...nodeClaim, conditions: [condition("Initialized")] };
  const late = { ...wanting({ consolidateAfter: "2h" }), ...claimed(resting) };
  const { lastPodEventAt: _lastPodEventAt, ...unknown } = resting;

  expect(reason("Empty", late)).toMatchObject({ eligible: false, at: new Date("2026-11-23T13:00:00Z"), blockedBy: [] });
  expect(reason("Empty", { ...late, ...claimed({ ...resting, lastPodEventAt: ago(0) }) }).at).toEqual(
    new Date("2026-11-23T14:00:00Z"),
  );
  expect(reason("Empty", { ...late, nodeClaim: unknown }).at).toBeNull();
});

test("a closed budget says when it opens, one that is used up does not", () => {
  const night = wanting({ budgets: [{ nodes: "0", schedule: "0 9 * * *", duration: "8h" }] });
  const used = { ...wanting({ budgets: [{ nodes: "1" }] }), budgetNodes: { total: 10, disrupting: 1 } };

  expect(reason("Empty", night).blockedBy).toMatchObject([
    { object: { kind: "NodePool", namespace: null, name: "default" }, until: new Date("2026-11-23T17:00:00Z") },
  ]);
  expect(reason("Empty", used).blockedBy).toMatchObject([
    {
      message: "the budgets of the NodePool default allow 1 at once for Empty, and 1 are on their way out or not ready",
      until: null,
    },
  ]);
});

test.each<[string, Partial<DisruptionFacts>, boolean | null, readonly string[]]>([
  ["a node with pods", {}, true, []],
  ["WhenEmpty", wanting({ consolidationPolicy: "WhenEmpty" }), false, ["POLICY_WHEN_EMPTY"]],
  ["Balanced", wanting({ consolidationPolicy: "Balanced" }), true, []],
  [
    "no zone",
    noded({ labels: { "karpenter.sh/nodepool": "default", "karpenter.sh/capacity-type": "spot" } }),
    false,
    ["LABEL_MISSING"],
  ],
  [
    "no capacity type",
    noded({ labels: { "karpenter.sh/nodepool": "default", "topology.kubernetes.io/zone": "a" } }),
    false,
    ["LABEL_MISSING"],
  ],
  ["not consolidatable", claimed({ conditions: [] }), false, []],
  ["a pod that must stay", { pods: [stays] }, true, ["POD_DO_NOT_DISRUPT"]],
  ["a budget of pods", { podBudgets: [full] }, true, ["PDB"]],
  [
    "Karpenter found no cheaper place",
    { events: [{ reason: "Unconsolidatable", message: "Can't", at: ago(60_000) }] },
    true,
    ["UNCONSOLIDATABLE"],
  ],
])("Underutilized: %s", (_, more, eligible, blockers) => {
  const possible = reason("Underutilized", { pods: [pod], ...more });

  expect([possible.eligible, codes(possible)]).toEqual([eligible, blockers]);
});

test.each<[string, Partial<DisruptionFacts>, readonly string[]]>([
  ["nothing", {}, []],
  ["its pods", { pods: [stays], podBudgets: [full] }, ["POD_DO_NOT_DISRUPT"]],
  [
    "its pods, within a grace period of its own",
    { pods: [stays], ...claimed({ terminationGracePeriod: "1h", conditions: [drifted] }) },
    [],
  ],
  [
    "its pods, though the pool has one now",
    { pods: [stays], ...pooled({ terminationGracePeriod: "1h" }) },
    ["POD_DO_NOT_DISRUPT"],
  ],
  ["its budget", wanting({ budgets: [{ nodes: "0", reasons: ["Drifted"] }] }), ["BUDGET"]],
  ["no wish of consolidation", wanting({ consolidateAfter: "Never" }), []],
  ["no number of nodes", pooled({ replicas: 2 }), []],
])("Drifted is held back by %s", (_, more, blockers) => {
  const possible = reason("Drifted", { ...conditions(drifted), ...more });

  expect([possible.eligible, possible.since, codes(possible)]).toEqual([true, ago(HOUR), blockers]);
});

test("the pool's grace period counts while that of the claim is not known", () => {
  const { terminationGracePeriod: _terminationGracePeriod, ...bare } = { ...nodeClaim, conditions: [drifted] };

  expect(
    codes(reason("Drifted", { nodeClaim: bare, pods: [stays], ...pooled({ terminationGracePeriod: "1h" }) })),
  ).toEqual([]);
});

test("what Karpenter says comes first, and confirms what the objects say", () => {
  const events = [
    { reason: "DisruptionBlocked", message: "Node is nominated for a pending pod", at: ago(15_000) },
    {
      reason: "DisruptionBlocked",
      message: "Pdb prevents pod evictions (PodDisruptionBudget=[shop/web])",
      at: ago(60_000),
    },
  ];

  const { blockedBy } = reason("Underutilized", { pods: [pod], podBudgets: [full], events });

  expect(blockedBy.map(({ code, evidence }) => [code, evidence])).toEqual([
    ["NODE_NOMINATED", "OBSERVED"],
    ["PDB", "OBSERVED"],
  ]);
});

const said = (message: string): Pick<DisruptionFacts, "events"> => ({
  events: [{ reason: "DisruptionBlocked", message, at: ago(60_000) }],
});

test.each<[string, Partial<DisruptionFacts>]>([
  ["Node isn't initialized", { pods: [pod] }],
  ["NodePool not found (NodePool=default)", { pods: [pod] }],
  ['Disruption is blocked through the "karpenter.sh/do-not-disrupt" annotation', { pods: [pod] }],
  ['Pod has "karpenter.sh/do-not-disrupt" annotation (Pod=shop/gone)', { pods: [pod] }],
  ["Pdb prevents pod evictions (PodDisruptionBudget=[shop/web])", { pods: [pod] }],
  [
    "Pdb prevents pod evictions (PodDisruptionBudget=[shop/web])",
    { pods: [pod], podBudgets: [{ ...full, disruptionsAllowed: 1 }] },
  ],
])("%s, which Karpenter does not take back, no longer counts when the objects say otherwise", (message, more) => {
  expect(codes(reason("Underutilized", { ...said(message), ...more }))).toEqual([]);
});

test("what Karpenter says of pods counts where they, or their budgets, are not read", () => {
  const events = said("Pdb prevents pod evictions (PodDisruptionBudget=[shop/web])");

  expect(codes(reason("Underutilized", { ...events, pods: [pod], podBudgets: null }))).toEqual(["PDB"]);
  expect(codes(reason("Drifted", { ...events, ...conditions(drifted), pods: null }))).toEqual(["PDB"]);
});

test("whether a node is empty is not known where pods are not read, unless it could not go all the same", () => {
  const { reasons, note } = nodeDisruption({ ...facts, pods: null });

  expect(reasons.map((possible) => [possible.reason, possible.eligible])).toEqual([
    ["Expired", false],
    ["Empty", null],
    ["Drifted", false],
    ["Underutilized", null],
  ]);
  expect(note?.code).toBe("PODS_UNKNOWN");
  expect(nodeDisruption({ ...facts, podBudgets: null }).note?.code).toBe("PODS_UNKNOWN");
  expect(reason("Empty", { ...wanting({ consolidateAfter: "Never" }), pods: null }).eligible).toBe(false);
});

test.each<[string, Partial<DisruptionFacts>, boolean | null, string | null]>([
  ["young", {}, false, "2026-12-22T12:00:00.000Z"],
  ["just old enough", claimed({ expireAfter: "24h" }), true, "2026-11-23T12:00:00.000Z"],
  ["of any age", claimed({ expireAfter: "Never" }), false, null],
  ["of an age that is none", claimed({ expireAfter: "old" }), null, null],
  ["of an age that is missing", claimed({ expireAfter: null }), null, null],
  [
    "of Auto Mode, of any age",
    {
      ...claimed({ expireAfter: "Never" }),
      ...noded({ labels: { ...labels, "eks.amazonaws.com/compute-type": "auto" } }),
    },
    false,
    "2026-12-13T12:00:00.000Z",
  ],
  [
    "of Auto Mode, of less",
    {
      ...claimed({ expireAfter: "336h" }),
      ...noded({ labels: { ...labels, "eks.amazonaws.com/compute-type": "auto" } }),
    },
    false,
    "2026-12-06T12:00:00.000Z",
  ],
])("a node that is %s", (_, more, eligible, at) => {
  const possible = reason("Expired", {
    pods: [stays],
    podBudgets: [full],
    ...wanting({ budgets: [{ nodes: "0" }] }),
    ...more,
  });

  expect([possible.eligible, possible.at?.toISOString() ?? null]).toEqual([eligible, at]);
  expect(codes(possible)).toEqual(eligible === null ? ["INVALID_DURATION"] : []);
});

const ending = claimed({ deletionTimestamp: ago(HOUR) });
const timestamp = { "karpenter.sh/nodeclaim-termination-timestamp": "2026-11-23T13:00:00Z" };

test.each<[string, Partial<DisruptionFacts>, readonly string[], string | null, string | null]>([
  ["chosen", conditions(condition("DisruptionReason", "True", "Empty")), ["AWAITING_REPLACEMENT"], "11:00", null],
  [
    "tainted for it",
    noded({ taints: [{ key: "karpenter.sh/disrupted", effect: "NoSchedule" }] }),
    ["AWAITING_REPLACEMENT"],
    null,
    null,
  ],
  ["deleted", ending, [], "11:00", null],
  ["deleted by its node", noded({ deletionTimestamp: ago(HOUR) }), [], "11:00", null],
  ["deleted, with pods that must stay", { ...ending, pods: [stays] }, ["POD_DO_NOT_DISRUPT"], "11:00", null],
  ["deleted, with pods that may not go yet", { ...ending, pods: [pod], podBudgets: [full] }, ["PDB"], "11:00", null],
  ["deleted, until a time", claimed({ deletionTimestamp: ago(HOUR), annotations: timestamp }), [], "11:00", "13:00"],
  [
    "deleted, until nonsense",
    claimed({
      deletionTimestamp: ago(HOUR),
      annotations: { ...timestamp, "karpenter.sh/nodeclaim-termination-timestamp": "soon" },
    }),
    [],
    "11:00",
    null,
  ],
  [
    "drained",
    { pods: [stays], ...claimed({ deletionTimestamp: ago(HOUR), conditions: [condition("Drained")] }) },
    [],
    "11:00",
    null,
  ],
  [
    "waiting for volumes",
    claimed({ deletionTimestamp: ago(HOUR), conditions: [condition("VolumesDetached", "Unknown")] }),
    ["AWAITING_VOLUME_DETACHMENT"],
    "11:00",
    null,
  ],
  ["ended", { pods: [stays], ...conditions(condition("InstanceTerminating")) }, [], null, null],
])("a node that is %s is on its way out, whatever else", (_, more, blockers, since, at) => {
  const { reasons } = nodeDisruption({ ...facts, ...more });

  expect(reasons.map((possible) => possible.reason)).toEqual(["Terminating"]);
  const hour = (date: Date | null | undefined): string | null => date?.toISOString().slice(11, 16) ?? null;
  expect(reasons.map((possible) => [codes(possible), hour(possible.since), hour(possible.at)])).toEqual([
    [blockers, since, at],
  ]);
});

test.each<[string, Partial<DisruptionNode>, string, readonly string[]]>([
  ["a node group's", { labels: { "eks.amazonaws.com/nodegroup": "main" } }, "MANAGED_NODE_GROUP", []],
  ["Auto Mode's", { labels: { "eks.amazonaws.com/compute-type": "auto" } }, "NODE_CLAIM_UNKNOWN", ["Expired"]],
  ["Karpenter's", { labels }, "NODE_CLAIM_UNKNOWN", []],
  ["Fargate's", { labels: { "eks.amazonaws.com/compute-type": "fargate" } }, "FARGATE", []],
  ["hybrid", { labels: { "eks.amazonaws.com/compute-type": "hybrid" } }, "HYBRID", []],
  ["its owner's", { labels: {} }, "SELF_MANAGED", []],
  ["of an unknown maker", { labels: {}, providerID: null }, "UNKNOWN", []],
  [
    "a node group's and deleted",
    { labels: { "eks.amazonaws.com/nodegroup": "main" }, deletionTimestamp: ago(0) },
    "MANAGED_NODE_GROUP",
    ["Terminating"],
  ],
])("a node without a NodeClaim that is %s says why there is no more", (_, more, code, reasons) => {
  const told = nodeDisruption({ ...facts, nodeClaim: null, nodePool: null, node: { ...node, ...more } });

  expect([told.note?.code, told.reasons.map((possible) => possible.reason)]).toEqual([code, reasons]);
});

test("any pool and any annotations are answered, never thrown at", () => {
  const text = fc.oneof(fc.string(), fc.constantFrom("Never", "30s", "true"));
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom("budgets", "consolidateAfter", "consolidationPolicy"), fc.anything()),
      text,
      (disruption, value) => {
        const annotations = {
          "karpenter.sh/do-not-disrupt": value,
          "karpenter.sh/nodeclaim-termination-timestamp": value,
        };
        const claim = { ...nodeClaim, annotations, expireAfter: value, conditions: [...nodeClaim.conditions, drifted] };
        const told = nodeDisruption({
          ...facts,
          ...pooled({ disruption }),
          nodeClaim: claim,
          pods: [{ ...pod, annotations }],
        });

        expect(told.reasons.map((possible) => possible.reason)).toEqual([
          "Expired",
          "Empty",
          "Drifted",
          "Underutilized",
        ]);
      },
    ),
  );
});

test("one thing more in the way never lets a node go", () => {
  const more: readonly Partial<DisruptionFacts>[] = [
    { pods: [pod, stays] },
    { podBudgets: [full] },
    wanting({ budgets: [{ nodes: "0" }] }),
    noded({ annotations: { "karpenter.sh/do-not-disrupt": "true" } }),
  ];
  fc.assert(
    fc.property(fc.subarray([...more]), fc.constantFrom(...more), (some, another) => {
      const given = { pods: [pod], ...conditions(drifted), ...Object.assign({}, ...some) } as Partial<DisruptionFacts>;
      for (const name of ["Drifted", "Underutilized"] as const) {
        const before = codes(reason(name, given));
        const after = codes(reason(name, { ...given, ...another }));
        expect(after.length).toBeGreaterThan(0);
        expect(after).toEqual(expect.arrayContaining([...before]));
      }
    }),
  );
});
