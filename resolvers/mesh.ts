import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { Cluster } from "../schema/cluster.ts";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import { ControlPlane } from "../schema/control-plane.ts";
import { MeshFilter } from "../schema/inputs/mesh-filter.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { IstioMeshConfig } from "../schema/istio-mesh-config.ts";
import { Mesh } from "../schema/mesh.ts";
import type { Context } from "../src/context.ts";
import type { View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";
import { connect } from "./connection.ts";
import { controlPlanesOf } from "./control-plane.ts";
import { questionOf } from "./question.ts";

const MeshConnection = connectionOf(Mesh);

const meshesByCluster = indexOf(Mesh, ({ clusterNames }) => clusterNames);

/** The meshes that a cluster is part of. */
export function meshesOf(view: View, { name }: Cluster): readonly Mesh[] {
  return view.by(meshesByCluster, name);
}

@Resolver(() => Mesh)
export class MeshResolver {
  static readonly entity = Mesh;

  @Query(() => Mesh, { nullable: true, description: "One mesh; null when there is none of the name." })
  mesh(
    @Arg("name", () => String, { description: "The name of the configuration, the mesh id or the trust domain." })
    name: string,
    @Ctx() { view }: Context,
  ): Mesh | null {
    return view.get(Mesh, { cluster: "", namespace: null, name });
  }

  @Query(() => MeshConnection, { nullable: true, description: "The meshes that the clusters form, by name." })
  meshes(
    @Arg("filter", () => MeshFilter, { nullable: true, description: "Which of them." })
    filter: MeshFilter | null | undefined,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<Mesh> {
    const clusters = filter?.clusters ?? null;
    const where = clusters
      ? ({ clusterNames }: Mesh): boolean => clusterNames.some((name) => clusters.includes(name))
      : undefined;
    const selection = { names: filter?.names, where };
    const provenance = { type: IstioMeshConfig, clusters };
    return connect(context, { type: Mesh, selection, question: questionOf(filter), provenance }, page);
  }

  @FieldResolver(() => [ControlPlane], { description: "Its control planes, by cluster and revision." })
  controlPlanes(@Root() { clusterNames }: Mesh, @Ctx() { view }: Context): readonly ControlPlane[] {
    return clusterNames.flatMap((name) => controlPlanesOf(view, name));
  }

  @FieldResolver(() => connectionOf(Cluster), { nullable: true, description: "The clusters that form it." })
  clusters(@Root() mesh: Mesh, @Args(() => PageArgs) page: PageRequest, @Ctx() context: Context): Connection<Cluster> {
    const members = new Set(mesh.clusterNames);
    const selection = { where: ({ name }: Cluster): boolean => members.has(name) };
    const provenance = { type: IstioMeshConfig, clusters: mesh.clusterNames };
    return connect(context, { type: Cluster, selection, question: `of ${mesh.id}`, provenance }, page);
  }
}
