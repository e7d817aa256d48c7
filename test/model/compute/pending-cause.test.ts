import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { PendingExplanation, PendingInput } from "../../../src/model/compute/pending-cause.ts";
import { explainPending } from "../../../src/model/compute/pending-cause.ts";
import {
  affinityOf,
  ago,
  claimOf,
  condition,
  eventOf,
  now,
  podOf,
  poolOf,
  schedulingOf,
  unschedulable,
} from "./pending-given.ts";

const CLAIM = "web-x7k2b";
const nomination = eventOf("Nominated", `Pod should schedule on: nodeclaim/${CLAIM}`, { at: ago(120) });
const gpu = { key: "gpu", value: null, effect: "NoSchedule" };

function failure(error: string): ReturnType<typeof eventOf> {
  return eventOf("FailedScheduling", `Failed to schedule pod, ${error}`, { at: ago(60) });
}

function explained(more: Partial<PendingInput>): PendingExplanation {
  const explanation = explainPending({ pod: podOf(), pools: [], nodeClaims: [], events: [], now, ...more });
  if (explanation === null) throw new Error("it is not pending");
  return explanation;
}

test.each(["Running", "Succeeded", "Failed", "Unknown", ""])("a pod that is %j is not pending", (phase) => {
  expect(explainPending({ pod: podOf({ phase }), pools: [], nodeClaims: [], events: [], now })).toBeNull();
});

test("a pod on a node waits since it was bound", () => {
  const conditions = [condition("PodScheduled", "True", { lastTransitionAt: ago(30) })];

  expect(explained({ pod: podOf({ nodeName: "n1", conditions }) })).toMatchObject({
    since: ago(30),
    reason: "WAITS_FOR_KUBELET",
    confidence: "OBSERVED",
    pools: [],
  });
});

test("a pod that is held is told so, with what the scheduler said", () => {
  const pod = podOf({ controllerKind: "DaemonSet" });

  expect(explained({ pod, pools: [poolOf("web")] })).toMatchObject({
    since: pod.createdAt,
    reason: "DAEMON_SET_POD",
    pools: [],
    causes: [{ code: "INSUFFICIENT_RESOURCE", subject: "cpu", count: 2 }],
  });
});

test("a nomination is followed to its pool and how far its node is", () => {
  const nodeClaims = [claimOf(CLAIM, "general", { conditions: [condition("Launched", "True")] })];

  expect(explained({ nodeClaims, events: [nomination], pools: [poolOf("general")] })).toMatchObject({
    reason: "NODE_COMING",
    message: `Karpenter expects it on NodeClaim ${CLAIM} of pool general, which is launched and has not joined the cluster yet.`,
    nominated: { nodeClaim: CLAIM, node: null },
    servingPool: "general",
    confidence: "OBSERVED",
    pools: [],
    assumptions: [],
    causes: [{ code: "INSUFFICIENT_RESOURCE" }],
  });
});

test.each([
  [["Launched", "Registered", "Initialized"], "which is ready"],
  [["Launched", "Registered"], "which has joined the cluster and is not ready yet"],
  [[], "which is not launched yet"],
])("a claim that is %j is told", (types, words) => {
  const conditions = types.map((type) => condition(type, "True", { lastTransitionAt: ago(10) }));

  expect(explained({ nodeClaims: [claimOf(CLAIM, "web", { conditions })], events: [nomination] }).message).toContain(
    words,
  );
});

test("a nomination for a node is told without a pool", () => {
  const events = [eventOf("Nominated", "Pod should schedule on: node/n7")];

  expect(explained({ events })).toMatchObject({ message: "Karpenter expects it on node n7.", servingPool: null });
});

test("a nomination that came to nothing is a cause, and the pools are computed again", () => {
  const events = [
    nomination,
    eventOf("InsufficientCapacityError", "no capacity", { involvedKind: "NodeClaim", involvedName: CLAIM }),
  ];

  const found = explained({ events, pools: [poolOf("web")] });

  expect(found).toMatchObject({
    reason: "POOL_WOULD_SERVE",
    nominated: null,
    servingPool: "web",
    confidence: "SIMULATED",
  });
  expect(found.causes.map(({ code, pool }) => [code, pool])).toEqual([
    ["INSUFFICIENT_RESOURCE", null],
    ["NOMINATION_LOST", "web"],
    ["INSUFFICIENT_CAPACITY", "web"],
  ]);
});

