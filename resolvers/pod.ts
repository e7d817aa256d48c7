import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { DataPlane } from "../schema/data-plane.ts";
import { HostResolution } from "../schema/host-resolution.ts";
import { ConnectionArgs } from "../schema/inputs/connection-args.ts";
import { KubernetesEvent } from "../schema/kubernetes-event.ts";
import { KubernetesNode } from "../schema/kubernetes-node.ts";
import { KubernetesService } from "../schema/kubernetes-service.ts";
import { NetworkPolicyVerdict } from "../schema/network-policy-verdict.ts";
import { NetworkPolicy } from "../schema/network-policy.ts";
import { PodIsolation } from "../schema/pod-isolation.ts";
import { PodPending } from "../schema/pod-pending.ts";
import { Pod } from "../schema/pod.ts";
import { Workload } from "../schema/workload.ts";
import type { Context } from "../src/context.ts";
import { dataPlaneOfPod } from "./data-plane.ts";
import { hostForPod } from "./host-resolution.ts";
import { eventsOf } from "./kubernetes-event.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";
import { servicesOf } from "./kubernetes-service.ts";
import { networkPoliciesOf, podIsolation } from "./network-policy-selection.ts";
import { networkPolicyVerdict } from "./network-policy-verdict.ts";
import { pendingOf } from "./pod-pending.ts";
import { workloadOf } from "./workload.ts";

@Resolver(() => Pod)
export class PodResolver extends kubernetesObjectResolver(Pod) {
  @FieldResolver(() => [KubernetesEvent], {
    description:
      "What was said of its scheduling, life and disruption, newest first, at most 100; API servers forget it after an hour.",
  })
  events(@Root() pod: Pod, @Ctx() { view }: Context): readonly KubernetesEvent[] {
    return eventsOf(view, pod);
  }

  @FieldResolver(() => KubernetesNode, { nullable: true, description: "The node that it is scheduled to." })
  node(@Root() { cluster, nodeName }: Pod, @Ctx() { view }: Context): KubernetesNode | null {
    return nodeName === null ? null : view.get(KubernetesNode, { cluster, namespace: null, name: nodeName });
  }

  @FieldResolver(() => Workload, {
    nullable: true,
    description: "The Deployment, StatefulSet or DaemonSet that made it.",
  })
  workload(@Root() pod: Pod, @Ctx() { view }: Context): Workload | null {
    return workloadOf(view, pod);
  }

  @FieldResolver(() => HostResolution, { description: "What a host means to it, by Istio's rules." })
  host(
    @Root() pod: Pod,
    @Arg("name", () => String, { description: "The host, whole: of a Service name.namespace.svc.cluster.local." })
    name: string,
    @Ctx() { view }: Context,
  ): HostResolution {
    return hostForPod(view, pod, name);
  }

  @FieldResolver(() => PodPending, { nullable: true, description: "Why it waits; null when it does not." })
  pending(@Root() pod: Pod, @Ctx() { view }: Context): PodPending | null {
    return pendingOf(view, pod);
  }

  @FieldResolver(() => PodIsolation, { description: "Whether NetworkPolicies restrict it." })
  isolation(@Root() pod: Pod, @Ctx() { view }: Context): PodIsolation {
    return podIsolation(view, pod);
  }

  @FieldResolver(() => NetworkPolicyVerdict, {
    nullable: true,
    description: "Whether NetworkPolicies let it connect to another pod of its cluster, or to an address.",
  })
  networkPolicyVerdict(
    @Root() pod: Pod,
    @Args(() => ConnectionArgs) to: ConnectionArgs,
    @Ctx() { view }: Context,
  ): NetworkPolicyVerdict {
    return networkPolicyVerdict(view, pod, to);
  }

  @FieldResolver(() => DataPlane, { description: "How its traffic goes through the mesh." })
  dataPlane(@Root() pod: Pod, @Ctx() { view }: Context): DataPlane {
    return dataPlaneOfPod(view, pod);
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
