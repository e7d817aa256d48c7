import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import { DataPlane } from "../schema/data-plane.ts";
import { HostResolution } from "../schema/host-resolution.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { Namespace } from "../schema/namespace.ts";
import { Pod } from "../schema/pod.ts";
import type { Context } from "../src/context.ts";
import { dataPlaneOfNamespace } from "./data-plane.ts";
import { connectEdge } from "./edge.ts";
import { hostInNamespace } from "./host-resolution.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";

@Resolver(() => Namespace)
export class NamespaceResolver extends kubernetesObjectResolver(Namespace, { clusterScoped: true }) {
  @FieldResolver(() => DataPlane, { description: "How the traffic of its new pods will go through the mesh." })
  dataPlane(@Root() namespace: Namespace, @Ctx() { view }: Context): DataPlane {
    return dataPlaneOfNamespace(view, namespace);
  }

  @FieldResolver(() => HostResolution, {
    description:
      "What a host means to its workloads, by Istio's rules. A pod whose labels select rules of their own may differ.",
  })
  host(
    @Root() namespace: Namespace,
    @Arg("name", () => String, { description: "The host, whole: of a Service name.namespace.svc.cluster.local." })
    name: string,
    @Ctx() { view }: Context,
  ): HostResolution {
    return hostInNamespace(view, namespace, name);
  }

  @FieldResolver(() => connectionOf(Pod), { nullable: true, description: "The pods that are in it." })
  pods(
    @Root() namespace: Namespace,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<Pod> {
    const { cluster, name } = namespace;
    return connectEdge(context, namespace, Pod, { clusters: [cluster], namespaces: [name] }, page);
  }
}
