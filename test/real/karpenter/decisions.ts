import { karpenterCauses } from "../../../src/model/compute/pending-karpenter-message.ts";
import type { KubeClient } from "../../support/kube-client.ts";
import type { KubeObject } from "../../support/kube-wire.ts";
import { paths } from "./drafts.ts";

/** What Karpenter did about one pod. */
export interface Decision {
  /** The pool of the NodeClaim that it made for it. */
  readonly pool: string | null;
  /** Its words, one for each pool that it tried, in its order; null when it said nothing. */
  readonly refusals: readonly string[] | null;
}

/** What Karpenter did about pods that are told apart by the CPU they ask for. */
export async function decisionsOf(
  client: KubeClient,
  namespace: string,
  cpuByPod: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Decision>> {
  const claims = (await client.list(paths.nodeClaims)).items;
  const poolByCpu = new Map(claims.map((claim) => [cpuOf(claim), claim.metadata.labels?.["karpenter.sh/nodepool"]]));
  const fieldSelector = "reason=FailedScheduling,involvedObject.kind=Pod";
  const events = (await client.list(`/api/v1/namespaces/${namespace}/events`, { fieldSelector })).items;
  const wordsByPod = new Map(events.map((event) => [nameIn(event), refusalsIn(String(event["message"]))]));
  return new Map(
    [...cpuByPod].map(([pod, cpu]) => [
      pod,
      { pool: poolByCpu.get(cpu) ?? null, refusals: wordsByPod.get(pod) ?? null },
    ]),
  );
}

/** What a word of Karpenter is about, as the verdict of a pool has it. */
export function verdictOf(refusal: string): string {
  const code = karpenterCauses(refusal)[0]?.code ?? "OTHER";
  return code === "INSTANCE_TYPE_TOO_SMALL" || code === "NO_INSTANCE_TYPE" || code === "NO_OFFERING" ? "REFUSED" : code;
}

/** Of several labels of one pool that conflict, only the first is introduced as such. */
function refusalsIn(message: string): readonly string[] {
  return message.replace("Failed to schedule pod, ", "").split(/; (?!key )/);
}

function cpuOf({ spec }: KubeObject): string | undefined {
  const { resources } = spec as { readonly resources?: { readonly requests?: Readonly<Record<string, string>> } };
  return resources?.requests?.["cpu"];
}

function nameIn({ involvedObject }: KubeObject): string {
  return (involvedObject as { readonly name: string }).name;
}
