import { expect, test } from "vitest";
import { exceededLimit } from "../../../src/model/compute/pool-limits.ts";

const pod = { cpu: "2", memory: "4Gi" };

test.each([
  ["no limit", {}, { cpu: "1000" }, null],
  ["room for just the pod", { cpu: "10" }, { cpu: "8" }, null],
  ["too little room", { cpu: "10" }, { cpu: "8001m" }, "cpu"],
  ["a limit above nothing used", { cpu: "1" }, {}, "cpu"],
  ["the first by name of two", { memory: "1Gi", cpu: "1" }, {}, "cpu"],
  ["a limit of nodes that is reached", { nodes: "3" }, { nodes: "3" }, "nodes"],
  ["a limit of nodes that has room", { nodes: "3" }, { nodes: "2" }, null],
  ["no node at all", { nodes: "0" }, {}, "nodes"],
  ["a resource that the pod does not need, used up", { "nvidia.com/gpu": "4" }, { "nvidia.com/gpu": "4" }, null],
  [
    "a resource that the pod does not need, beyond",
    { "nvidia.com/gpu": "4" },
    { "nvidia.com/gpu": "5" },
    "nvidia.com/gpu",
  ],
  ["a limit that is a number", { cpu: 3 }, { cpu: 2 }, "cpu"],
  ["a limit that is no quantity", { cpu: "many" }, { cpu: "8" }, null],
  ["a use that is no quantity", { cpu: "1" }, { cpu: {} }, null],
  ["one pod more than the limit", { pods: "10" }, { pods: "10" }, "pods"],
])("%s: what exceeds is told", (_, limits, used, resource) => {
  expect(exceededLimit(limits, used, pod)?.resource ?? null).toBe(resource);
});

test("memory that is used up leaves no room for a pod that asks for none", () => {
  expect(exceededLimit({ memory: "4Gi" }, { memory: "4Gi" }, {})?.resource).toBe("memory");
});

test("a request below zero frees nothing", () => {
  expect(exceededLimit({ cpu: "1" }, { cpu: "2" }, { cpu: "-5" })?.resource).toBe("cpu");
});

test("what exceeds is told with its numbers", () => {
  expect(exceededLimit({ cpu: "10" }, { cpu: "9500m" }, pod)?.message).toBe("9500m of 10 cpu used, 2 needed");
});
