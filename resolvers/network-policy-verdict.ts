import { isIP } from "node:net";
import { parseEntityId } from "../schema/entity.ts";
import type { ConnectionArgs } from "../schema/inputs/connection-args.ts";
import { KubernetesNode } from "../schema/kubernetes-node.ts";
import { KubernetesService } from "../schema/kubernetes-service.ts";
import { Namespace } from "../schema/namespace.ts";
import type { NetworkPolicyVerdict, PolicySide } from "../schema/network-policy-verdict.ts";
import type { NetworkPolicy } from "../schema/network-policy.ts";
import { Pod } from "../schema/pod.ts";
import { BadInputError } from "../src/errors.ts";
import { allows } from "../src/model/network-policy/allows.ts";
import type { Endpoint } from "../src/model/network-policy/endpoint.ts";
import type { PolicyRules } from "../src/model/network-policy/policy-rules.ts";
import { readNetworkPolicy } from "../src/model/network-policy/read-network-policy.ts";
import { caveatMeanings, reasonMeanings } from "../src/model/network-policy/reason.ts";
import type { Side } from "../src/model/network-policy/side.ts";
import type { View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";
import { policiesFor } from "./network-policy-selection.ts";

const podsByAddress = indexOf(Pod, ({ cluster, podIPs, hostNetwork }) =>
  hostNetwork ? [] : podIPs.map((address) => `${address} ${cluster}`),
);
const nodesByAddress = indexOf(KubernetesNode, ({ cluster, internalIP }) =>
  internalIP === null ? [] : [`${internalIP} ${cluster}`],
);
const servicesByAddress = indexOf(KubernetesService, ({ cluster, clusterIPs }) =>
  clusterIPs.map((address) => `${address} ${cluster}`),
);

/** Whether NetworkPolicies let a pod connect to another pod of its cluster, or to an address. */
export function networkPolicyVerdict(view: View, pod: Pod, to: ConnectionArgs): NetworkPolicyVerdict {
  const source = endOfPod(view, pod);
  const destination = destinationOf(view, pod.cluster, to);
  const ends = [source, destination].flatMap((end) => (end.kind === "POD" ? [end.pod as Pod] : []));
  const policies = new Set(ends.flatMap((end) => policiesFor(view, end)));
  const byRules = new Map(Array.from(policies, (policy) => [readNetworkPolicy(policy), policy]));
  const traffic = { source, destination, port: to.port, protocol: to.protocol };
  const { allowed, reason, ingress, egress, caveats } = allows(traffic, [...byRules.keys()]);
  return {
    allowed,
    reason,
    message: reasonMeanings[reason],
    ingress: shownSide(ingress, byRules),
    egress: shownSide(egress, byRules),
    caveats: caveats.map((caveat) => caveatMeanings[caveat]),
  };
}

function shownSide(
  { allowed, reason, isolated, allowedBy }: Side,
  policies: ReadonlyMap<PolicyRules, NetworkPolicy>,
): PolicySide {
  const rules = allowedBy.flatMap(({ policy, rule }) => {
    const shown = policies.get(policy);
    return shown === undefined ? [] : [{ policy: shown, rule }];
  });
  return { allowed, reason, isolated, allowedBy: rules };
}

function destinationOf(view: View, cluster: string, { pod, address }: ConnectionArgs): Endpoint {
  const hasPod = typeof pod === "string";
  if (hasPod === (typeof address === "string")) throw new BadInputError("give either `pod` or `address`");
  if (typeof address === "string") return endOfAddress(view, cluster, address);
  const key = parseEntityId(pod ?? "");
  const found = key?.type === "Pod" && key.cluster === cluster ? view.get(Pod, key) : null;
  if (found === null) throw new BadInputError("`pod` is not the id of a pod of the same cluster");
  return endOfPod(view, found);
}

function endOfPod(view: View, pod: Pod): Endpoint {
  const name = pod.namespace ?? "";
  return { kind: "POD", pod, namespace: view.get(Namespace, { cluster: pod.cluster, namespace: null, name }) };
}

/** What an address is in the cluster; what is nobody's is outside of it. */
function endOfAddress(view: View, cluster: string, address: string): Endpoint {
  if (isIP(address) === 0) throw new BadInputError("`address` is not an IP address");
  const key = `${address} ${cluster}`;
  const pod = view.by(podsByAddress, key).find(({ phase }) => phase !== "Succeeded" && phase !== "Failed");
  if (pod !== undefined) return endOfPod(view, pod);
  const [node] = view.by(nodesByAddress, key);
  if (node !== undefined) return { kind: "NODE", name: node.name, addresses: [address] };
  return { kind: "ADDRESS", address, mayBeRewritten: view.by(servicesByAddress, key).length > 0 };
}
