import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { Namespace } from "../schema/namespace.ts";
import { NetworkPolicyRule } from "../schema/network-policy-rule.ts";
import { NetworkPolicy } from "../schema/network-policy.ts";
import { Pod } from "../schema/pod.ts";
import type { Context } from "../src/context.ts";
import type { Direction } from "../src/model/network-policy/policy-rules.ts";
import { readNetworkPolicy } from "../src/model/network-policy/read-network-policy.ts";
import type { Selection, View } from "../src/ports.ts";
import { connectEdge, nothing } from "./edge.ts";
import { isRead } from "./is-read.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";
import { podsOfPeer, rulesOf } from "./network-policy-rules.ts";
import { podsSelectedBy } from "./pod-selection.ts";
import type { FoundProblem } from "./problems.ts";

function podsOf(policy: NetworkPolicy): Selection<Pod> {
  const { podSelector } = readNetworkPolicy(policy);
  return podSelector === null ? nothing : podsSelectedBy(podSelector, policy.cluster, policy.namespace);
}

function problemsOf(view: View, policy: NetworkPolicy): readonly FoundProblem[] {
  const { problems, podSelector } = readNetworkPolicy(policy);
  const found = problems.map(({ code, path, message }) => ({ code, message: `${path}: ${message}`, object: null }));
  const selectsNothing =
    podSelector !== null && podSelector.length > 0 && view.page(Pod, podsOf(policy), { first: 1 }).items.length === 0;
  if (!isRead(view, Pod, policy.cluster) || !isRead(view, Namespace, policy.cluster)) return found;
  const message = "its pod selector selects no pod";
  const own = selectsNothing ? [{ code: "SELECTS_NOTHING", message, object: null }] : [];
  return [...found, ...own, ...emptyPeers(view, policy, "Ingress"), ...emptyPeers(view, policy, "Egress")];
}

/** Peers that are pods of which there are none now: often a selector that was copied from another cluster. */
function emptyPeers(view: View, policy: NetworkPolicy, direction: Direction): readonly FoundProblem[] {
  const lists = direction === "Ingress" ? ["ingress", "from"] : ["egress", "to"];
  return (rulesOf(view, policy, direction) ?? []).flatMap(({ index, peers }) =>
    (peers ?? []).flatMap((peer, at) => {
      const isEmpty = peer.kind === "PODS" && view.page(Pod, podsOfPeer(peer), { first: 1 }).items.length === 0;
      const message = `spec.${lists[0]}[${index}].${lists[1]}[${at}] selects no pod`;
      return isEmpty ? [{ code: "PEER_SELECTS_NOTHING", message, object: null }] : [];
    }),
  );
}

@Resolver(() => NetworkPolicy)
export class NetworkPolicyResolver extends kubernetesObjectResolver(NetworkPolicy, {
  plural: "networkPolicies",
  problems: problemsOf,
}) {
  @FieldResolver(() => connectionOf(Pod), { nullable: true, description: "The pods that its pod selector selects." })
  pods(
    @Root() policy: NetworkPolicy,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<Pod> {
    return connectEdge(context, policy, Pod, podsOf(policy), page);
  }

  @FieldResolver(() => [NetworkPolicyRule], {
    nullable: true,
    description: "What may come to its pods: empty for nothing, null when it does not restrict that.",
  })
  ingress(@Root() policy: NetworkPolicy, @Ctx() { view }: Context): readonly NetworkPolicyRule[] | null {
    return rulesOf(view, policy, "Ingress");
  }

  @FieldResolver(() => [NetworkPolicyRule], {
    nullable: true,
    description: "Where its pods may send: empty for nowhere, null when it does not restrict that.",
  })
  egress(@Root() policy: NetworkPolicy, @Ctx() { view }: Context): readonly NetworkPolicyRule[] | null {
    return rulesOf(view, policy, "Egress");
  }
}
