import { afterAll, describe, expect, test } from "vitest";
import { ask, type GraphAnswer } from "./support/graph-client.ts";
import { type SceneQuestion, startScenes } from "./support/start-scenes.ts";

const scenes = await startScenes(1, 2026);
afterAll(() => scenes[Symbol.asyncDispose]());

/** The first pod with a label, by name: `pay app=payments`. */
async function podOf(
  url: string,
  cluster: string,
  place: string,
): Promise<{ readonly id: string; readonly name: string }> {
  const [namespace, labelSelector] = place.split(" ");
  const { pods } = await ask(
    url,
    "query ($filter: PodFilter!) { pods(filter: $filter, first: 1) { nodes { id name } } }",
    { filter: { clusters: [cluster], namespaces: [namespace], labelSelector } },
  );
  if (pods.nodes.length === 0) throw new Error(`${cluster} has no pod ${place}`);
  return pods.nodes[0];
}

const verdictQuery = `query ($cluster: String!, $namespace: String!, $name: String!, $pod: ID, $address: String, $port: Int!, $protocol: String!) {
  pod(cluster: $cluster, namespace: $namespace, name: $name) {
    networkPolicyVerdict(pod: $pod, address: $address, port: $port, protocol: $protocol) {
      allowed reason ingress { isolated } egress { isolated allowedBy { policy { name } rule } } } } }`;

const throughGateway = (rule: number): string => `ALLOWED ALLOWED_BY_RULE egress-through-gateway ${rule}`;
const denied = "DENIED NO_RULE_ALLOWS";

/** From a pod to a pod or an address, at a port, and the verdict with the rule that allows it. */
const connections: readonly (readonly [
  sentence: string,
  cluster: string,
  from: string,
  to: string,
  port: string,
  expected: string,
])[] = [
  ["reaches DNS", "eu-1", "shop app=web", "kube-system k8s-app=kube-dns", "53 UDP", throughGateway(0)],
  ["reaches the control plane", "eu-1", "shop app=web", "istio-system app=istiod", "15012 TCP", throughGateway(1)],
  [
    "reaches the egress gateway",
    "eu-1",
    "pay app=payments",
    "istio-egress istio=egressgateway",
    "8443 TCP",
    throughGateway(2),
  ],
  ["reaches another team's pod", "eu-1", "ledger app=postings", "pay app=payments", "8080 TCP", throughGateway(3)],
  [
    "does not reach the control plane's other ports",
    "eu-1",
    "shop app=web",
    "istio-system app=istiod",
    "15014 TCP",
    denied,
  ],
  [
    "does not reach the gateway at the port of its Service",
    "eu-1",
    "shop app=web",
    "istio-egress istio=egressgateway",
    "443 TCP",
    denied,
  ],
  ["does not reach Karpenter", "eu-1", "pay app=payments", "kube-system app=karpenter", "8080 TCP", denied],
  ["does not reach the internet", "eu-1", "pay app=payments", "203.0.113.10", "443 TCP", denied],
  [
    "of the ledger reaches its database",
    "eu-1",
    "ledger app=ledger-api",
    "10.255.3.3",
    "5432 TCP",
    "ALLOWED ALLOWED_BY_RULE database 0",
  ],
  ["of the shop does not reach the ledger's database", "eu-1", "shop app=cart", "10.255.3.3", "5432 TCP", denied],
  [
    "may or may not reach the address of DNS where DNS is pods",
    "eu-1",
    "shop app=web",
    "172.20.0.10",
    "53 UDP",
    "UNKNOWN ADDRESS_REWRITTEN",
  ],
  [
    "reaches DNS by its address where DNS is no pods",
    "us-1",
    "shop app=web",
    "172.20.0.10",
    "53 UDP",
    throughGateway(0),
  ],
  [
    "with a policy from a cluster whose DNS is pods does not reach DNS",
    "us-1",
    "ledger app=ledger-api",
    "172.20.0.10",
    "53 UDP",
    denied,
  ],
  [
    "of the shop reaches its cache",
    "us-1",
    "shop app=cart",
    "10.255.12.7",
    "6379 TCP",
    "ALLOWED ALLOWED_BY_RULE session-cache 0",
  ],
  [
    "of the ledger reaches the mainframe",
    "eu-1",
    "ledger app=postings",
    "10.255.20.5",
    "8443 TCP",
    "ALLOWED ALLOWED_BY_RULE mainframe 0",
  ],
  [
    "that no policy selects reaches all",
    "eu-2",
    "wallet app=balances",
    "203.0.113.10",
    "443 TCP",
    "ALLOWED NOT_ISOLATED",
  ],
];

const dnsRule = (cluster: string, namespace: string): string =>
  `{ networkPolicy(cluster: "${cluster}", namespace: "${namespace}", name: "egress-through-gateway") {
    pods { totalCount } egress { peers { kind cidr namespaces { nodes { name } } pods { totalCount } } ports { protocol from to } } } }`;

/** How many pods the policy is for, and whom its first rule lets them reach. */
const dnsSeen = ({
  networkPolicy: {
    pods,
    egress: [dns],
  },
}: GraphAnswer): unknown => [
  pods.totalCount,
  ...dns.peers.map(({ kind, cidr, namespaces, pods: reached }: GraphAnswer) =>
    [kind, cidr ?? namespaces.nodes.map(({ name }: GraphAnswer) => name), reached.totalCount].join(" "),
  ),
  dns.ports.map(({ protocol, from, to }: GraphAnswer) => `${protocol} ${from}-${to}`).join(),
];

