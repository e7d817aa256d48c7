import type { JsonObject } from "../json.ts";
import type { KubeObject } from "../kube-object.ts";
import { appliedBy } from "./owned.ts";
import { egress } from "./plan.ts";
import { dnsAddress } from "./service.ts";
import { days, type Stage } from "./stage.ts";
import { teamNamespaces } from "./workloads.ts";

/** The policies that make the egress gateway the only way out of the teams' namespaces. */
export function networkPolicies(stage: Stage): KubeObject[] {
  return [
    ...teamNamespaces.map((namespace) => policy("egress-through-gateway", namespace, egressRules(), stage)),
    policy("database", "ledger", [{ to: [{ ipBlock: { cidr: "10.255.0.0/20" } }], ports: [tcp(5432)] }], stage),
  ];
}

function policy(name: string, namespace: string, rules: readonly JsonObject[], stage: Stage): KubeObject {
  const creationTimestamp = stage.ago(days(150));
  const object: KubeObject = {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace, uid: stage.uid(), generation: 1, creationTimestamp },
    spec: { podSelector: {}, policyTypes: ["Egress"], egress: rules },
  };
  return appliedBy("argocd-controller", object, creationTimestamp);
}

/** DNS, the mesh's control plane, the mesh itself and the egress gateway: nothing else. */
function egressRules(): readonly JsonObject[] {
  const dns = [{ protocol: "UDP", port: 53 }, tcp(53)];
  return [
    { to: [pods("kube-system", { "k8s-app": "kube-dns" })], ports: dns },
    { to: [{ ipBlock: { cidr: `${dnsAddress}/32` } }], ports: dns },
    { to: [pods("istio-system", { istio: "pilot" })], ports: [tcp(15_012)] },
    { to: [pods(egress.namespace, egress.selector)], ports: [tcp(8080), tcp(8443)] },
    { to: teamNamespaces.map((namespace) => ({ namespaceSelector: named(namespace) })) },
  ];
}

const tcp = (port: number): JsonObject => ({ protocol: "TCP", port });
const named = (namespace: string): JsonObject => ({ matchLabels: { "kubernetes.io/metadata.name": namespace } });
const pods = (namespace: string, matchLabels: JsonObject): JsonObject => ({
  namespaceSelector: named(namespace),
  podSelector: { matchLabels },
});
