import { expect, test } from "vitest";
import { karpenterVerdict } from "../../../src/demo/scene/compute/karpenter-verdict.ts";
import type { Machine } from "../../../src/demo/scene/compute/machine.ts";
import { instanceTypes, type NodeGroup } from "../../../src/demo/scene/compute/node-group.ts";
import type { Workload } from "../../../src/demo/scene/workloads/workload.ts";

const { small, medium } = instanceTypes;
const pool = (name: string, shape: Partial<NodeGroup> = {}): NodeGroup => ({
  name,
  provisioner: "karpenter",
  capacity: "spot",
  count: 0,
  types: [medium],
  ...shape,
});
const taint = { key: "dedicated", value: "egress", effect: "NoSchedule" } as const;
const tolerated = [{ key: "dedicated", operator: "Equal", value: "egress" }] as const;
const pod = (shape: Partial<Workload> = {}): Workload => ({
  namespace: "shop",
  name: "web",
  image: "web:1",
  controller: "Deployment",
  replicas: 1,
  port: 8080,
  cpu: "500m",
  memory: "1Gi",
  mesh: "none",
  isTeams: true,
  ...shape,
});
const nodeOf = (group: NodeGroup): Machine => ({ group, type: medium }) as Machine;
const limits = { cpu: 8, memoryGi: 64 };

const full = pool("full", { limits });

test.each([
  ["the heaviest pool is asked first", pod(), [pool("b"), pool("a", { weight: 5 })], [], "a"],
  ["of equal weights the last name is", pod(), [pool("a"), pool("b")], [], "b"],
  ["a node group is no pool", pod(), [pool("a"), pool("z", { provisioner: "managed" })], [], "a"],
  [
    "a taint keeps it away",
    pod(),
    [pool("a", { taint })],
    [],
    "did not tolerate taint (taint=dedicated=egress:NoSchedule)",
  ],
  ["unless it is tolerated", pod({ tolerations: tolerated }), [pool("a", { taint })], [], "a"],
  [
    "another value of a label does not fit",
    pod({ nodeSelector: { "karpenter.sh/nodepool": "b" } }),
    [pool("a")],
    [],
    "incompatible requirements, key karpenter.sh/nodepool, karpenter.sh/nodepool In [b] not in karpenter.sh/nodepool In [a]",
  ],
  [
    "a label of one's own must be known",
    pod({ nodeSelector: { "example.com/disk": "nvme" } }),
    [pool("a")],
    [],
    'incompatible requirements, label "example.com/disk" does not have known values',
  ],
  [
    "and is, where the pool gives it",
    pod({ nodeSelector: { disk: "nvme" } }),
    [pool("a", { labels: { disk: "nvme" } })],
    [],
    "a",
  ],
  [
    "a well-known label need not be",
    pod({ nodeSelector: { "topology.kubernetes.io/zone": "eu-1a" } }),
    [pool("a")],
    [],
    "a",
  ],
  ["up to its limits a pool grows", pod(), [full], [nodeOf(full)], "full"],
  [
    "and no further",
    pod(),
    [full],
    [nodeOf(full), nodeOf(full)],
    "all available instance types exceed limits for nodepool (NodePool=full)",
  ],
  [
    "what is left may be enough for a smaller type",
    pod(),
    [pool("a", { limits: { cpu: 2, memoryGi: 8 }, types: [medium, small] })],
    [],
    "a",
  ],
  [
    "each pool says why not",
    pod(),
    [pool("a", { taint }), pool("b", { limits: { cpu: 1, memoryGi: 1 } })],
    [],
    "all available instance types exceed limits for nodepool (NodePool=b); did not tolerate taint (taint=dedicated=egress:NoSchedule)",
  ],
])("%s", (_, workload, pools, machines, expected) => {
  const verdict = karpenterVerdict(workload, pools, machines);

  expect("error" in verdict ? verdict.error : verdict.pool.name).toBe(expected);
});