test("volumes that the scheduler waits for are the reason before any pool", () => {
  const conditions = [
    unschedulable("0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found"),
  ];

  expect(explained({ pod: podOf({ conditions }), pools: [poolOf("web")] })).toMatchObject({
    reason: "VOLUME_BINDING",
    message: "It waits for its volumes (pod has unbound immediate PersistentVolumeClaims).",
    confidence: "CLASSIFIED",
    pools: [],
  });
});

test("volumes that Karpenter does not take are the reason too", () => {
  const events = [failure("unbound pvc must define a storage class (PersistentVolumeClaim=shop/data, StorageClass=)")];

  expect(explained({ events, pools: [poolOf("web")] }).reason).toBe("VOLUME_BINDING");
});

test("a failure of Karpenter refuses pools that the simulation finds fit", () => {
  const events = [
    failure("no instance type has enough resources, requirements=karpenter.sh/nodepool In [web], resources={}"),
  ];

  expect(explained({ events, pools: [poolOf("web"), poolOf("gpu", { taints: [gpu] })] })).toMatchObject({
    reason: "NO_POOL_FITS",
    message: "No node takes it, and no pool would serve it: Karpenter found none.",
    servingPool: null,
    confidence: "CLASSIFIED",
    pools: [
      { name: "web", verdict: "REFUSED" },
      { name: "gpu", verdict: "TAINT_NOT_TOLERATED" },
    ],
    causes: [{ from: "SCHEDULER" }, { from: "KARPENTER", code: "INSTANCE_TYPE_TOO_SMALL", pool: "web" }],
  });
});

test("a failure that is not understood is still one", () => {
  expect(explained({ events: [failure("something new")], pools: [poolOf("web")] })).toMatchObject({
    reason: "NO_POOL_FITS",
    confidence: "OBSERVED",
  });
});

test("a failure that is understood in part is understood", () => {
  const events = [failure("something new; did not tolerate taint (taint=gpu:NoSchedule)")];

  expect(explained({ events, pools: [poolOf("web")] }).confidence).toBe("CLASSIFIED");
});

test("without a word of anybody and without pools nothing is known", () => {
  const conditions = [unschedulable("0/0 nodes are available")];

  expect(explained({ pod: podOf({ conditions }) })).toMatchObject({ reason: "NO_POOLS", confidence: "UNKNOWN" });
});

test("a pool that was made after the failure may serve", () => {
  const events = [failure("did not tolerate taint (taint=gpu:NoSchedule)")];
  const pools = [poolOf("web", { createdAt: ago(30) }), poolOf("old")];

  expect(explained({ events, pools })).toMatchObject({ reason: "POOL_WOULD_SERVE", servingPool: "web" });
});

test("a failure from before a nomination says nothing of the pools", () => {
  const events = [{ ...failure("something"), at: ago(300) }, nomination];

  expect(explained({ events, pools: [poolOf("web")] })).toMatchObject({
    reason: "POOL_WOULD_SERVE",
    confidence: "SIMULATED",
  });
});

test.each([
  ["no pools", [], "NO_POOLS", "CLASSIFIED"],
  ["a pool that fits", [poolOf("web")], "POOL_WOULD_SERVE", "SIMULATED"],
  ["a pool that does not fit", [poolOf("web", { taints: [gpu] })], "NO_POOL_FITS", "SIMULATED"],
  ["a pool that cannot be judged", [poolOf("web", { limits: { cpu: "1k" } })], "UNKNOWN", "UNKNOWN"],
] as const)("with %s the simulation decides", (_, pools, reason, confidence) => {
  expect(explained({ pools })).toMatchObject({ reason, confidence });
});

