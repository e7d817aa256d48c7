import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { Cluster } from "../schema/cluster.ts";
import { ComputeMode } from "../schema/compute-mode.ts";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import { ClusterFilter } from "../schema/inputs/cluster-filter.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { ServiceEntryFilter } from "../schema/inputs/service-entry-filter.ts";
import { KubernetesNode } from "../schema/kubernetes-node.ts";
import { Mesh } from "../schema/mesh.ts";
import { NodePool } from "../schema/node-pool.ts";
import { ServiceEntry } from "../schema/service-entry.ts";
import { Source } from "../schema/source.ts";
import type { Context } from "../src/context.ts";
import { computeModeOf } from "../src/model/compute/compute-mode.ts";
import { indexOf } from "../src/store/index-of.ts";
import { connect } from "./connection.ts";
import { connectEdge } from "./edge.ts";
import { isRead } from "./is-read.ts";
import { provisionersOf } from "./kubernetes-node.ts";
import { meshesOf } from "./mesh.ts";
import { questionOf } from "./question.ts";
import { both, clustersOfMeshes, selectionOf } from "./selection.ts";
import { serviceEntryCondition } from "./service-entry.ts";

const ClusterConnection = connectionOf(Cluster);

const REGION = "topology.kubernetes.io/region";

const nodesWithRegion = indexOf(KubernetesNode, ({ cluster, labels }) =>
  labels[REGION] === undefined ? [] : [cluster],
);

@Resolver(() => Cluster)
export class ClusterResolver {
  static readonly entity = Cluster;

  @Query(() => Cluster, { nullable: true, description: "One cluster; null when there is none of the name." })
  cluster(
    @Arg("name", () => String, { description: "Its name in the configuration." }) name: string,
    @Ctx() { view }: Context,
  ): Cluster | null {
    return view.get(Cluster, { cluster: "", namespace: null, name });
  }

  @Query(() => ClusterConnection, { nullable: true, description: "The clusters of the configuration, by name." })
  clusters(
    @Arg("filter", () => ClusterFilter, { nullable: true, description: "Which of them." })
    filter: ClusterFilter | null | undefined,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<Cluster> {
    const inMeshes = filter?.meshes && new Set(clustersOfMeshes(context.view, filter.meshes));
    const where = inMeshes ? ({ name }: Cluster): boolean => inMeshes.has(name) : undefined;
    const selection = { names: filter?.names, where };
    const provenance = { type: null, clusters: null };
    return connect(context, { type: Cluster, selection, question: questionOf(filter), provenance }, page);
  }

  @FieldResolver(() => String, { nullable: true, description: "From the region label of its nodes; null without one." })
  region(@Root() cluster: Cluster, @Ctx() { view }: Context): string | null {
    const within = { index: nodesWithRegion, key: cluster.name };
    return view.page(KubernetesNode, { within }, { first: 1 }).items[0]?.labels[REGION] ?? null;
  }

  @FieldResolver(() => ComputeMode, { description: "How it gets its nodes, by those that it has and by its pools." })
  computeMode(@Root() { name }: Cluster, @Ctx() { view }: Context): ComputeMode {
    if (!isRead(view, KubernetesNode, name) || !isRead(view, NodePool, name)) return ComputeMode.UNKNOWN;
    const pools = view.all(NodePool, { clusters: [name] });
    const groups = pools.map(({ nodeClassRef }) => nodeClassRef["group"]);
    return computeModeOf(
      provisionersOf(view, name),
      groups.filter((group) => typeof group === "string"),
    );
  }

  @FieldResolver(() => [Source], { description: "Where its facts come from." })
  sources(@Root() cluster: Cluster, @Ctx() { view }: Context): readonly Source[] {
    return view.all(Source, { clusters: [cluster.name] });
  }

  @FieldResolver(() => [Mesh], { description: "The meshes that it is part of." })
  meshes(@Root() cluster: Cluster, @Ctx() { view }: Context): readonly Mesh[] {
    return meshesOf(view, cluster);
  }

  @FieldResolver(() => connectionOf(NodePool), { nullable: true, description: "Its Karpenter pools." })
  nodePools(
    @Root() cluster: Cluster,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<NodePool> {
    return connectEdge(context, cluster, NodePool, { clusters: [cluster.name] }, page);
  }

  @FieldResolver(() => connectionOf(KubernetesNode), { nullable: true, description: "Its nodes." })
  kubernetesNodes(
    @Root() cluster: Cluster,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<KubernetesNode> {
    return connectEdge(context, cluster, KubernetesNode, { clusters: [cluster.name] }, page);
  }

  @FieldResolver(() => connectionOf(ServiceEntry), { nullable: true, description: "Its ServiceEntries." })
  serviceEntries(
    @Root() cluster: Cluster,
    @Arg("filter", () => ServiceEntryFilter, { nullable: true, description: "Which of them." })
    filter: ServiceEntryFilter | null | undefined,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<ServiceEntry> {
    const within = Object.assign({}, filter, { clusters: both(filter?.clusters, [cluster.name]) });
    const selection = selectionOf<ServiceEntry>(context.view, within, serviceEntryCondition(within));
    const provenance = { type: ServiceEntry, clusters: selection.clusters ?? null };
    return connect(context, { type: ServiceEntry, selection, question: questionOf(within), provenance }, page);
  }
}
