import { expect, test } from "vitest";
import { nodeClaim } from "../../connectors/karpenter/node-claim.ts";
import { nodePool } from "../../connectors/karpenter/node-pool.ts";
import { pod } from "../../connectors/kubernetes/kinds/pod.ts";
import type { Entity } from "../../schema/entity.ts";
import { object, watch } from "../support/entities.ts";
import type { Answer } from "../support/naive-graph.ts";
import { NaiveGraph } from "../support/naive-graph.ts";
import { said } from "../support/said.ts";

const read = [watch("eu-1", "NodePool"), watch("eu-1", "NodeClaim")];
const ready = [{ type: "Ready", status: "True", lastTransitionTime: "2026-11-02T00:00:00Z" }];
const pool = (path: string, spec: object = {}, status: object = { conditions: ready, resources: {} }) =>
  object(nodePool, path, { spec, status });
const pools = [
  pool("eu-1/general", { template: { metadata: { labels: { team: "shop" } } } }),
  pool("eu-1/gpu", { weight: 10, template: { spec: { taints: [{ key: "gpu", effect: "NoSchedule" }] } } }),
  pool("eu-1/small", { limits: { cpu: "4" } }, { conditions: ready, resources: { cpu: "4" } }),
  pool("us-1/other"),
];
const unschedulable = {
  type: "PodScheduled",
  status: "False",
  reason: "Unschedulable",
  message: "0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No victims.",
};
const waiting = (spec: object = {}, conditions: readonly object[] = [unschedulable], path = "eu-1/shop/web") =>
  object(pod, path, {
    spec: { containers: [{ name: "web", image: "web", resources: { requests: { cpu: "500m" } } }], ...spec },
    status: { phase: "Pending", conditions },
  });
const web = { kind: "Pod", namespace: "shop", name: "web", uid: "uid of eu-1/shop/web" };
const nominated = said("eu-1", web, "Nominated", "Pod should schedule on: nodeclaim/general-x7k2b", 90);
const claim = (path = "eu-1/general-x7k2b", conditions: readonly object[] = []) =>
  object(nodeClaim, path, { labels: { "karpenter.sh/nodepool": "general" }, status: { conditions } });

async function pendingIn(...entities: readonly Entity[]): Promise<Answer> {
  const { pod: one } = await new NaiveGraph(entities).query(`{
    pod(cluster: "eu-1", namespace: "shop", name: "web") { pending {
      since reason message confidence preemption assumptions
      nominatedNodeClaim { id } nodePool { id }
      pools { name verdict subject detail } causes { code from pool subject message count }
    } }
  }`);
  return one.pending;
}

test.each(["Running", "Succeeded", "Failed"])("a pod that is %s does not wait", async (phase) => {
  expect(await pendingIn(...read, object(pod, "eu-1/shop/web", { status: { phase } }))).toBeNull();
});

test("without a word of Karpenter, what each pool of the cluster says is simulated", async () => {
  const pending = await pendingIn(...read, ...pools, waiting({ nodeSelector: { team: "shop" } }));

  expect(pending).toMatchObject({
    since: "2026-11-01T00:00:00.000Z",
    reason: "POOL_WOULD_SERVE",
    message: "No node takes it; pool general would serve it, but Karpenter has not said so.",
    confidence: "SIMULATED",
    preemption: "2 No victims",
    nominatedNodeClaim: null,
    nodePool: { id: "NodePool/eu-1/general" },
    causes: [{ code: "INSUFFICIENT_RESOURCE", from: "SCHEDULER", pool: null, subject: "cpu", count: 2 }],
  });
  expect(pending.pools.map(({ name, verdict, subject }: Answer) => [name, verdict, subject])).toEqual([
    ["gpu", "TAINT_NOT_TOLERATED", "gpu:NoSchedule"],
    ["small", "REQUIREMENT_CONFLICT", "team"],
    ["general", "WOULD_SERVE", null],
  ]);
  expect(pending.assumptions).toContainEqual(expect.stringContaining("Instance types"));
});

test.each<[string, object, string, string]>([
  ["its tolerations", { tolerations: [{ key: "gpu", operator: "Exists" }] }, "gpu", "WOULD_SERVE"],
  ["its requests", {}, "small", "LIMIT_EXCEEDED"],
])("%s count, as the wire has them", async (_, spec, name, verdict) => {
  const { pools: answers } = await pendingIn(...read, ...pools, waiting(spec));

  expect(answers).toContainEqual(expect.objectContaining({ name, verdict }));
});

test("a claim that Karpenter named leads to itself and its pool", async () => {
  const launched = { type: "Launched", status: "True" };

  expect(
    await pendingIn(...read, ...pools, waiting(), nominated, claim(undefined, [launched]), claim("us-1/general-x7k2b")),
  ).toMatchObject({
    reason: "NODE_COMING",
    message:
      "Karpenter expects it on NodeClaim general-x7k2b of pool general, which is launched and has not joined the cluster yet.",
    confidence: "OBSERVED",
    nominatedNodeClaim: { id: "NodeClaim/eu-1/general-x7k2b" },
    nodePool: { id: "NodePool/eu-1/general" },
    pools: [],
    assumptions: [],
  });
});