test.each([
  ["must not run on Karpenter's nodes", affinityOf([[["karpenter.sh/nodepool", "DoesNotExist"]]]), "AVOIDS_KARPENTER"],
  ["asks for a host", affinityOf([[["kubernetes.io/hostname", "In", "n1"]]]), "IGNORED_BY_KARPENTER"],
])("a pod that %s is served by no pool", (_, affinity, reason) => {
  const pod = podOf({ scheduling: schedulingOf({ affinity }) });

  expect(explained({ pod, pools: [poolOf("web")] })).toMatchObject({ reason, servingPool: null });
  expect(explained({ pod }).reason).toBe("NO_POOLS");
});

test("what Karpenter says that it does not take is the reason", () => {
  const events = [failure("using label karpenter.sh/registered is not allowed as it might interfere")];

  expect(explained({ events, pools: [poolOf("web")] })).toMatchObject({
    reason: "IGNORED_BY_KARPENTER",
    confidence: "CLASSIFIED",
  });
});

test("what is not simulated is said, for what the pod has of it", () => {
  const plain = explained({ pools: [poolOf("web")] }).assumptions;
  const scheduling = schedulingOf({
    affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{}] } },
    topologySpreadConstraints: [{}],
    persistentVolumeClaims: ["data"],
    resourceClaims: ["gpu"],
  });
  const wishful = explained({ pod: podOf({ scheduling }), pools: [poolOf("web")] }).assumptions;

  expect(plain.length).toBe(4);
  expect(wishful.slice(4)).toEqual([
    "Its topology spread constraints are not simulated.",
    "Its affinity to other pods is not simulated, nor is theirs to it.",
    "The zones of its volumes are not simulated.",
    "Its resource claims are not simulated.",
  ]);
  expect(explained({}).assumptions).toEqual([]);
});

test("a pod whose spec is not kept is not judged, unless Karpenter has", () => {
  const pod = podOf({ scheduling: null });
  const pools = [poolOf("web")];

  expect(explained({ pod, pools })).toMatchObject({ reason: "UNKNOWN", confidence: "UNKNOWN" });
  expect(explained({ pod, pools, events: [failure("no instance type met all requirements")] })).toMatchObject({
    reason: "NO_POOL_FITS",
    confidence: "CLASSIFIED",
  });
});

test("what the scheduler said of preemption is kept apart", () => {
  const conditions = [
    unschedulable(
      "0/1 nodes are available: 1 Too many pods. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.",
    ),
  ];

  expect(explained({ pod: podOf({ conditions }) }).preemption).toBe("1 No preemption victims found for incoming pod");
});

test("no input is too wrong to be answered", () => {
  const json = fc.dictionary(
    fc.constantFrom("nodeAffinity", "key", "operator", "values", "nodeSelectorTerms", "cpu"),
    fc.jsonValue(),
  ) as fc.Arbitrary<Record<string, unknown>>;
  const input = fc.record({
    affinity: json,
    toleration: json,
    requirement: json,
    limits: json,
    message: fc.string(),
    label: fc.string(),
  });
  fc.assert(
    fc.property(input, ({ affinity, toleration, requirement, limits, message, label }) => {
      const scheduling = schedulingOf({
        affinity,
        tolerations: [toleration],
        nodeSelector: { [label]: label },
        requests: { cpu: message },
      });
      const pod = podOf({ scheduling, conditions: [unschedulable(message)] });
      const pools = [
        poolOf("a", { requirements: [requirement], nodeClassRef: requirement }),
        poolOf("b", { limits, resources: limits, taints: [gpu] }),
        poolOf("c", { limits }),
      ];
      const found = explained({ pod, pools, events: [failure(message), eventOf("Nominated", message)] });
      expect(found.since).toEqual(pod.createdAt);
    }),
  );
});

test("where pools are not read, nothing is said of them, but what Karpenter said is", () => {
  const gone = explained({ pools: null, nodeClaims: null, events: [nomination] });

  expect(explained({ pools: null })).toMatchObject({
    reason: "UNKNOWN",
    confidence: "UNKNOWN",
    pools: [],
    assumptions: [],
  });
  expect(gone).toMatchObject({ reason: "NODE_COMING", nominated: { nodeClaim: CLAIM }, servingPool: null });
  expect(explained({ pools: null, events: [failure("no nodepools found")] }).causes).toContainEqual(
    expect.objectContaining({ code: "NO_POOLS", from: "KARPENTER" }),
  );
});
