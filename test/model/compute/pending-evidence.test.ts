import { expect, test } from "vitest";
import type { KarpenterWord } from "../../../src/model/compute/pending-evidence.ts";
import {
  claimCauses,
  karpenterWord,
  lostNomination,
  nominationOf,
  poolOfClaim,
  poolRefusals,
} from "../../../src/model/compute/pending-evidence.ts";
import type { SchedulingEvent } from "../../../src/model/compute/pending-facts.ts";
import { ago, claimOf, condition, eventOf, now, podOf, poolOf } from "./pending-given.ts";

const FAILURE = "Failed to schedule pod, did not tolerate taint (taint=a:NoSchedule)";
const NOMINATION = "Pod should schedule on: nodeclaim/web-x7k2b";

function failed(seconds: number, more: Partial<SchedulingEvent> = {}): SchedulingEvent {
  return eventOf("FailedScheduling", FAILURE, { at: ago(seconds), ...more });
}

function nominated(seconds: number, more: Partial<SchedulingEvent> = {}): SchedulingEvent {
  return eventOf("Nominated", NOMINATION, { at: ago(seconds), ...more });
}

test.each([
  ["Pod should schedule on: nodeclaim/web-x7k2b", { nodeClaim: "web-x7k2b", node: null }],
  [
    "Pod should schedule on: nodeclaim/web-x7k2b, node/ip-10-0-0-1.ec2.internal",
    { nodeClaim: "web-x7k2b", node: "ip-10-0-0-1.ec2.internal" },
  ],
  ["Pod should schedule on: node/n1", { nodeClaim: null, node: "n1" }],
  ["Pod should schedule on: ", null],
  ["Pod should schedule elsewhere", null],
])("%s", (message, nomination) => {
  expect(nominationOf(message)).toEqual(nomination);
});

test.each<readonly [string, readonly SchedulingEvent[], KarpenterWord["kind"] | null]>([
  ["nothing", [], null],
  ["a failure", [failed(60)], "FAILED"],
  ["a nomination", [nominated(60)], "NOMINATED"],
  ["a nomination after a failure", [nominated(30), failed(60)], "NOMINATED"],
  ["a failure after a nomination", [failed(30), nominated(60)], "FAILED"],
  ["both in one second", [failed(60), nominated(60)], "NOMINATED"],
  ["both in one second, the other way round", [nominated(60), failed(60)], "NOMINATED"],
  ["a failure just ten minutes old", [failed(600)], "FAILED"],
  ["an older failure", [failed(601)], null],
  ["an older failure after a nomination", [nominated(700), failed(601)], "NOMINATED"],
  ["the same of Auto Mode", [nominated(60, { reporter: "eks-auto-mode/compute" })], "NOMINATED"],
  [
    "a failure of kube-scheduler",
    [eventOf("FailedScheduling", "0/1 nodes are available: 1 Insufficient cpu.", { reporter: "default-scheduler" })],
    null,
  ],
  ["an event of another pod", [failed(60, { involvedName: "web-2" })], null],
  ["an event of a pod of another namespace", [failed(60, { involvedNamespace: "bank" })], null],
  ["an event of a claim of the same name", [failed(60, { involvedKind: "NodeClaim" })], null],
  ["an event of an earlier pod of the name", [failed(60, { involvedUid: "uid-0" })], null],
  ["an event without a uid", [failed(60, { involvedUid: null })], "FAILED"],
  ["an event from before the pod was made", [nominated(3601, { involvedUid: null })], null],
  ["a nomination for nothing", [eventOf("Nominated", "Pod should schedule on: ")], null],
])("of %s the last word is told", (_, events, kind) => {
  expect(karpenterWord(podOf(), events, now)?.kind ?? null).toBe(kind);
});

const ready = (seconds: number): ReturnType<typeof condition> =>
  condition("Initialized", "True", { lastTransitionAt: ago(seconds) });

