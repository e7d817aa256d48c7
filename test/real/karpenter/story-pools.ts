import type { PoolParts } from "./drafts.ts";

/** The taint of nodes that are for the story alone. */
export const storyTaint = { key: "story", effect: "NoSchedule" };

const consolidating = { consolidationPolicy: "WhenEmptyOrUnderutilized", consolidateAfter: "1s" };
export const onDemand = { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] };

/** The pools of the story. Each has a label of its own, by which a pod asks for it. */
export const storyPools: Readonly<Record<string, PoolParts>> = {
  guarded: { disruption: consolidating },
  kept: { disruption: consolidating, nodeClass: "slow" },
  frozen: { disruption: { ...consolidating, budgets: [{ nodes: "0" }] } },
  free: { disruption: consolidating },
  general: { weight: 10 },
  capped: { limits: { cpu: "2" } },
  counted: { limits: { nodes: "1" } },
  dedicated: { taints: [{ key: "dedicated", value: "x", effect: "NoSchedule" }] },
  broken: { nodeClass: "absent" },
};

/** By pool, the pods that get a node. */
export const served = ["guarded", "kept", "frozen", "free", "general", "capped", "counted"];
/** Of these, the pods that come to run on it. */
export const running = ["guarded", "kept", "frozen", "free"];