test("of a claim that is gone it says so, and what Karpenter said of it", async () => {
  const named = { kind: "NodeClaim", name: "general-x7k2b", uid: "gone" };
  const lack = said("eu-1", named, "InsufficientCapacityError", "NodeClaim general-x7k2b event: none left", 80);

  const { reason, nominatedNodeClaim, causes } = await pendingIn(...read, ...pools, waiting(), nominated, lack);

  expect([reason, nominatedNodeClaim]).toEqual(["POOL_WOULD_SERVE", null]);
  expect(causes.map(({ code, pool: of, subject }: Answer) => [code, of, subject])).toEqual([
    ["INSUFFICIENT_RESOURCE", null, "cpu"],
    ["NOMINATION_LOST", "general", "general-x7k2b"],
    ["INSUFFICIENT_CAPACITY", "general", "general-x7k2b"],
  ]);
});

test.each([
  ["are not read", [watch("eu-1", "NodePool")]],
  ["may not be read", [watch("eu-1", "NodePool"), watch("eu-1", "NodeClaim", { phase: "FORBIDDEN", listed: false })]],
])("where claims %s, that one is not there says nothing", async (_, watches) => {
  expect(await pendingIn(...watches, ...pools, waiting(), nominated)).toMatchObject({
    reason: "NODE_COMING",
    nominatedNodeClaim: null,
    nodePool: { id: "NodePool/eu-1/general" },
  });
});

test.each<[string, readonly Entity[], string]>([
  ["are not read yet", [watch("eu-1", "NodePool", { phase: "LISTING", listed: false })], "UNKNOWN"],
  ["may not be read", [watch("eu-1", "NodePool", { phase: "FORBIDDEN", listed: false })], "UNKNOWN"],
  ["are read elsewhere", [watch("us-1", "NodePool")], "UNKNOWN"],
  ["are not served", [watch("eu-1", "NodePool", { phase: "ABSENT", listed: false })], "NO_POOLS"],
  ["are none", read, "NO_POOLS"],
])("where pools %s, the reason is told so", async (_, watches, reason) => {
  expect(await pendingIn(...watches, waiting())).toMatchObject({ reason, nodePool: null, pools: [] });
});

test("of a failure the words of Karpenter are told, pool by pool", async () => {
  const words =
    'did not tolerate taint (taint=gpu:NoSchedule); incompatible requirements, label "disk" does not have known values';
  const failed = said("eu-1", web, "FailedScheduling", `Failed to schedule pod, ${words}`);
  const scheduler = said("eu-1", web, "FailedScheduling", "0/2 nodes are available: 2 Insufficient cpu.", 10);

  const pending = await pendingIn(...read, ...pools, waiting({ nodeSelector: { disk: "ssd" } }), failed, scheduler);

  expect(pending).toMatchObject({ reason: "NO_POOL_FITS", confidence: "CLASSIFIED", nodePool: null });
  expect(pending.causes.map(({ code, from, subject }: Answer) => [code, from, subject])).toEqual([
    ["INSUFFICIENT_RESOURCE", "SCHEDULER", "cpu"],
    ["TAINT_NOT_TOLERATED", "KARPENTER", "gpu:NoSchedule"],
    ["REQUIREMENT_CONFLICT", "KARPENTER", "disk"],
  ]);
});

test("what Karpenter said of a pool counts", async () => {
  const general = { kind: "NodePool", name: "general", uid: "uid of eu-1/general" };
  const words = "NodePool requirements filtered out all compatible available instance types";
  const none = said("eu-1", general, "NoCompatibleInstanceTypes", words);

  const { reason, pools: answers } = await pendingIn(
    ...read,
    ...pools,
    waiting({ nodeSelector: { team: "shop" } }),
    none,
  );

  expect(reason).toBe("NO_POOL_FITS");
  expect(answers).toContainEqual({ name: "general", verdict: "REFUSED", subject: null, detail: words });
});

test.each([
  ["an earlier pod of the name", "eu-1", { ...web, uid: "another" }],
  ["a pod of another namespace", "eu-1", { ...web, namespace: "bank" }],
  ["a pod of another cluster", "us-1", web],
  ["another kind", "eu-1", { ...web, kind: "Service" }],
])("what was said of %s does not count", async (_, cluster, involved) => {
  const other = said(cluster, involved, "Nominated", "Pod should schedule on: nodeclaim/general-x7k2b", 10);

  expect(await pendingIn(...read, ...pools, waiting(), claim(), other)).toMatchObject({
    confidence: "SIMULATED",
    nominatedNodeClaim: null,
  });
});

test.each<[string, object, readonly object[], string]>([
  ["has gates", { schedulingGates: [{ name: "quota" }] }, [], "GATED"],
  ["was not looked at", {}, [], "NOT_SCHEDULED_YET"],
  ["has another scheduler", { schedulerName: "volcano" }, [], "OTHER_SCHEDULER"],
  ["is on its node", { nodeName: "node-1" }, [{ type: "PodScheduled", status: "True" }], "WAITS_FOR_KUBELET"],
])("of a pod that %s no pool is asked", async (_, spec, conditions, reason) => {
  const pending = await pendingIn(...read, ...pools, waiting(spec, conditions));

  expect(pending).toMatchObject({ reason, confidence: "OBSERVED", pools: [], nodePool: null });
});