const questions: readonly SceneQuestion[] = [
  [
    "a rule for DNS finds its pods",
    dnsRule("eu-1", "ledger"),
    dnsSeen,
    [8, "PODS kube-system 2", "UDP 53-53,TCP 53-53"],
  ],
  [
    "a rule for DNS is for an address where DNS is no pods",
    dnsRule("us-1", "pay"),
    dnsSeen,
    [8, "IP_BLOCK 172.20.0.10/32 0", "UDP 53-53,TCP 53-53"],
  ],
  [
    "a copied rule for DNS finds nobody",
    dnsRule("us-1", "ledger"),
    dnsSeen,
    [8, "PODS kube-system 0", "UDP 53-53,TCP 53-53"],
  ],
  [
    "teams' pods are isolated in what they call, not in who calls them; the gateway's are not",
    `{ pods(filter: { clusters: ["eu-1", "us-1"], namespaces: ["istio-egress", "ledger", "pay", "shop"] }, first: 100) { nodes {
      namespace workload { name } isolation { egress { isolated defaultDeny policies { name } unreadable { name } } ingress { isolated } } } } }`,
    ({ pods: { nodes } }) => [
      ...new Set(
        nodes.flatMap(({ namespace, workload, isolation: { egress, ingress } }: GraphAnswer) =>
          workload.name === "storefront-istio"
            ? []
            : [
                [
                  namespace,
                  egress.isolated,
                  egress.defaultDeny,
                  ingress.isolated,
                  ...[...egress.policies, ...egress.unreadable].map(({ name }: GraphAnswer) => name),
                ].join(" "),
              ],
        ),
      ),
    ],
    [
      "istio-egress false false false",
      "ledger true false false database egress-through-gateway mainframe",
      "pay true false false egress-through-gateway",
      "shop true false false egress-through-gateway session-cache",
    ],
  ],
  [
    "who may call whom in the mesh is read as it is written",
    `{ authorizationPolicies { nodes { id action selector targetRefs { kind name } rules } } }`,
    ({ authorizationPolicies }) =>
      authorizationPolicies.nodes.map(({ id, action, selector, targetRefs, rules }: GraphAnswer) =>
        [
          id.replace("AuthorizationPolicy/", ""),
          action,
          Object.values(selector ?? {}),
          ...targetRefs.map((ref: GraphAnswer) => `${ref.kind} ${ref.name}`),
          rules.length,
        ].join(" "),
      ),
    [
      "eu-1/istio-egress/teams-only ALLOW egressgateway 1",
      "eu-1/ledger/deny-by-default ALLOW  0",
      "eu-1/ledger/postings-callers ALLOW postings 1",
      "eu-1/pay/payments-callers ALLOW payments 1",
      "eu-2/istio-egress/interbank-callers ALLOW  ServiceEntry interbank 1",
      "eu-2/wallet/balances-readers ALLOW  Service balances 1",
      "us-1/istio-egress/teams-only ALLOW egressgateway 1",
      "us-1/ledger/deny-by-default ALLOW  0",
      "us-1/ledger/postings-callers ALLOW postings 1",
      "us-1/pay/payments-callers ALLOW payments 1",
    ],
  ],
  [
    "AWS's policy names the hosts that pods may reach",
    "{ applicationNetworkPolicies { nodes { id domainNames } } }",
    ({ applicationNetworkPolicies }) => applicationNetworkPolicies.nodes,
    [{ id: "ApplicationNetworkPolicy/us-1/pay/risk-scores", domainNames: ["scores.riskdata.example"] }],
  ],
  [
    "one budget of each shop's cluster lets none of its pods go",
    `{ podDisruptionBudgets { nodes { id minAvailable currentHealthy expectedPods disruptionsAllowed } } }`,
    ({ podDisruptionBudgets }) =>
      podDisruptionBudgets.nodes.filter(({ disruptionsAllowed }: GraphAnswer) => disruptionsAllowed === 0),
    ["eu-1", "us-1"].map((cluster) => ({
      id: `PodDisruptionBudget/${cluster}/ledger/ledger-api`,
      minAvailable: "3",
      currentHealthy: 3,
      expectedPods: 3,
      disruptionsAllowed: 0,
    })),
  ],
];

describe.each(scenes.all)("of the scene with seed $seed", ({ url }) => {
  test.each(connections)("a pod %s: %s, %s to %s at %s", async (_sentence, cluster, from, to, at, expected) => {
    const { name } = await podOf(url, cluster, from);
    const [port, protocol] = at.split(" ");
    const target = to.includes(" ") ? { pod: (await podOf(url, cluster, to)).id } : { address: to };

    const place = { cluster, namespace: from.split(" ")[0], name };
    const { pod } = await ask(url, verdictQuery, { ...place, ...target, port: Number(port), protocol });

    const { allowed, reason, egress } = pod.networkPolicyVerdict;
    const rules = egress.allowedBy.map(({ policy, rule }: GraphAnswer) => `${policy.name} ${rule}`);
    expect([allowed, reason, ...rules].join(" ")).toBe(expected);
  });

  test.each(questions)("%s", async (_sentence, query, seen, expected) => {
    expect(seen(await ask(url, query))).toEqual(expected);
  });
});
