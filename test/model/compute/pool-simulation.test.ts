import { expect, test } from "vitest";
import type { SchedulingPool } from "../../../src/model/compute/pending-facts.ts";
import { byPriority, simulatePools } from "../../../src/model/compute/pool-simulation.ts";
import { affinityOf, ago, condition, expressionsOf, poolOf, schedulingOf } from "./pending-given.ts";

const auto = { group: "eks.amazonaws.com", kind: "NodeClass", name: "default" };
const other = { group: "karpenter.azure.com", kind: "AKSNodeClass", name: "default" };
const gpu = { key: "gpu", value: null, effect: "NoSchedule" };
const disliked = { key: "spot", value: null, effect: "PreferNoSchedule" };

function inZone(...zones: readonly string[]): Pick<SchedulingPool, "requirements"> {
  const expressions = expressionsOf([["topology.kubernetes.io/zone", "In", ...zones]]);
  return { requirements: expressions as SchedulingPool["requirements"] };
}

test("the greatest weight goes first; of equal weight, the last by name", () => {
  const pools = [poolOf("a"), poolOf("c", { weight: 1 }), poolOf("b"), poolOf("d", { weight: 50 })];

  expect(byPriority(pools).map(({ name }) => name)).toEqual(["d", "c", "b", "a"]);
});

test.each<readonly [string, Partial<SchedulingPool>, object, string, string | null]>([
  ["a pool that asks for nothing", {}, {}, "WOULD_SERVE", null],
  ["a taint", { taints: [gpu] }, {}, "TAINT_NOT_TOLERATED", "gpu:NoSchedule"],
  ["a tolerated taint", { taints: [gpu] }, { tolerations: [{ operator: "Exists" }] }, "WOULD_SERVE", null],
  ["a dislike, which is given up last", { taints: [disliked] }, {}, "WOULD_SERVE", null],
  ["a custom label that the pool does not define", {}, { nodeSelector: { team: "a" } }, "REQUIREMENT_CONFLICT", "team"],
  [
    "a custom label of the template",
    { templateLabels: { team: "a" } },
    { nodeSelector: { team: "a" } },
    "WOULD_SERVE",
    null,
  ],
  [
    "another value of it",
    { templateLabels: { team: "b" } },
    { nodeSelector: { team: "a" } },
    "REQUIREMENT_CONFLICT",
    "team",
  ],
  [
    "a known label that the pool does not define",
    {},
    { nodeSelector: { "kubernetes.io/arch": "arm64" } },
    "WOULD_SERVE",
    null,
  ],
  [
    "no zone at all, which no machine is in",
    {},
    { affinity: affinityOf([[["topology.kubernetes.io/zone", "DoesNotExist"]]]) },
    "REQUIREMENT_CONFLICT",
    "topology.kubernetes.io/zone",
  ],
  [
    "two capacity types at once",
    {},
    {
      nodeSelector: { "karpenter.sh/capacity-type": "spot" },
      affinity: affinityOf([[["karpenter.sh/capacity-type", "In", "on-demand"]]]),
    },
    "REQUIREMENT_CONFLICT",
    "karpenter.sh/capacity-type",
  ],
  [
    "no zone, of a pool that leaves one out",
    { requirements: [{ key: "topology.kubernetes.io/zone", operator: "NotIn", values: ["a"] }] },
    { affinity: affinityOf([[["topology.kubernetes.io/zone", "DoesNotExist"]]]) },
    "REQUIREMENT_CONFLICT",
    "topology.kubernetes.io/zone",
  ],
  [
    "no region, of which nothing is known",
    {},
    { affinity: affinityOf([[["topology.kubernetes.io/region", "DoesNotExist"]]]) },
    "WOULD_SERVE",
    null,
  ],
  [
    "a zone that the pool does not have, by its old label",
    inZone("a", "b"),
    { nodeSelector: { "failure-domain.beta.kubernetes.io/zone": "c" } },
    "REQUIREMENT_CONFLICT",
    "topology.kubernetes.io/zone",
  ],
  [
    "another pool by name",
    {},
    { nodeSelector: { "karpenter.sh/nodepool": "x" } },
    "REQUIREMENT_CONFLICT",
    "karpenter.sh/nodepool",
  ],
  ["the pool by name", {}, { nodeSelector: { "karpenter.sh/nodepool": "pool" } }, "WOULD_SERVE", null],
  [
    "a label that Karpenter does not take",
    {},
    { nodeSelector: { "kubernetes.io/hostname": "n" } },
    "REQUIREMENT_CONFLICT",
    "kubernetes.io/hostname",
  ],
  ["a limit", { limits: { cpu: "4" }, resources: { cpu: "3500m" } }, {}, "LIMIT_EXCEEDED", "cpu"],
  ["a limit of a pool whose use is not known", { limits: { cpu: "4" } }, {}, "UNKNOWN", null],
  ["no limits, as an empty map", { limits: {} }, {}, "WOULD_SERVE", null],
  ["a static pool", { replicas: 0 }, {}, "POOL_IS_STATIC", null],
  ["a pool that goes", { deletionTimestamp: ago(1) }, {}, "POOL_DELETING", null],
  ["a pool that nobody calls ready", { ready: null, conditions: [] }, {}, "POOL_NOT_READY", "Ready"],
  [
    "a pool without its node class",
    {
      ready: false,
      conditions: [
        condition("Ready", "False"),
        condition("Consolidatable", "False"),
        condition("NodeClassReady", "False"),
      ],
    },
    {},
    "POOL_NOT_READY",
    "NodeClassReady",
  ],
  ["a requirement that cannot be read", { requirements: [{ key: "a", operator: "Near" }] }, {}, "UNKNOWN", null],
  [
    "Windows on Auto Mode",
    { nodeClassRef: auto },
    { nodeSelector: { "kubernetes.io/os": "windows" } },
    "REQUIREMENT_CONFLICT",
    "kubernetes.io/os",
  ],
  [
    "a pod that must not be on Auto Mode",
    { nodeClassRef: auto },
    { affinity: affinityOf([[["eks.amazonaws.com/compute-type", "NotIn", "auto"]]]) },
    "REQUIREMENT_CONFLICT",
    "eks.amazonaws.com/compute-type",
  ],
  [
    "a pod for Auto Mode",
    { nodeClassRef: auto },
    { nodeSelector: { "eks.amazonaws.com/compute-type": "auto" } },
    "WOULD_SERVE",
    null,
  ],
  [
    "a pod for Auto Mode elsewhere",
    {},
    { nodeSelector: { "eks.amazonaws.com/compute-type": "auto" } },
    "REQUIREMENT_CONFLICT",
    "eks.amazonaws.com/compute-type",
  ],
  [
    "a label of a cloud that is not known here",
    { nodeClassRef: other },
    { nodeSelector: { "karpenter.azure.com/sku-cpu": "4" } },
    "UNKNOWN",
    "karpenter.azure.com/sku-cpu",
  ],
  [
    "such a label that the pool defines",
    { nodeClassRef: other, templateLabels: { "karpenter.azure.com/sku-cpu": "4" } },
    { nodeSelector: { "karpenter.azure.com/sku-cpu": "4" } },
    "WOULD_SERVE",
    null,
  ],
  ["resource claims", {}, { resourceClaims: ["gpu"] }, "UNKNOWN", null],
  [
    "a taint before a limit",
    { taints: [gpu], limits: { cpu: "0" }, resources: {} },
    {},
    "TAINT_NOT_TOLERATED",
    "gpu:NoSchedule",
  ],
])("%s decides", (_, pool, scheduling, verdict, subject) => {
  const { servingPool, pools } = simulatePools(schedulingOf(scheduling), [poolOf("pool", pool)]);

  expect(pools.map((answer) => [answer.verdict, answer.subject])).toEqual([[verdict, subject]]);
  expect(servingPool).toBe(verdict === "WOULD_SERVE" ? "pool" : null);
});

