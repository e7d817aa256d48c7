import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { Namespace } from "../schema/namespace.ts";
import { Pod } from "../schema/pod.ts";
import type { Context } from "../src/context.ts";
import { connectEdge } from "./edge.ts";
import { kubernetesObjectResolver } from "./kubernetes-object.ts";

@Resolver(() => Namespace)
export class NamespaceResolver extends kubernetesObjectResolver(Namespace, { clusterScoped: true }) {
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
