import { expect, test } from "vitest";
import { karpenterCauses } from "../../../src/model/compute/pending-karpenter-message.ts";

function causesOf(text: string): readonly (readonly [string | null, string, string | null, number])[] {
  return karpenterCauses(text).map(({ pool, code, subject, count }) => [pool, code, subject, count]);
}

test.each([
  [
    "did not tolerate taint (taint=CriticalAddonsOnly:NoSchedule)",
    null,
    "TAINT_NOT_TOLERATED",
    "CriticalAddonsOnly:NoSchedule",
  ],
  ['incompatible requirements, label "team" does not have known values', null, "REQUIREMENT_CONFLICT", "team"],
  [
    'incompatible requirements, label "team" does not have known values (typo of "x/team"?)',
    null,
    "REQUIREMENT_CONFLICT",
    "team",
  ],
  [
    "incompatible requirements, key kubernetes.io/arch, kubernetes.io/arch In [arm64] not in kubernetes.io/arch In [amd64]",
    null,
    "REQUIREMENT_CONFLICT",
    "kubernetes.io/arch",
  ],
  [
    "incompatible requirements, key karpenter.sh/nodepool, karpenter.sh/nodepool In [asked] not in karpenter.sh/nodepool In [standard]",
    "standard",
    "REQUIREMENT_CONFLICT",
    "karpenter.sh/nodepool",
  ],
  ["all available instance types exceed limits for nodepool (NodePool=web)", "web", "LIMIT_EXCEEDED", null],
  ['all available instance types exceed limits for nodepool: "web"', "web", "LIMIT_EXCEEDED", null],
  ['all available instance types exceed limits for nodepool "web"', "web", "LIMIT_EXCEEDED", null],
  ["node limits have been exhausted for nodepool (NodePool=web)", "web", "LIMIT_EXCEEDED", null],
  ["nodepool requirements filtered out all available instance types", null, "NO_INSTANCE_TYPE", null],
  [
    'no instance type has enough resources, requirements=karpenter.sh/nodepool In [web], kubernetes.io/os In [linux], resources={"cpu":"1k"}',
    "web",
    "INSTANCE_TYPE_TOO_SMALL",
    null,
  ],
  [
    "no instance type has the required offering, requirements=karpenter.sh/nodepool In [web], resources={}",
    "web",
    "NO_OFFERING",
    null,
  ],
  [
    "no instance type met all requirements, requirements=karpenter.sh/nodepool In [web], resources={}",
    "web",
    "NO_INSTANCE_TYPE",
    null,
  ],
  [
    "pod didn’t schedule because NodePool couldn’t meet minValues requirements, x (NodePool=web)",
    "web",
    "NO_INSTANCE_TYPE",
    null,
  ],
  ["incompatible volume requirements, key zone, zone In [a] not in zone In [b]", null, "VOLUME_CONFLICT", null],
  [
    "failed to validate pvc, provisioner is not supported (PersistentVolumeClaim=shop/data, Provisioner=x)",
    null,
    "VOLUME_CLAIM",
    "shop/data",
  ],
  [
    "unbound pvc must define a storage class (PersistentVolumeClaim=shop/data, StorageClass=)",
    null,
    "VOLUME_CLAIM",
    "shop/data",
  ],
  ['failed to validate pvc "data" with volume "pv", not found', null, "VOLUME_CLAIM", "data"],
  [
    "unsatisfiable topology constraint for topology spread, key=zone (counts = map[], podDomains = zone Exists",
    null,
    "TOPOLOGY",
    "zone",
  ],
  [
    "unsatisfiable topology constraint for pod anti-affinity, key=host (counts = map[]",
    null,
    "POD_ANTI_AFFINITY",
    "host",
  ],
  ["unsatisfiable topology constraint for pod affinity, key=host (counts = map[]", null, "POD_AFFINITY", "host"],
  [
    "pod has Dynamic Resource Allocation requirements that are not yet supported by Karpenter",
    null,
    "RESOURCE_CLAIM",
    null,
  ],
  [
    "one or more instance types with compatible reserved offerings are available, but could not be reserved",
    null,
    "RESERVED_CAPACITY",
    null,
  ],
  [
    "checking host port usage, pod hostport conflicts with existing hostport configuration (x=1)",
    null,
    "HOST_PORT",
    null,
  ],
  ["no dynamic nodepools found", null, "NO_POOLS", null],
  [
    "using label kubernetes.io/hostname is not allowed as it might interfere",
    null,
    "NOT_TAKEN",
    "kubernetes.io/hostname",
  ],
  ["node selector term with matchFields is not supported", null, "NOT_TAKEN", "matchFields"],
  ["key size with operator Gt must have a single positive integer value", null, "NOT_TAKEN", "size"],
  ["something that a later release says", null, "OTHER", null],
])("%s", (error, pool, code, subject) => {
  expect(causesOf(`Failed to schedule pod, ${error}`)).toEqual([[pool, code, subject, 1]]);
});

test("reasons of several pools are told one by one, equal ones with their number", () => {
  expect(
    causesOf(
      "Failed to schedule pod, did not tolerate taint (taint=a:NoSchedule); incompatible requirements, key x, x In [1] not in x In [2]; " +
        "key y, y In [1] not in y In [2]; did not tolerate taint (taint=a:NoSchedule)",
    ),
  ).toEqual([
    [null, "TAINT_NOT_TOLERATED", "a:NoSchedule", 2],
    [null, "REQUIREMENT_CONFLICT", "x", 1],
    [null, "REQUIREMENT_CONFLICT", "y", 1],
  ]);
});

test("older releases name the pool before its reasons", () => {
  const message =
    'Failed to schedule pod, incompatible with nodepool "neuron", daemonset overhead={"cpu":"710m","pods":"8"}, did not tolerate core=true:NoSchedule; ' +
    'did not tolerate neuron=true:NoSchedule; incompatible with nodepool "gpu", daemonset overhead={}, no instance type satisfied resources {"cpu":"9"} ' +
    'and requirements karpenter.sh/nodepool In [gpu] (no instance type has enough resources); all available instance types exceed limits for nodepool: "web"';

  expect(causesOf(message)).toEqual([
    ["neuron", "TAINT_NOT_TOLERATED", "core=true:NoSchedule", 1],
    ["neuron", "TAINT_NOT_TOLERATED", "neuron=true:NoSchedule", 1],
    ["gpu", "NO_INSTANCE_TYPE", null, 1],
    ["web", "LIMIT_EXCEEDED", null, 1],
  ]);
});

test("a pool that is kept for its reservations is named", () => {
  const message =
    'Failed to schedule pod, compatible with nodepool "web" but failed to add pod while adhering to reservation fallback policy, one or more instance types with compatible reserved offerings are available, but could not be reserved';

  expect(causesOf(message)).toEqual([["web", "RESERVED_CAPACITY", null, 1]]);
});

test.each([["Failed to schedule pod, "], [""], ["; ; "]])("%j says nothing", (message) => {
  expect(karpenterCauses(message)).toEqual([]);
});
