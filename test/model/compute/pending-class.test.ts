import { expect, test } from "vitest";
import type { Condition } from "../../../schema/condition.ts";
import type { PendingPod } from "../../../src/model/compute/pending-facts.ts";
import { heldClass, isScheduled, startingClass } from "../../../src/model/compute/pending-class.ts";
import { condition, podOf, schedulingOf, unschedulable } from "./pending-given.ts";

const bound = condition("PodScheduled", "True");
const ready = condition("PodReadyToStartContainers", "True");
const initialized = condition("Initialized", "True");

test.each<readonly [string, readonly Condition[], string, string]>([
  [
    "has heard nothing of its kubelet",
    [bound],
    "WAITS_FOR_KUBELET",
    "It is bound to node n1, which has not begun with it.",
  ],
  [
    "has no network yet",
    [bound, condition("PodReadyToStartContainers", "False"), condition("Initialized", "False")],
    "PREPARING",
    "It is on node n1, which prepares its volumes and its network.",
  ],
  [
    "waits for its init containers",
    [bound, ready, condition("Initialized", "False", { message: "containers with incomplete status: [migrate]" })],
    "INIT_CONTAINERS",
    "It is on node n1: containers with incomplete status: [migrate].",
  ],
  [
    "starts",
    [
      bound,
      ready,
      initialized,
      condition("ContainersReady", "False", { message: "containers with unready status: [web]" }),
    ],
    "CONTAINERS_STARTING",
    "It is on node n1: containers with unready status: [web]; images may still be pulled.",
  ],
  [
    "starts, on an older kubelet that says less",
    [bound, initialized],
    "CONTAINERS_STARTING",
    "It is on node n1: its containers have not started; images may still be pulled.",
  ],
])("a pod with a node %s", (_, conditions, reason, message) => {
  expect(startingClass(podOf({ nodeName: "n1", conditions }))).toEqual({ reason, message });
});

test.each([
  [{ nodeName: "n1", conditions: [] }, true],
  [{ conditions: [bound] }, true],
  [{ conditions: [] }, false],
  [{}, false],
])("%j: whether the scheduler is done is %s", (more, done) => {
  expect(isScheduled(podOf(more))).toBe(done);
});

test.each<readonly [string, Partial<PendingPod>, string | null, string]>([
  ["that no node takes", {}, null, ""],
  [
    "with gates",
    {
      conditions: [condition("PodScheduled", "False", { reason: "SchedulingGated" })],
      scheduling: schedulingOf({ schedulingGates: ["kueue", "quota"] }),
    },
    "GATED",
    "It waits until its scheduling gates are taken away: kueue, quota.",
  ],
  [
    "with gates, whose spec is not kept",
    { conditions: [condition("PodScheduled", "False", { reason: "SchedulingGated" })], scheduling: null },
    "GATED",
    "It waits until its scheduling gates are taken away.",
  ],
  [
    "that is static",
    { controllerKind: "Node" },
    "STATIC_POD",
    "It is a static pod of one node: no scheduler is asked.",
  ],
  [
    "for which room is made",
    { scheduling: schedulingOf({ nominatedNodeName: "n2" }) },
    "PREEMPTING",
    "Node n2 is chosen for it, and it waits until there is room.",
  ],
  [
    "for which room is made, of a DaemonSet",
    { controllerKind: "DaemonSet", scheduling: schedulingOf({ nominatedNodeName: "n2" }) },
    "PREEMPTING",
    "Node n2 is chosen for it, and it waits until there is room.",
  ],
  ["with an empty nomination", { scheduling: schedulingOf({ nominatedNodeName: "" }) }, null, ""],
  ["at which nobody has looked", { conditions: [] }, "NOT_SCHEDULED_YET", "The scheduler has not looked at it yet."],
  [
    "of another scheduler",
    { conditions: [], scheduling: schedulingOf({ schedulerName: "fargate-scheduler" }) },
    "OTHER_SCHEDULER",
    "It waits for the scheduler fargate-scheduler.",
  ],
  [
    "of another scheduler that says no in its own way",
    {
      conditions: [
        condition("PodScheduled", "False", { reason: "MATCH_NODE_SELECTOR_FAILED", message: "no profile." }),
      ],
      scheduling: schedulingOf({ schedulerName: "fargate-scheduler" }),
    },
    "OTHER_SCHEDULER",
    "It waits for the scheduler fargate-scheduler (no profile).",
  ],
  [
    "of another scheduler that says Unschedulable",
    { scheduling: schedulingOf({ schedulerName: "volcano" }) },
    null,
    "",
  ],
  [
    "on which the scheduler failed",
    { conditions: [condition("PodScheduled", "False", { reason: "SchedulerError", message: "boom" })] },
    "SCHEDULER_ERROR",
    "The scheduler failed on it (boom).",
  ],
  [
    "of a DaemonSet",
    { controllerKind: "DaemonSet", conditions: [unschedulable("0/1 nodes are available: 1 Insufficient cpu.")] },
    "DAEMON_SET_POD",
    "It is for one node, which does not take it: Karpenter makes none for DaemonSet pods (0/1 nodes are available: 1 Insufficient cpu).",
  ],
])("a pod %s", (_, more, reason, message) => {
  const held = heldClass(podOf(more));

  expect([held?.reason ?? null, held?.message ?? ""]).toEqual([reason, message]);
});
