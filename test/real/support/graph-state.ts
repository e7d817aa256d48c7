import { createHash } from "node:crypto";
import { ask } from "../../support/graph-client.ts";
import type { KubeClient } from "../../support/kube-client.ts";
import type { ObjectState } from "../../support/stream-rules.ts";

const istio = "/apis/networking.istio.io/v1";
const karpenter = "/apis/karpenter.sh/v1";

/** Each type of the graph that is of a cluster's objects: the query that lists it, and where an API server has it. */
const kinds: Readonly<Record<string, readonly [field: string, path: string]>> = {
  Namespace: ["namespaces", "/api/v1/namespaces"],
  Pod: ["pods", "/api/v1/pods"],
  KubernetesNode: ["kubernetesNodes", "/api/v1/nodes"],
  KubernetesService: ["kubernetesServices", "/api/v1/services"],
  NetworkPolicy: ["networkPolicies", "/apis/networking.k8s.io/v1/networkpolicies"],
  ServiceEntry: ["serviceEntries", `${istio}/serviceentries`],
  VirtualService: ["virtualServices", `${istio}/virtualservices`],
  DestinationRule: ["destinationRules", `${istio}/destinationrules`],
  IstioGateway: ["istioGateways", `${istio}/gateways`],
  NodePool: ["nodePools", `${karpenter}/nodepools`],
  NodeClaim: ["nodeClaims", `${karpenter}/nodeclaims`],
};

export const objectTypes = Object.keys(kinds);

const STATES = `{ ${Object.values(kinds)
  .map(([field]) => `${field}(first: 200) { nodes { id uid resourceVersion } pageInfo { hasNextPage } }`)
  .join(" ")} }`;

/** The state of every object that a gateway holds, at most 200 of a kind. */
export async function statesOf(url: string): Promise<ObjectState[]> {
  const answer = await ask(url, STATES);
  return Object.values(kinds).flatMap(([field]) => {
    const { nodes, pageInfo } = answer[field];
    if (pageInfo.hasNextPage) throw new Error(`there are more than 200 ${field}`);
    return nodes;
  });
}

/** The state of every such object that an API server has, by consistent lists. */
export async function truthOf(cluster: string, client: KubeClient): Promise<ObjectState[]> {
  const lists = Object.entries(kinds).map(async ([type, [, path]]) => {
    const { status, body } = await client.request("GET", path, { query: { resourceVersion: "" } });
    if (status === 404) return [];
    if (status !== 200) throw new Error(`${path} was answered ${status}`);
    const { items } = body as Awaited<ReturnType<KubeClient["list"]>>;
    return items.map(({ metadata: { namespace, name, uid, resourceVersion } }) => ({
      id: [type, cluster, ...(namespace === undefined ? [] : [namespace]), name].join("/"),
      uid,
      resourceVersion,
    }));
  });
  return (await Promise.all(lists)).flat();
}

/** For each kind the digest of the uids and resourceVersions of its objects, and how many there are. */
export function digests(states: readonly ObjectState[]): Readonly<Record<string, string>> {
  const byType = Object.groupBy(states, ({ id }) => id.slice(0, id.indexOf("/")));
  return Object.fromEntries(
    Object.entries(byType).map(([type, of = []]) => {
      const lines = of.map(({ uid, resourceVersion }) => `${uid} ${resourceVersion}`).toSorted();
      return [type, `${of.length} ${createHash("sha256").update(lines.join("\n")).digest("hex")}`];
    }),
  );
}
