import { expect, test } from "vitest";
import { podAttempts, podRefusal } from "../../../src/model/compute/pod-requirements.ts";
import { requirementText } from "../../../src/model/compute/scheduling-requirement.ts";
import { toleratesPreferences } from "../../../src/model/compute/taints.ts";
import type { Expression } from "./pending-given.ts";
import { affinityOf, schedulingOf } from "./pending-given.ts";

const zone = (name: string): Expression => ["zone", "In", name];
const arch = (name: string): Expression => ["arch", "In", name];

function tried(scheduling: ReturnType<typeof schedulingOf>): readonly (readonly string[])[] {
  return podAttempts(scheduling, false).map(({ requirements }) => [...requirements.values()].map(requirementText));
}

test("a pod without wishes is tried once", () => {
  expect(tried(schedulingOf())).toEqual([[]]);
});

test("the selector is part of every attempt", () => {
  const affinity = affinityOf([[zone("a")], [zone("b")]]);

  expect(tried(schedulingOf({ nodeSelector: { team: "shop" }, affinity }))).toEqual([
    ["team In [shop]", "zone In [a]"],
    ["team In [shop]", "zone In [b]"],
  ]);
});

test("alternatives are given up in their order, then preferences from the heaviest on; what was given up does not come back", () => {
  const affinity = affinityOf(
    [[zone("a")], [zone("b")]],
    [
      [1, [arch("arm64")]],
      [50, [arch("amd64")]],
    ],
  );

  expect(tried(schedulingOf({ affinity }))).toEqual([
    ["arch In [amd64]", "zone In [a]"],
    ["arch In [amd64]", "zone In [b]"],
    ["arch In [arm64]", "zone In [b]"],
    ["zone In [b]"],
  ]);
});

test("last of all the pod comes to tolerate what pools dislike, where one does", () => {
  const scheduling = schedulingOf({ affinity: affinityOf([], [[1, [zone("a")]]]) });

  expect(podAttempts(scheduling, false).map(({ tolerations }) => tolerations)).toEqual([[], []]);
  expect(podAttempts(scheduling, true).map(({ tolerations }) => tolerations)).toEqual([[], [], [toleratesPreferences]]);
});

test.each([
  ["nothing", {}, null],
  ["a pool", { nodeSelector: { "karpenter.sh/nodepool": "gpu" } }, null],
  ["a host", { nodeSelector: { "kubernetes.io/hostname": "n1" } }, "kubernetes.io/hostname"],
  [
    "a label of Karpenter's",
    { affinity: affinityOf([[zone("a")], [["karpenter.sh/registered", "Exists"]]]) },
    "karpenter.sh/registered",
  ],
  [
    "a capacity that there is not",
    { nodeSelector: { "karpenter.sh/capacity-type": "free" } },
    "karpenter.sh/capacity-type",
  ],
  [
    "a capacity of which one is known",
    { affinity: affinityOf([[["karpenter.sh/capacity-type", "In", "free", "spot"]]]) },
    null,
  ],
  ["any capacity but one", { affinity: affinityOf([[["karpenter.sh/capacity-type", "NotIn", "free"]]]) }, null],
  ["a bound that is a word", { affinity: affinityOf([[["size", "Gt", "large"]]]) }, "size"],
  [
    "a field",
    {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name" }] }],
          },
        },
      },
    },
    "matchFields",
  ],
  ["a host, as a preference only", { affinity: affinityOf([], [[1, [["kubernetes.io/hostname", "In", "n1"]]]]) }, null],
])("Karpenter ignores pods that ask for some things: %s", (_, more, subject) => {
  const refusal = podRefusal(schedulingOf(more));

  expect([refusal?.kind ?? null, refusal?.subject ?? null]).toEqual([subject === null ? null : "IGNORED", subject]);
});

test("a pod that must not run on Karpenter's nodes avoids it", () => {
  const affinity = affinityOf([[["karpenter.sh/nodepool", "DoesNotExist"]]]);

  expect(podRefusal(schedulingOf({ affinity }))?.kind).toBe("AVOIDED");
});

test.each([
  [{ nodeAffinity: null }],
  [{ nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: {} } } }],
  [
    {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [null, { matchExpressions: "a" }] },
      },
    },
  ],
  [{ nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: "x", preference: [] }] } }],
])("an affinity that is none asks for nothing: %j", (affinity) => {
  const attempts = tried(schedulingOf({ affinity }));

  expect([attempts.at(-1), podRefusal(schedulingOf({ affinity }))]).toEqual([[], null]);
});
