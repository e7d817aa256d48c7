import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { KubernetesNode } from "../schema/kubernetes-node.ts";
import { KubernetesService } from "../schema/kubernetes-service.ts";
import { NetworkPolicy } from "../schema/network-policy.ts";
import { Pod } from "../schema/pod.ts";
import type { Context } from "../src/context.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";
import { servicesOf } from "./kubernetes-service.ts";
import { networkPoliciesOf } from "./network-policy.ts";

@Resolver(() => Pod)
export class PodResolver extends kubernetesObjectResolver(Pod) {
  @FieldResolver(() => KubernetesNode, { nullable: true, description: "The node that it is scheduled to." })
  node(@Root() { cluster, nodeName }: Pod, @Ctx() { view }: Context): KubernetesNode | null {
    return nodeName === null ? null : view.get(KubernetesNode, { cluster, namespace: null, name: nodeName });
  }

  @FieldResolver(() => [KubernetesService], { description: "The Services whose selector selects it." })
  services(@Root() pod: Pod, @Ctx() { view }: Context): readonly KubernetesService[] {
    return servicesOf(view, pod);
  }

  @FieldResolver(() => [NetworkPolicy], { description: "The NetworkPolicies whose pod selector selects it." })
  networkPolicies(@Root() pod: Pod, @Ctx() { view }: Context): readonly NetworkPolicy[] {
    return networkPoliciesOf(view, pod);
  }
}
