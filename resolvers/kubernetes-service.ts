import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import { EndpointSlice } from "../schema/endpoint-slice.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { KubernetesService } from "../schema/kubernetes-service.ts";
import { Pod } from "../schema/pod.ts";
import type { Context } from "../src/context.ts";
import type { LabelSelector } from "../src/model/label-selector.ts";
import { anchorPairs, labelPairs, selectorOfMap, selects } from "../src/model/label-selector.ts";
import type { Selection, View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";
import { connectEdge, inOrder, nothing } from "./edge.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";
import { podsSelectedBy } from "./pod-selection.ts";

const servicesByLabel = indexOf(KubernetesService, (service) =>
  (anchorPairs(podSelector(service)) ?? []).map((pair) => `${pair} ${service.namespace} ${service.cluster}`),
);

/** The Services whose selector selects a pod. */
export function servicesOf(view: View, { cluster, namespace, labels }: Pod): readonly KubernetesService[] {
  const candidates = labelPairs(labels).flatMap((pair) => view.by(servicesByLabel, `${pair} ${namespace} ${cluster}`));
  return inOrder(candidates.filter((service) => selects(podSelector(service), labels)));
}

/** Without requirements when it selects no pods: others name its endpoints, or it is a name for another host. */
function podSelector({ type, selector }: KubernetesService): LabelSelector {
  return type === "ExternalName" || selector === null ? [] : selectorOfMap(selector);
}

const slicesByService = indexOf(EndpointSlice, ({ cluster, namespace, serviceName }) =>
  serviceName === null ? [] : [`${namespace}/${serviceName} ${cluster}`],
);

@Resolver(() => KubernetesService)
export class KubernetesServiceResolver extends kubernetesObjectResolver(KubernetesService) {
  @FieldResolver(() => connectionOf(Pod), { nullable: true, description: "The pods that its selector selects." })
  pods(
    @Root() service: KubernetesService,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<Pod> {
    const selector = podSelector(service);
    const selection: Selection<Pod> =
      selector.length === 0 ? nothing : podsSelectedBy(selector, service.cluster, service.namespace);
    return connectEdge(context, service, Pod, selection, page);
  }

  @FieldResolver(() => [EndpointSlice], { description: "The addresses behind it." })
  endpointSlices(
    @Root() { cluster, namespace, name }: KubernetesService,
    @Ctx() { view }: Context,
  ): readonly EndpointSlice[] {
    return view.by(slicesByService, `${namespace}/${name} ${cluster}`);
  }
}
