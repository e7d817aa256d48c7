import type { KubeClient } from "../../support/kube-client.ts";
import type { KubeObject } from "../../support/kube-wire.ts";

interface ServiceSpec {
  readonly clusterIPs?: readonly string[];
}

/** By Service, such as `Service w001-a/web`, where traffic to it goes: to its own addresses, or to its endpoints' when it has none. */
export async function serviceAddresses(client: KubeClient): Promise<ReadonlyMap<string, readonly string[]>> {
  const addresses = new Map<string, readonly string[]>();
  const { items: services } = await client.list("/api/v1/services");
  const { items: slices } = await client.list("/apis/discovery.k8s.io/v1/endpointslices");
  for (const { metadata, ...service } of services) {
    const { clusterIPs = [] } = service["spec"] as ServiceSpec;
    const own = clusterIPs.filter((address) => address !== "None");
    const endpoints = slices
      .filter((slice) => slice.metadata.namespace === metadata.namespace)
      .filter((slice) => slice.metadata.labels?.["kubernetes.io/service-name"] === metadata.name)
      .flatMap(endpointsOf);
    addresses.set(`Service ${metadata.namespace}/${metadata.name}`, own.length > 0 ? own : endpoints);
  }
  return addresses;
}

function endpointsOf(slice: KubeObject): readonly string[] {
  const endpoints = slice["endpoints"] as readonly { readonly addresses: readonly string[] }[] | null;
  return (endpoints ?? []).flatMap((endpoint) => endpoint.addresses);
}