test.each([
  ["a claim that is there", 300, [claimOf("c", "web")], null],
  ["a claim that is gone", 300, [], "NodeClaim c is gone"],
  ["a claim that is gone, just now", 60, [], null],
  ["a claim that goes", 300, [claimOf("c", "web", { deletionTimestamp: ago(1) })], "NodeClaim c is being deleted"],
  ["a claim that was never read", 300, null, null],
  [
    "a claim whose node is ready",
    300,
    [claimOf("c", "web", { conditions: [ready(61)] })],
    "the node of NodeClaim c is ready and has not taken the pod",
  ],
  ["a claim whose node has just got ready", 300, [claimOf("c", "web", { conditions: [ready(60)] })], null],
  [
    "a claim whose node was ready before",
    61,
    [claimOf("c", "web", { conditions: [ready(900)] })],
    "the node of NodeClaim c is ready and has not taken the pod",
  ],
  [
    "a claim whose node is not ready",
    300,
    [claimOf("c", "web", { conditions: [condition("Initialized", "Unknown", { lastTransitionAt: ago(290) })] })],
    null,
  ],
])("a nomination for %s", (_, seconds, claims, lost) => {
  expect(lostNomination({ at: ago(seconds), nomination: { nodeClaim: "c", node: null } }, claims, now)).toBe(lost);
});

test("a nomination for a node without a claim is never lost", () => {
  expect(lostNomination({ at: ago(900), nomination: { nodeClaim: null, node: "n1" } }, [], now)).toBeNull();
});

test.each([
  ["its label", "web-x7k2b", [claimOf("web-x7k2b", "general")], "general"],
  ["its name, when it is gone", "web-x7k2b", [], "web"],
  ["its name, when claims are not read", "web-x7k2b", null, "web"],
  ["nothing, when no pool has that name", "db-x7k2b", [], null],
  ["nothing, when the name was not drawn", "web-aeiou", [], null],
  ["the whole of its name before the draw", "web-gpu-x7k2b", [], "web-gpu"],
  ["nothing, without a claim", null, [], null],
])("the pool of a claim is told by %s", (_, claim, claims, pool) => {
  expect(poolOfClaim(claim, claims, [poolOf("web"), poolOf("web-gpu")])).toBe(pool);
});

test("what was said of a claim is told with its pool", () => {
  const about = { involvedKind: "NodeClaim", involvedNamespace: null, involvedName: "c", involvedUid: null };
  const events = [
    eventOf("InsufficientCapacityError", "no capacity", about),
    eventOf("NodeClassNotReady", "no class", about),
    eventOf("Unconsolidatable", "no", about),
    eventOf("InsufficientCapacityError", "another", { ...about, involvedName: "d" }),
    eventOf("InsufficientCapacityError", "of a pod", { involvedName: "c" }),
  ];

  expect(claimCauses("c", "web", events).map(({ code, pool, message }) => [code, pool, message])).toEqual([
    ["INSUFFICIENT_CAPACITY", "web", "no capacity"],
    ["NODE_CLASS_NOT_READY", "web", "no class"],
  ]);
  expect(claimCauses(null, "web", events)).toEqual([]);
});

test("a failure refuses the pools that it has seen, with what it said of each", () => {
  const word = karpenterWord(
    podOf(),
    [
      eventOf(
        "FailedScheduling",
        "Failed to schedule pod, all available instance types exceed limits for nodepool (NodePool=web); no instance type has enough resources, requirements=karpenter.sh/nodepool In [gpu], resources={}",
        { at: ago(60) },
      ),
    ],
    now,
  );
  const pools = [
    poolOf("web"),
    poolOf("gpu"),
    poolOf("old"),
    poolOf("just made", { createdAt: ago(60), conditions: [] }),
    poolOf("just ready", { conditions: [condition("Ready", "True", { lastTransitionAt: ago(60) })] }),
    poolOf("new", { createdAt: ago(59) }),
    poolOf("again", { conditions: [condition("Ready", "True", { lastTransitionAt: ago(59) })] }),
  ];
  const refusals = [...poolRefusals(word, pools, [], now)].map(([name, { verdict }]) => [name, verdict]);

  expect(refusals).toEqual([
    ["web", "LIMIT_EXCEEDED"],
    ["gpu", "REFUSED"],
    ["old", "REFUSED"],
    ["just made", "REFUSED"],
    ["just ready", "REFUSED"],
  ]);
});

test.each([
  ["a moment ago", {}, {}, 1],
  ["too long ago", { at: ago(601) }, {}, 0],
  ["of another pool", { involvedName: "gpu" }, {}, 0],
  ["before it was ready", {}, { conditions: [condition("Ready", "True", { lastTransitionAt: ago(1) })] }, 0],
])("a pool that was said %s to have no machine refuses", (_, event, pool, count) => {
  const about = { involvedKind: "NodePool", involvedNamespace: null, involvedName: "web", involvedUid: null, ...event };
  const events = [eventOf("NoCompatibleInstanceTypes", "NodePool requirements filtered out all", about)];

  expect(poolRefusals(null, [poolOf("web", pool)], events, now).size).toBe(count);
});
