import type { DisruptionBlocker } from "../schema/disruption-blocker.ts";
import type { EntityClass } from "../schema/entity.ts";
import type { KubernetesNode } from "../schema/kubernetes-node.ts";
import type { KubernetesObject } from "../schema/kubernetes-object.ts";
import type { NodeDisruption } from "../schema/node-disruption.ts";
import { NodePool } from "../schema/node-pool.ts";
import { PodDisruptionBudget } from "../schema/pod-disruption-budget.ts";
import { Pod } from "../schema/pod.ts";
import type { BlockingObject, DisruptionBlocker as Blocker } from "../src/model/compute/node-disruption-blocker.ts";
import { nodeDisruption } from "../src/model/compute/node-disruption.ts";
import type { View } from "../src/ports.ts";
import { isRead } from "./is-read.ts";
import { nodePoolOf } from "./karpenter-label.ts";
import { eventsOf } from "./kubernetes-event.ts";
import { nodeClaimOf } from "./machines.ts";
import { podsByNode } from "./node-pods.ts";
import { budgetNodesOf } from "./pool-members.ts";

const types: Readonly<Record<BlockingObject["kind"], EntityClass<KubernetesObject>>> = {
  Pod,
  PodDisruptionBudget,
  NodePool,
};

/** What may take a node away next, and what holds that back, as of now. */
export function disruptionOf(view: View, node: KubernetesNode): NodeDisruption {
  const { cluster } = node;
  const nodeClaim = nodeClaimOf(view, node);
  const nodePool = nodePoolOf(view, node);
  const pods = isRead(view, Pod, cluster) ? view.by(podsByNode, `${node.name} ${cluster}`) : null;
  const namespaces = [...new Set((pods ?? []).map(({ namespace }) => namespace ?? ""))];
  const arePodBudgetsRead = isRead(view, PodDisruptionBudget, cluster);
  const { reasons, note } = nodeDisruption({
    node,
    nodeClaim,
    nodePool,
    budgetNodes: nodePool === null ? { total: 0, disrupting: 0 } : budgetNodesOf(view, nodePool),
    pods,
    podBudgets: arePodBudgetsRead ? view.all(PodDisruptionBudget, { clusters: [cluster], namespaces }) : null,
    events: [...eventsOf(view, node), ...(nodeClaim === null ? [] : eventsOf(view, nodeClaim))],
    now: view.now(),
  });
  const shown = (blocker: Blocker): DisruptionBlocker => ({
    ...blocker,
    object: blocker.object === null ? null : objectOf(view, cluster, blocker.object),
  });
  return {
    reasons: reasons.map((reason) => ({ ...reason, blockedBy: reason.blockedBy.map(shown) })),
    note: note?.message ?? null,
  };
}

function objectOf(view: View, cluster: string, { kind, namespace, name }: BlockingObject): KubernetesObject | null {
  return view.get(types[kind], { cluster, namespace, name });
}
