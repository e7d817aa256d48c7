import { expect, test } from "vitest";
import { schedulerMessage } from "../../../src/model/compute/pending-scheduler-message.ts";

function causesOf(text: string): readonly (readonly [string, string | null, number])[] {
  return schedulerMessage(text).causes.map(({ code, subject, count }) => [code, subject, count]);
}

test("nodes are counted by what speaks against them, and preemption is told apart", () => {
  const told = schedulerMessage(
    "0/7 nodes are available: 2 Insufficient cpu, 2 Too many pods, 3 node(s) had untolerated taint {gpu: a10}. " +
      "preemption: 0/7 nodes are available: 4 No preemption victims found for incoming pod, 3 Preemption is not helpful for scheduling.",
  );

  expect(told.nodes).toBe(7);
  expect(told.causes.map(({ code, subject, count }) => [code, subject, count])).toEqual([
    ["INSUFFICIENT_RESOURCE", "cpu", 2],
    ["TOO_MANY_PODS", null, 2],
    ["TAINT_NOT_TOLERATED", "gpu: a10", 3],
  ]);
  expect(told.causes[0]).toMatchObject({ from: "SCHEDULER", pool: null, message: "Insufficient cpu" });
  expect(told.preemption).toBe(
    "4 No preemption victims found for incoming pod, 3 Preemption is not helpful for scheduling",
  );
});

test.each([
  ["Insufficient nvidia.com/gpu", "INSUFFICIENT_RESOURCE", "nvidia.com/gpu"],
  ["node(s) had untolerated taint(s)", "TAINT_NOT_TOLERATED", null],
  ["node(s) had taint {dedicated: db}, that the pod didn't tolerate", "TAINT_NOT_TOLERATED", "dedicated: db"],
  ["node(s) had taints that the pod didn't tolerate", "TAINT_NOT_TOLERATED", null],
  ["node(s) didn't match Pod's node affinity/selector", "NODE_AFFINITY", null],
  ["node(s) didn't match Pod's node affinity", "NODE_AFFINITY", null],
  ["node(s) didn't match node selector", "NODE_AFFINITY", null],
  ["node(s) didn't match the requested node name", "NODE_NAME", null],
  ["node(s) were unschedulable", "NODE_UNSCHEDULABLE", null],
  ["node(s) didn't satisfy existing pods anti-affinity rules", "POD_ANTI_AFFINITY", null],
  ["node(s) didn't match pod anti-affinity rules", "POD_ANTI_AFFINITY", null],
  ["node(s) didn't match pod affinity rules", "POD_AFFINITY", null],
  ["node(s) didn't match pod topology spread constraints", "TOPOLOGY", null],
  ["node(s) didn't match pod topology spread constraints (missing required label)", "TOPOLOGY", null],
  ["node(s) didn't have free ports for the requested pod ports", "HOST_PORT", null],
  ["node(s) exceed max volume count", "VOLUME_LIMIT", null],
  ["node(s) had volume node affinity conflict", "VOLUME_CONFLICT", null],
  ["node(s) didn't match PersistentVolume's node affinity", "VOLUME_CONFLICT", null],
  ["node(s) had no available volume zone", "VOLUME_CONFLICT", null],
  ["node(s) didn't find available persistent volumes to bind", "VOLUME_CONFLICT", null],
  ["node(s) did not have enough free storage", "VOLUME_CONFLICT", null],
  ["cannot allocate all claims", "RESOURCE_CLAIM", null],
  ["a reason of a plugin of one's own", "OTHER", null],
])("%s is %s", (reason, code, subject) => {
  expect(causesOf(`0/5 nodes are available: 2 Insufficient cpu, 3 ${reason}.`)).toEqual([
    ["INSUFFICIENT_RESOURCE", "cpu", 2],
    [code, subject, 3],
  ]);
});

test.each([
  ["pod has unbound immediate PersistentVolumeClaims", "VOLUME_UNBOUND", null],
  ['persistentvolumeclaim "data" not found', "VOLUME_CLAIM", "data"],
  ['persistentvolumeclaim "data" bound to non-existent persistentvolume "pv"', "VOLUME_CLAIM", "data"],
  ['waiting for ephemeral volume controller to create the persistentvolumeclaim "web-tmp"', "VOLUME_CLAIM", "web-tmp"],
  ["pod affinity terms conflict", "NODE_AFFINITY", null],
])("%s is said of all nodes", (reason, code, subject) => {
  const message = `0/4 nodes are available: ${reason}. not found, preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.`;

  expect(causesOf(message)).toEqual([[code, subject, 4]]);
  expect(schedulerMessage(message).preemption).toBe("4 Preemption is not helpful for scheduling");
});

test("a message that is cut off is read as far as it goes", () => {
  expect(causesOf("0/4 nodes are available: 1 Insufficient cpu, 3 node(s) had untol...")).toEqual([
    ["INSUFFICIENT_RESOURCE", "cpu", 1],
    ["OTHER", null, 3],
  ]);
});

test.each([
  ["no nodes available to schedule pods", [["NO_NODES", null, 0]]],
  ['running PreFilter plugin "X": boom', [["OTHER", null, 1]]],
  ["", [["OTHER", null, 1]]],
  ["0/0 nodes are available", []],
])("%j is read too", (text, causes) => {
  expect(causesOf(text)).toEqual(causes);
});

test("no claims to deallocate is no cause", () => {
  const message =
    "0/2 nodes are available: 2 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.";

  expect(causesOf(message)).toEqual([["TAINT_NOT_TOLERATED", null, 2]]);
});
