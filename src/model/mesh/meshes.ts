import type { IstioMeshConfig } from "../../../schema/istio-mesh-config.ts";
import { Mesh } from "../../../schema/mesh.ts";

/** A mesh as the operator wrote it down. */
export interface ConfiguredMesh {
  readonly name: string;
  readonly clusters: readonly string[];
}

/**
 * The meshes that there are. Source: domain reference 4.6 (Kiali, istio_status.go, falls back alike): the operator's word comes first,
 * because two meshes with the default trust domain would look like one; else the mesh id that a control plane gives; else its trust
 * domain. A cluster in a configured mesh is in no other; one without a control plane is in none. In the order of their names.
 */
export function deriveMeshes(
  configured: readonly ConfiguredMesh[],
  configs: Iterable<IstioMeshConfig>,
): readonly Mesh[] {
  const clustersByMesh = new Map<string, Set<string>>();
  const trustDomainsByCluster = new Map<string, Set<string>>();
  const join = (mesh: string, cluster: string): void => add(clustersByMesh, mesh, cluster);

  for (const { name, clusters } of configured) {
    clustersByMesh.set(name, clustersByMesh.get(name) ?? new Set());
    for (const cluster of clusters) join(name, cluster);
  }
  const settled = new Set(configured.flatMap(({ clusters }) => clusters));
  for (const { cluster, meshId, trustDomain } of configs) {
    add(trustDomainsByCluster, cluster, trustDomain);
    if (!settled.has(cluster)) join(meshId ?? trustDomain, cluster);
  }
  return [...clustersByMesh.keys()].toSorted().map((name) => {
    const clusterNames = [...(clustersByMesh.get(name) ?? [])].toSorted();
    const trustDomains = new Set(clusterNames.flatMap((cluster) => [...(trustDomainsByCluster.get(cluster) ?? [])]));
    const [trustDomain = null] = trustDomains.size === 1 ? trustDomains : [];
    return Object.freeze(Object.assign(new Mesh(), { name, trustDomain, clusterNames: Object.freeze(clusterNames) }));
  });
}

function add(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}
