import { expect, test } from "vitest";
import type { BudgetMember } from "../../../src/model/compute/disruption-budget-nodes.ts";
import { budgetNodes, remainingDisruptions } from "../../../src/model/compute/disruption-budget-nodes.ts";

const labels = {
  "karpenter.sh/nodepool": "default",
  "karpenter.sh/registered": "true",
  "karpenter.sh/initialized": "true",
};
const node = { labels, ready: true, taints: [] };
const nodeClaim = { labels, conditions: [], deletionTimestamp: null };
const condition = (
  type: string,
  status = "True",
): { readonly conditions: readonly { type: string; status: string }[] } => ({
  conditions: [{ type, status }],
});

test.each<[string, BudgetMember, number, number]>([
  ["a node at work", { node, nodeClaim }, 1, 0],
  ["a node that nobody claimed", { node, nodeClaim: null }, 0, 0],
  ["a claim without a node", { node: null, nodeClaim }, 0, 0],
  [
    "a node that is not initialized",
    { node: { ...node, labels: { ...labels, "karpenter.sh/initialized": "false" } }, nodeClaim },
    0,
    0,
  ],
  [
    "a node whose machine is being ended",
    { node, nodeClaim: { ...nodeClaim, ...condition("InstanceTerminating") } },
    0,
    0,
  ],
  [
    "a node of another pool",
    { node: { ...node, labels: { ...labels, "karpenter.sh/nodepool": "other" } }, nodeClaim },
    0,
    0,
  ],
  ["a node that is not ready", { node: { ...node, ready: false }, nodeClaim }, 1, 1],
  ["a claim that is deleted", { node, nodeClaim: { ...nodeClaim, deletionTimestamp: new Date(0) } }, 1, 1],
  ["a claim that is chosen", { node, nodeClaim: { ...nodeClaim, ...condition("DisruptionReason") } }, 1, 1],
  [
    "a claim that was not chosen",
    { node, nodeClaim: { ...nodeClaim, ...condition("DisruptionReason", "False") } },
    1,
    0,
  ],
  [
    "a node that is tainted for its end",
    { node: { ...node, taints: [{ key: "karpenter.sh/disrupted", effect: "NoSchedule" }] }, nodeClaim },
    1,
    1,
  ],
  [
    "a node with another taint",
    { node: { ...node, taints: [{ key: "dedicated", effect: "NoSchedule" }] }, nodeClaim },
    1,
    0,
  ],
  [
    "a node with another effect of that taint",
    { node: { ...node, taints: [{ key: "karpenter.sh/disrupted", effect: "NoExecute" }] }, nodeClaim },
    1,
    0,
  ],
  [
    "a node not yet registered, of the pool of its claim",
    { node: { ...node, labels: { "karpenter.sh/initialized": "true" } }, nodeClaim },
    1,
    0,
  ],
])("%s", (_, member, total, disrupting) => {
  expect(budgetNodes("default", [member])).toEqual({ total, disrupting });
});

test.each([
  [null, 3, null],
  [5, 3, 2],
  [2, 3, 0],
])("of %s allowed with %d on their way out, %s are left", (allowed, disrupting, left) => {
  expect(remainingDisruptions(allowed, { total: 10, disrupting })).toBe(left);
});
