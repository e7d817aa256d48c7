import { isIP } from "node:net";
import type { EntityClass } from "../schema/entity.ts";
import { parseEntityId } from "../schema/entity.ts";
import type { ConnectionArgs } from "../schema/inputs/connection-args.ts";
import { KubernetesNode } from "../schema/kubernetes-node.ts";
import { KubernetesService } from "../schema/kubernetes-service.ts";
import { Namespace } from "../schema/namespace.ts";
import type { NetworkPolicyVerdict, PolicySide } from "../schema/network-policy-verdict.ts";
import { NetworkPolicy } from "../schema/network-policy.ts";
import { Pod } from "../schema/pod.ts";
import { BadInputError } from "../src/errors.ts";
import { allows } from "../src/model/network-policy/allows.ts";
import { parseAddress } from "../src/model/network-policy/cidr.ts";
import type { Endpoint } from "../src/model/network-policy/endpoint.ts";
import type { PolicyRules } from "../src/model/network-policy/policy-rules.ts";
import { readNetworkPolicy } from "../src/model/network-policy/read-network-policy.ts";
import { caveatMeanings, reasonMeanings } from "../src/model/network-policy/reason.ts";
import type { Side } from "../src/model/network-policy/side.ts";
import type { View } from "../src/ports.ts";
import { indexOf } from "../src/store/index-of.ts";
import { isRead } from "./is-read.ts";
import { policiesFor } from "./network-policy-selection.ts";

const podsByAddress = indexOf(Pod, ({ cluster, podIPs, hostNetwork }) =>
  hostNetwork ? [] : podIPs.map((address) => addressKey(address, cluster)),
);
const nodesByAddress = indexOf(KubernetesNode, ({ cluster, internalIP }) =>
  internalIP === null ? [] : [addressKey(internalIP, cluster)],
);
const servicesByAddress = indexOf(KubernetesService, ({ cluster, clusterIPs }) =>
  clusterIPs.map((address) => addressKey(address, cluster)),
);

const MAX_PORT = 65_535;

const needs: readonly EntityClass[] = [NetworkPolicy, Namespace];

/** While not all of a type are known, nothing can be said. */
function unreadVerdict({ name }: EntityClass): NetworkPolicyVerdict {
  const side: PolicySide = { allowed: "UNKNOWN", reason: "NOT_READ", isolated: null, allowedBy: [] };
  const message = `The cluster's ${name} objects are not known.`;
  return { allowed: "UNKNOWN", reason: "NOT_READ", message, ingress: side, egress: side, caveats: [] };
}

/** One key for all ways to write an address: IPv6 has many. */
function addressKey(address: string, cluster: string): string {
  const parsed = address.includes(":") ? parseAddress(address) : null;
  if (parsed === null) return `${address} ${cluster}`;
  const { family, value } = parsed;
  const text = family === 6 ? `:${value}` : [24n, 16n, 8n, 0n].map((bits) => (value >> bits) & 255n).join(".");
  return `${text} ${cluster}`;
}

/** Whether NetworkPolicies let a pod connect to another pod of its cluster, or to an address. */
export function networkPolicyVerdict(view: View, pod: Pod, to: ConnectionArgs): NetworkPolicyVerdict {
  if (to.port < 1 || to.port > MAX_PORT) throw new BadInputError(`\`port\` must be from 1 to ${MAX_PORT}`);
  const needed = typeof to.address === "string" ? [...needs, Pod, KubernetesNode, KubernetesService] : needs;
  const unread = needed.find((type) => !isRead(view, type, pod.cluster));
  const source = endOfPod(view, pod);
  const destination = destinationOf(view, pod.cluster, to);
  if (unread !== undefined) return unreadVerdict(unread);
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
  const key = addressKey(address, cluster);
  const pod = view.by(podsByAddress, key).find(({ phase }) => phase !== "Succeeded" && phase !== "Failed");
  if (pod !== undefined) return endOfPod(view, pod);
  const [node] = view.by(nodesByAddress, key);
  if (node !== undefined) return { kind: "NODE", name: node.name, addresses: [address] };
  return { kind: "ADDRESS", address, mayBeRewritten: view.by(servicesByAddress, key).length > 0 };
}
