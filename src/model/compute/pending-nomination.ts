import type { Nomination } from "./pending-evidence.ts";
import type { NominatedClaim } from "./pending-facts.ts";

/** How far the node of a nomination is, in one sentence. Source: karpenter pkg/apis/v1/nodeclaim_status.go. */
export function nominationMessage(
  { nodeClaim, node }: Nomination,
  pool: string | null,
  claim: NominatedClaim | null,
): string {
  const ofPool = pool === null ? "" : ` of pool ${pool}`;
  if (nodeClaim === null) return `Karpenter expects it on node ${node ?? ""}.`;
  const target = node === null ? `NodeClaim ${nodeClaim}${ofPool}` : `node ${node} (NodeClaim ${nodeClaim}${ofPool})`;
  return `Karpenter expects it on ${target}${claim === null ? "" : `, ${stageOf(claim)}`}.`;
}

function stageOf({ conditions }: NominatedClaim): string {
  const is = (type: string): boolean => conditions.some((item) => item.type === type && item.status === "True");
  if (is("Initialized")) return "which is ready";
  if (is("Registered")) return "which has joined the cluster and is not ready yet";
  if (is("Launched")) return "which is launched and has not joined the cluster yet";
  return "which is not launched yet";
}
