import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { KubernetesEvent } from "../schema/kubernetes-event.ts";
import { NodeClaim } from "../schema/node-claim.ts";
import { NodePool } from "../schema/node-pool.ts";
import { PodPending } from "../schema/pod-pending.ts";
import type { Pod } from "../schema/pod.ts";
import type { Context } from "../src/context.ts";
import { explainPending } from "../src/model/compute/pending-cause.ts";
import { nominationOf } from "../src/model/compute/pending-evidence.ts";
import { podScheduling } from "../src/model/compute/pod-scheduling.ts";
import type { View } from "../src/ports.ts";
import { eventsAbout, eventsOf } from "./kubernetes-event.ts";
import { isRead } from "./is-read.ts";

/** Why a pod waits; null when it does not. */
export function pendingOf(view: View, pod: Pod): PodPending | null {
  if (pod.phase !== "Pending") return null;
  const { cluster } = pod;
  const pools = isRead(view, NodePool, cluster) ? view.all(NodePool, { clusters: [cluster] }) : null;
  const events = eventsOf(view, pod);
  const claims = nominatedClaims(events);
  const told = explainPending({
    pod: { ...namesOf(pod), scheduling: pod.schedulingSpec === null ? null : podScheduling(pod.schedulingSpec) },
    pools,
    nodeClaims: isRead(view, NodeClaim, cluster) ? claims.flatMap((name) => claimOf(view, cluster, name) ?? []) : null,
    events: [
      ...events,
      ...(pools ?? []).flatMap((pool) => eventsOf(view, pool)),
      // Of a claim that is gone too: they say why.
      ...claims.flatMap((name) => eventsAbout(view, NodeClaim, { cluster, namespace: null, name })),
    ],
    now: view.now(),
  });
  if (told === null) return null;
  const { nominated, servingPool, ...shown } = told;
  return Object.assign(new PodPending(), shown, {
    cluster,
    nodeClaimName: nominated?.nodeClaim ?? null,
    nodePoolName: servingPool,
  });
}

/** What the explanation asks of a pod: its members that are accessors would be lost in a copy of it. */
function namesOf(pod: Pod) {
  const { namespace, name, uid, phase, nodeName, createdAt, conditions, controllerKind } = pod;
  return { namespace, name, uid, phase, nodeName, createdAt, conditions, controllerKind };
}

/** The names of the claims that Karpenter has named for a pod. */
function nominatedClaims(events: readonly KubernetesEvent[]): readonly string[] {
  const names = events
    .filter(({ reason }) => reason === "Nominated")
    .map(({ message }) => nominationOf(message)?.nodeClaim ?? null);
  return [...new Set(names)].filter((name) => name !== null);
}

function claimOf(view: View, cluster: string, name: string): NodeClaim | null {
  return view.get(NodeClaim, { cluster, namespace: null, name });
}

@Resolver(() => PodPending)
export class PodPendingResolver {
  @FieldResolver(() => NodeClaim, {
    nullable: true,
    description: "The claim that Karpenter expects it on; null when it said none, or the claim is gone.",
  })
  nominatedNodeClaim(@Root() { cluster, nodeClaimName }: PodPending, @Ctx() { view }: Context): NodeClaim | null {
    return nodeClaimName === null ? null : claimOf(view, cluster, nodeClaimName);
  }

  @FieldResolver(() => NodePool, {
    nullable: true,
    description: "The pool that serves it or would; null when none would, or it cannot be said.",
  })
  nodePool(@Root() { cluster, nodePoolName }: PodPending, @Ctx() { view }: Context): NodePool | null {
    return nodePoolName === null ? null : view.get(NodePool, { cluster, namespace: null, name: nodePoolName });
  }
}
