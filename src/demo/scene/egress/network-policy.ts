import type { JsonObject } from "../../json.ts";
import type { KubeObject } from "../../kube-object.ts";
import { dnsAddress, isolatedNamespaces, type NamespacePlan } from "../cluster/cluster-plan.ts";
import { appliedBy } from "../owned.ts";
import { days, type Stage } from "../stage.ts";
import { egress } from "./gateway.ts";

/** The policies that make the egress gateway the only way out of the teams' namespaces. */
export function networkPolicies(stage: Stage): KubeObject[] {
  const { namespaces } = stage.plan;
  return namespaces.flatMap((namespace) => [
    ...(namespace.isolation === undefined
      ? []
      : [policy("egress-through-gateway", namespace, rules(namespace, stage), stage)]),
    ...(namespace.name === "ledger" ? [policy("database", namespace, [database], stage)] : []),
    ...(namespace.name === "ledger" ? [policy("mainframe", namespace, [mainframe], stage)] : []),
    ...(namespace.name === "shop" ? [policy("session-cache", namespace, [sessionCache], stage)] : []),
  ]);
}

const tcp = (port: number): JsonObject => ({ protocol: "TCP", port });
const named = (namespace: string): JsonObject => ({ matchLabels: { "kubernetes.io/metadata.name": namespace } });
const pods = (namespace: string, matchLabels: JsonObject): JsonObject => ({
  namespaceSelector: named(namespace),
  podSelector: { matchLabels },
});

/** What is called without the gateway. */
const database: JsonObject = { to: [{ ipBlock: { cidr: "10.255.0.0/20" } }], ports: [tcp(5432)] };
const mainframe: JsonObject = { to: [{ ipBlock: { cidr: "10.255.20.4/31" } }], ports: [tcp(8443)] };
const sessionCache: JsonObject = { to: [{ ipBlock: { cidr: "10.255.12.7/32" } }], ports: [tcp(6379)] };

function policy(name: string, namespace: NamespacePlan, egressRules: readonly JsonObject[], stage: Stage): KubeObject {
  const creationTimestamp = stage.ago(days(150));
  const object: KubeObject = {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace: namespace.name, uid: stage.uid(), generation: 1, creationTimestamp },
    spec: { podSelector: {}, policyTypes: ["Egress"], egress: egressRules },
  };
  return appliedBy("argocd-controller", object, creationTimestamp);
}

/** DNS, the mesh's control planes, the mesh itself and the egress gateway's pods: nothing else. */
function rules({ isolation }: NamespacePlan, { plan }: Stage): readonly JsonObject[] {
  // Where DNS is no pods, as on EKS Auto Mode, a selector of pods lets nobody through.
  const dns =
    isolation === "dns-pods"
      ? pods("kube-system", { "k8s-app": "kube-dns" })
      : { ipBlock: { cidr: `${dnsAddress}/32` } };
  return [
    { to: [dns], ports: [{ protocol: "UDP", port: 53 }, tcp(53)] },
    { to: [pods("istio-system", { app: "istiod" })], ports: [tcp(15_012)] },
    { to: [pods(egress.namespace, egress.selector)], ports: [tcp(8080), tcp(8443)] },
    { to: isolatedNamespaces(plan).map((name) => ({ namespaceSelector: named(name) })) },
  ];
}
