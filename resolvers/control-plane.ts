import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Cluster } from "../schema/cluster.ts";
import type { Connection } from "../schema/connection.ts";
import { connectionOf } from "../schema/connection.ts";
import { ControlPlane } from "../schema/control-plane.ts";
import type { PageRequest } from "../schema/inputs/page-args.ts";
import { PageArgs } from "../schema/inputs/page-args.ts";
import { IstioInjector } from "../schema/istio-injector.ts";
import { IstioMeshConfig } from "../schema/istio-mesh-config.ts";
import { Namespace } from "../schema/namespace.ts";
import { Pod } from "../schema/pod.ts";
import { ProxyVersion } from "../schema/proxy-version.ts";
import type { Context } from "../src/context.ts";
import { controlPlanes } from "../src/model/mesh/control-plane.ts";
import { observedDataPlane } from "../src/model/mesh/data-plane.ts";
import type { View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";
import { connect } from "./connection.ts";
import { istiods } from "./istiods.ts";

const NETWORK = "topology.istio.io/network";

const proxiesByRevision = indexOf(Pod, (pod) => {
  const { revision } = observedDataPlane(pod);
  return revision === null ? [] : [proxyKey(pod.cluster, revision)];
});

function proxyKey(cluster: string, revision: string): string {
  return `${revision} ${cluster}`;
}

/** The control planes that a cluster has, or is told of. */
export function controlPlanesOf(view: View, clusterName: string): readonly ControlPlane[] {
  if (view.get(Cluster, { cluster: "", namespace: null, name: clusterName }) === null) return [];
  const clusters = [clusterName];
  const injectors = view.all(IstioInjector, { clusters });
  const configs = view.all(IstioMeshConfig, { clusters });
  return controlPlanes(configs, view.by(istiods, clusterName), injectors).map(
    ({ fipsClaimed, fipsEnforced, ...facts }) =>
      Object.assign(new ControlPlane(), facts, {
        clusterName,
        fips: { buildClaimed: fipsClaimed, cryptoObserved: null, policyEnforced: fipsEnforced },
      }),
  );
}

@Resolver(() => ControlPlane)
export class ControlPlaneResolver {
  @FieldResolver(() => Cluster, { description: "Where it is." })
  cluster(@Root() { clusterName }: ControlPlane, @Ctx() { view }: Context): Cluster | null {
    return view.get(Cluster, { cluster: "", namespace: null, name: clusterName });
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The network that its cluster's workloads are in, from a label of the root namespace.",
  })
  network(@Root() { clusterName, revision }: ControlPlane, @Ctx() { view }: Context): string | null {
    const configs = view.all(IstioMeshConfig, { clusters: [clusterName] });
    const name = configs.find((config) => config.revision === revision)?.rootNamespace ?? "istio-system";
    return view.get(Namespace, { cluster: clusterName, namespace: null, name })?.labels[NETWORK] ?? null;
  }

  @FieldResolver(() => connectionOf(Pod), {
    nullable: true,
    description: "The pods with a proxy of this revision: sidecars, gateways and waypoints.",
  })
  proxies(
    @Root() { clusterName, revision }: ControlPlane,
    @Args(() => PageArgs) page: PageRequest,
    @Ctx() context: Context,
  ): Connection<Pod> {
    const within = { index: proxiesByRevision, key: proxyKey(clusterName, revision) };
    const provenance = { type: Pod, clusters: [clusterName] };
    const question = `of ControlPlane ${clusterName} ${revision}`;
    return connect(context, { type: Pod, selection: { within }, question, provenance }, page);
  }

  @FieldResolver(() => [ProxyVersion], {
    description: "Which versions its proxies run, in the order of their text. Looks at each proxy.",
  })
  proxyVersions(@Root() { clusterName, revision }: ControlPlane, @Ctx() { view }: Context): readonly ProxyVersion[] {
    const pods = view.by(proxiesByRevision, proxyKey(clusterName, revision));
    const byVersion = Map.groupBy(pods, (pod) => observedDataPlane(pod).proxyVersion);
    return [...byVersion]
      .map(([version, some]) => ({ version, proxies: some.length }))
      .toSorted((a, b) => ((a.version ?? "") < (b.version ?? "") ? -1 : 1));
  }
}
