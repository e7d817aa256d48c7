import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import type { JsonObject } from "../schema/kubernetes-object.ts";
import { NetworkPolicy } from "../schema/network-policy.ts";
import { Pod } from "../schema/pod.ts";
import type { Context } from "../src/context.ts";
import type { LabelSelector } from "../src/model/label-selector.ts";
import { anchorPairs, labelPairs, selectorOfObject, selects } from "../src/model/label-selector.ts";
import type { Selection, View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";
import { connectEdge, inOrder, nothing } from "./edge.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";
import { podsSelectedBy } from "./pod-selection.ts";

/** Stands for the labels of a policy that names none that its pods must have. */
const ANY = "*";

const policiesByLabel = indexOf(NetworkPolicy, (policy) => {
  const selector = podSelector(policy);
  const pairs = selector === null ? [] : (anchorPairs(selector) ?? [ANY]);
  return pairs.map((pair) => `${pair} ${policy.namespace} ${policy.cluster}`);
});

/** The policies whose pod selector selects a pod. */
export function networkPoliciesOf(view: View, { cluster, namespace, labels }: Pod): readonly NetworkPolicy[] {
  const candidates = [ANY, ...labelPairs(labels)].flatMap((pair) =>
    view.by(policiesByLabel, `${pair} ${namespace} ${cluster}`),
  );
  return inOrder(candidates.filter((policy) => selects(podSelector(policy) ?? [], labels)));
}

/** An empty selector selects every pod of the namespace; null for one that cannot be read. */
function podSelector({ spec }: NetworkPolicy): LabelSelector | null {
  return selectorOfObject((spec["podSelector"] ?? {}) as JsonObject);
}

@Resolver(() => NetworkPolicy)
export class NetworkPolicyResolver extends kubernetesObjectResolver(NetworkPolicy, { plural: "networkPolicies" }) {
  @FieldResolver(() => connectionOf(Pod), { nullable: true, description: "The pods that its pod selector selects." })
  pods(
    @Root() policy: NetworkPolicy,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<Pod> {
    const selector = podSelector(policy);
    const selection: Selection<Pod> =
      selector === null ? nothing : podsSelectedBy(selector, policy.cluster, policy.namespace);
    return connectEdge(context, policy, Pod, selection, page);
  }
}