test("a pool of less weight serves an earlier alternative before a heavier pool serves a later one", () => {
  const affinity = affinityOf([
    [["topology.kubernetes.io/zone", "In", "a"]],
    [["topology.kubernetes.io/zone", "In", "b"]],
  ]);
  const pools = [poolOf("heavy", { weight: 9, ...inZone("b") }), poolOf("light", inZone("a"))];

  expect(simulatePools(schedulingOf({ affinity }), pools).servingPool).toBe("light");
});

test("a preference that no machine could meet beside the demands is given up", () => {
  const spot: SchedulingPool = poolOf("spot", {
    weight: 1,
    requirements: [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] }],
  });
  const affinity = affinityOf(
    [[["karpenter.sh/capacity-type", "In", "spot"]]],
    [[1, [["karpenter.sh/capacity-type", "In", "on-demand"]]]],
  );

  expect(simulatePools(schedulingOf({ affinity }), [spot, poolOf("any")]).servingPool).toBe("spot");
});

test("a pool without a dislike goes before a heavier one with it", () => {
  const pools = [poolOf("heavy", { weight: 9, taints: [disliked] }), poolOf("light")];

  expect(simulatePools(schedulingOf(), pools).servingPool).toBe("light");
});

test("no pool is named when one before it cannot be judged", () => {
  const pools = [poolOf("heavy", { weight: 9, limits: { cpu: "9" } }), poolOf("light")];
  const { servingPool, pools: answers } = simulatePools(schedulingOf(), pools);

  expect([servingPool, ...answers.map(({ verdict }) => verdict)]).toEqual([null, "UNKNOWN", "WOULD_SERVE"]);
});

test("a pool that Karpenter refused does not serve, and the next one may", () => {
  const refusals = new Map([["b", { verdict: "REFUSED", subject: null, detail: "no machine" } as const]]);
  const { servingPool, pools } = simulatePools(schedulingOf(), [poolOf("a"), poolOf("b")], refusals);

  expect([servingPool, pools[0]]).toEqual([
    "a",
    { name: "b", verdict: "REFUSED", subject: null, detail: "no machine" },
  ]);
});

test("what speaks against a pool goes before Karpenter's refusal", () => {
  const refusals = new Map([["a", { verdict: "REFUSED", subject: null, detail: null } as const]]);

  expect(simulatePools(schedulingOf(), [poolOf("a", { taints: [gpu] })], refusals).pools[0]?.verdict).toBe(
    "TAINT_NOT_TOLERATED",
  );
});

test("a pod whose spec is not kept cannot be judged, but a pool may still be none for pods", () => {
  const { servingPool, pools } = simulatePools(null, [poolOf("a", { replicas: 2 }), poolOf("b")]);

  expect([servingPool, ...pools.map(({ verdict }) => verdict)]).toEqual([null, "UNKNOWN", "POOL_IS_STATIC"]);
});
