import type { KubeObject } from "../../kube-object.ts";
import { recordedEvent } from "../event.ts";
import type { Stage } from "../stage.ts";
import { nodeNameOf } from "../workloads/pod-reading.ts";
import type { PlacedPod } from "../workloads/place-pods.ts";
import type { Machine } from "./machine.ts";
import { isPool } from "./node-group.ts";

/** A machine with the objects that stand for it. */
export interface PooledMachine {
  readonly machine: Machine;
  readonly node: KubeObject;
  readonly claim: KubeObject;
}

/**
 * Why nodes are not given back: a budget that lets no pod go, and otherwise, of the first node of each pool, the price. Source: karpenter
 * pkg/controllers/disruption/types.go, consolidation.go, events/events.go. Each is said of the node and of its claim.
 */
export function disruptionEvents(
  machines: readonly PooledMachine[],
  pods: readonly PlacedPod[],
  stage: Stage,
): KubeObject[] {
  return machines
    .filter(({ machine }) => isPool(machine.group))
    .flatMap((pooled, index, all) => {
      const budget = blockingBudget(pooled.machine, pods);
      const isFirst = all.findIndex(({ machine }) => machine.group === pooled.machine.group) === index;
      const saying =
        budget === undefined
          ? { reason: "Unconsolidatable", message: priceOf(pooled.machine) }
          : {
              reason: "DisruptionBlocked",
              message: `Pdb prevents pod evictions (PodDisruptionBudget=[${budget}])`,
            };
      if (budget === undefined && !isFirst) return [];
      return [pooled.node, pooled.claim].map((about) =>
        recordedEvent("karpenter", { type: "Normal", ...saying, about, firstAgo: 2950, lastAgo: 250, count: 4 }, stage),
      );
    });
}

function priceOf({ group }: Machine): string {
  return group.capacity === "spot"
    ? "SpotToSpotConsolidation is disabled, can't replace a spot node with a spot node"
    : "Can't replace with a cheaper node";
}

/** The budget of a pod on the machine that lets none of its pods go. */
function blockingBudget({ nodeName }: Machine, pods: readonly PlacedPod[]): string | undefined {
  const blocked = pods.find(
    ({ workload, pod }) => nodeNameOf(pod) === nodeName && workload.minAvailable === workload.replicas,
  );
  return blocked === undefined ? undefined : `${blocked.workload.namespace}/${blocked.workload.name}`;
}
