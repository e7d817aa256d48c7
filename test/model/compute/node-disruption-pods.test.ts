import { expect, test } from "vitest";
import type { DisruptionPod, PodBudget } from "../../../src/model/compute/node-disruption-pods.ts";
import { isReschedulable, podBlockers } from "../../../src/model/compute/node-disruption-pods.ts";

const now = new Date("2026-11-23T12:00:00Z");
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

const web: DisruptionPod = {
  namespace: "shop",
  name: "web-0",
  labels: { app: "web" },
  annotations: {},
  phase: "Running",
  deletionTimestamp: null,
  conditions: [{ type: "Ready", status: "True" }],
  controllerKind: "ReplicaSet",
  startedAt: minutesAgo(60),
  tolerations: [],
};
const full: PodBudget = {
  namespace: "shop",
  name: "web",
  selector: { matchLabels: { app: "web" } },
  disruptionsAllowed: 0,
  unhealthyPodEvictionPolicy: "",
};
const keep = (value: string): Pick<DisruptionPod, "annotations"> => ({
  annotations: { "karpenter.sh/do-not-disrupt": value },
});
const unready = { conditions: [{ type: "Ready", status: "False" }] };
const deleted = { deletionTimestamp: now };

test.each<[string, Partial<DisruptionPod>, readonly Partial<PodBudget>[], readonly string[]]>([
  ["nothing", {}, [], []],
  ["a pod without a controller", { controllerKind: null }, [], []],
  ["a budget that allows one", {}, [{ disruptionsAllowed: 1 }], []],
  ["a budget that allows none", {}, [{}], ["PDB"]],
  ["a budget less than none", {}, [{ disruptionsAllowed: -1 }], []],
  ["a budget that selects everything", {}, [{ selector: {} }], ["PDB"]],
  ["a budget that selects nothing", {}, [{ selector: null }], []],
  ["a budget whose selector is none", {}, [{ selector: { matchLabels: { app: 1 } } }], []],
  ["a budget of other pods", {}, [{ selector: { matchLabels: { app: "api" } } }], []],
  ["a budget of another namespace", {}, [{ namespace: "pay" }], []],
  [
    "two budgets, though both allow some",
    {},
    [{ disruptionsAllowed: 5 }, { name: "b", disruptionsAllowed: 5 }],
    ["MULTIPLE_PDBS"],
  ],
  ["a DaemonSet's pod", { controllerKind: "DaemonSet" }, [{}], ["PDB"]],
  ["a static pod", { controllerKind: "Node" }, [{}], []],
  ["a pod that is done", { phase: "Succeeded" }, [{}], []],
  ["a pod that failed", { phase: "Failed", ...keep("true") }, [{}], []],
  ["a pod that is going", { ...deleted, ...keep("true") }, [{}], []],
  ["a pod that tolerates all", { tolerations: [{ operator: "Exists" }] }, [{}], []],
  [
    "a pod that tolerates Karpenter's taint",
    { tolerations: [{ key: "karpenter.sh/disrupted", operator: "Exists", effect: "NoSchedule" }] },
    [{}],
    [],
  ],
  [
    "a pod that tolerates its eviction only",
    { tolerations: [{ operator: "Exists", effect: "NoExecute" }] },
    [{}],
    ["PDB"],
  ],
  ["an unready pod that may always go", unready, [{ unhealthyPodEvictionPolicy: "AlwaysAllow" }], []],
  ["an unready pod that may not", unready, [{ unhealthyPodEvictionPolicy: "IfHealthyBudget" }], ["PDB"]],
  ["a ready pod under AlwaysAllow", {}, [{ unhealthyPodEvictionPolicy: "AlwaysAllow" }], ["PDB"]],
  ["a pod that must stay", keep("true"), [], ["POD_DO_NOT_DISRUPT"]],
  ["a pod that must stay, which its budget need not keep", keep("true"), [{}], ["POD_DO_NOT_DISRUPT"]],
  ["a pending pod that must stay", { phase: "Pending", ...keep("true") }, [], ["POD_DO_NOT_DISRUPT"]],
  ["a DaemonSet's pod that must stay", { controllerKind: "DaemonSet", ...keep("true") }, [], ["POD_DO_NOT_DISRUPT"]],
  ["a static pod that must stay", { controllerKind: "Node", ...keep("true") }, [], ["POD_DO_NOT_DISRUPT"]],
  ["a pod that need not stay", keep("false"), [], []],
  ["a pod that must stay in other words", keep("True"), [], []],
  ["a pod within its time", keep("90m"), [], ["POD_DO_NOT_DISRUPT"]],
  ["a pod at the end of its time", keep("60m"), [], []],
  ["a pod beyond its time, with a budget", keep("5m"), [{}], ["PDB"]],
  ["a pod that has not begun", { ...keep("5m"), startedAt: null }, [], ["POD_DO_NOT_DISRUPT"]],
  ["no time at all", keep("0s"), [], []],
  ["no time at all, of a pod that has not begun", { ...keep("0s"), startedAt: null }, [], []],
  ["a negative time", keep("-5m"), [], []],
  ["a time that is none", keep("5 minutes"), [], []],
])("%s: %#", (_, pod, budgets, codes) => {
  const blockers = podBlockers(
    [{ ...web, ...pod }],
    budgets.map((budget) => ({ ...full, ...budget })),
    now,
  );

  expect(blockers.map(({ code }) => code)).toEqual(codes);
});

test("a blocker names what is in the way, and until when", () => {
  const pods = [
    { ...web, ...keep("90m") },
    { ...web, name: "web-1" },
  ];

  expect(podBlockers(pods, [full], now)).toEqual([
    {
      code: "POD_DO_NOT_DISRUPT",
      message: "the pod shop/web-0 is annotated karpenter.sh/do-not-disrupt: 90m",
      object: { kind: "Pod", namespace: "shop", name: "web-0" },
      evidence: "DERIVED",
      until: new Date("2026-11-23T12:30:00Z"),
    },
    {
      code: "PDB",
      message: "the PodDisruptionBudget shop/web allows no eviction now, which the pod shop/web-1 needs",
      object: { kind: "PodDisruptionBudget", namespace: "shop", name: "web" },
      evidence: "DERIVED",
      until: null,
    },
  ]);
});

test("what is not kept of a pod is assumed to block, and told so", () => {
  const { startedAt: _startedAt, tolerations: _tolerations, ...bare } = web;
  const pods = [bare, { ...bare, name: "web-1", ...keep("5m") }];

  expect(podBlockers(pods, [full], now).map(({ code, evidence }) => [code, evidence])).toEqual([
    ["PDB", "ASSUMED"],
    ["POD_DO_NOT_DISRUPT", "ASSUMED"],
  ]);
});

test.each<[string, Partial<DisruptionPod>, boolean]>([
  ["a pod", {}, true],
  ["a pod without a controller", { controllerKind: null }, true],
  ["a pod that is done", { phase: "Succeeded" }, false],
  ["a pod that is going", deleted, false],
  ["a StatefulSet's pod that is going", { controllerKind: "StatefulSet", ...deleted }, true],
  ["a DaemonSet's pod", { controllerKind: "DaemonSet" }, false],
  ["a static pod", { controllerKind: "Node" }, false],
])("%s would have to go elsewhere: %s %s", (_, pod, reschedulable) => {
  expect(isReschedulable({ ...web, ...pod })).toBe(reschedulable);
});
