import type { Workload } from "../workloads/workload.ts";
import { cpuOf } from "../workloads/workload.ts";
import { allocatableCpu, type Machine } from "./machine.ts";
import { isPool, type InstanceType, type NodeGroup } from "./node-group.ts";
import { describeTaint, tolerates } from "./taint.ts";

/** What Karpenter decides about a pod that fits no node: the pool and type of the next one, or why there is none. */
export type KarpenterVerdict = { readonly pool: NodeGroup; readonly type: InstanceType } | { readonly error: string };

/** Labels that a pool need not name to have. Source: karpenter pkg/apis/v1/labels.go WellKnownLabels. */
const wellKnown = new Set([
  "karpenter.sh/capacity-type",
  "kubernetes.io/arch",
  "kubernetes.io/os",
  "node.kubernetes.io/instance-type",
  "topology.kubernetes.io/region",
  "topology.kubernetes.io/zone",
]);

/**
 * Asks each pool, the heaviest first, as Karpenter does. Source: karpenter pkg/controllers/provisioning/scheduling/scheduler.go
 * addToNewNodeClaim, nodeclaim.go CanAdd.
 */
export function karpenterVerdict(
  workload: Workload,
  groups: readonly NodeGroup[],
  machines: readonly Machine[],
): KarpenterVerdict {
  const pools = groups
    .filter(isPool)
    .toSorted((a, b) => (b.weight ?? 0) - (a.weight ?? 0) || (a.name > b.name ? -1 : 1));
  const errors: string[] = [];
  for (const pool of pools) {
    const answer = ask(pool, workload, machines);
    if (typeof answer !== "string") return { pool, type: answer };
    errors.push(answer);
  }
  return { error: errors.join("; ") };
}

function ask(pool: NodeGroup, workload: Workload, machines: readonly Machine[]): InstanceType | string {
  const affordable = withinLimits(pool, machines);
  if (affordable.length === 0) return `all available instance types exceed limits for nodepool (NodePool=${pool.name})`;
  const { taint } = pool;
  if (taint !== undefined && !tolerates(workload.tolerations ?? [], taint))
    return `did not tolerate taint (taint=${describeTaint(taint)})`;
  const conflict = conflictOf(pool, workload);
  if (conflict !== undefined) return `incompatible requirements, ${conflict}`;
  const type = affordable.find((candidate) => allocatableCpu(candidate) >= cpuOf(workload));
  if (type !== undefined) return type;
  return `no instance type has enough resources, requirements=karpenter.sh/nodepool In [${pool.name}], resources={"cpu":"${cpuOf(workload)}m","pods":"1"}`;
}

/** Whether the limits of a pool allow one more node. */
export function hasRoomFor(pool: NodeGroup, machines: readonly Machine[]): boolean {
  return withinLimits(pool, machines).length > 0;
}

function withinLimits({ name, limits, types }: NodeGroup, machines: readonly Machine[]): readonly InstanceType[] {
  if (limits === undefined) return types;
  const own = machines.filter(({ group }) => group.name === name);
  const left = (limit: number, of: (type: InstanceType) => number): number =>
    own.reduce((rest, { type }) => rest - of(type), limit);
  const cpu = left(limits.cpu, (type) => type.cpu);
  const memoryGi = left(limits.memoryGi, (type) => type.memoryGi);
  return types.filter((type) => type.cpu <= cpu && type.memoryGi <= memoryGi);
}

function conflictOf({ name, capacity, labels }: NodeGroup, { nodeSelector = {} }: Workload): string | undefined {
  const known: Readonly<Record<string, string>> = {
    ...labels,
    "karpenter.sh/nodepool": name,
    "karpenter.sh/capacity-type": capacity,
  };
  const undefinedKey = Object.keys(nodeSelector).find((key) => known[key] === undefined && !wellKnown.has(key));
  if (undefinedKey !== undefined) return `label "${undefinedKey}" does not have known values`;
  const different = Object.entries(nodeSelector).find(
    ([key, value]) => known[key] !== undefined && known[key] !== value,
  );
  if (different === undefined) return undefined;
  const [key, value] = different;
  return `key ${key}, ${key} In [${value}] not in ${key} In [${known[key]}]`;
}
