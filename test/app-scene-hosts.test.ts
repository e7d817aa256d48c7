import { afterAll, describe, expect, test } from "vitest";
import { ask, type GraphAnswer } from "./support/graph-client.ts";
import { type SceneQuestion, startScenes } from "./support/start-scenes.ts";

const scenes = await startScenes(1, 2026);
afterAll(() => scenes[Symbol.asyncDispose]());

const egress = "istio-egressgateway.istio-egress.svc.cluster.local";

const hostQuery = `query ($cluster: String!, $namespace: String!, $host: String!, $port: Int!) {
  namespace(cluster: $cluster, name: $namespace) { host(name: $host) {
    outcome mode istioVersion object { id } claims { object { id } verdict }
    routes(port: $port) { outcome outboundMode routes { kind virtualService { id } destinations { host port subset problem } } } } } }`;

/** Who answers, and where it goes, each as one line. */
const hostSeen = ({ namespace: { host } }: GraphAnswer): unknown => ({
  host: [host.outcome, host.object?.id ?? "nobody", host.mode, host.istioVersion].join(" "),
  claims: host.claims.map(({ object, verdict }: GraphAnswer) => `${object.id} ${verdict}`),
  routes: `${host.routes.outcome} ${host.routes.outboundMode}`,
  to: host.routes.routes.flatMap(({ kind, virtualService, destinations }: GraphAnswer) =>
    destinations.map(({ host: name, port, subset, problem }: GraphAnswer) =>
      [kind, virtualService?.id, name, port, subset, problem].filter((part) => (part ?? null) !== null).join(" "),
    ),
  ),
});

/** That one object answers a sidecar, the only one that has the host, and where its port leads. */
const answered = (id: string, version: string, to: string, outboundMode = "REGISTRY_ONLY"): unknown => ({
  host: `RESOLVED ${id} SIDECAR ${version}`,
  claims: [`${id} WINS`],
  routes: `ROUTED ${outboundMode}`,
  to: [to],
});

/** That a host means nothing to a sidecar, and its outbound mode decides. */
const nothing = (
  outcome: string,
  version: string,
  claims: readonly string[],
  outboundMode = "REGISTRY_ONLY",
): unknown => ({
  host: `${outcome} nobody SIDECAR ${version}`,
  claims,
  routes: `UNMATCHED ${outboundMode}`,
  to: [],
});

const hosts: readonly (readonly [sentence: string, place: string, expected: unknown])[] = [
  [
    "what pods call at port 80 goes to the egress gateway",
    "eu-1 pay api.stripe.example 80",
    answered(
      "ServiceEntry/eu-1/pay/stripe",
      "1.30.4",
      `HTTP VirtualService/eu-1/pay/stripe-through-egress ${egress} 443 stripe`,
    ),
  ],
  [
    "the port for the gateway's own leg leads out by itself, where no policy holds it back",
    "eu-1 pay api.stripe.example 443",
    answered("ServiceEntry/eu-1/pay/stripe", "1.30.4", "TLS api.stripe.example 443"),
  ],
  [
    "the same holds in the mesh's other cluster",
    "us-1 shop geo.maps.example 80",
    answered(
      "ServiceEntry/us-1/shop/maps",
      "1.30.4",
      `HTTP VirtualService/us-1/shop/maps-through-egress ${egress} 443 maps`,
    ),
  ],
  [
    "a canary's namespace is answered by the canary's rules",
    "eu-1 ledger rates.centralbank.example 80",
    answered(
      "ServiceEntry/eu-1/ledger/fx-rates",
      "1.31.1",
      `HTTP VirtualService/eu-1/ledger/fx-rates-through-egress ${egress} 443 fx-rates`,
    ),
  ],
  [
    "a host is not seen where it is not exported to",
    "eu-1 shop api.stripe.example 80",
    nothing("NOT_VISIBLE", "1.30.4", ["ServiceEntry/eu-1/pay/stripe NOT_EXPORTED"]),
  ],
  [
    "a host that nobody has is refused where only what is registered may be called",
    "eu-1 pay nobody.example 443",
    nothing("NO_SUCH_HOST", "1.30.4", []),
  ],
  [
    "a host that nobody has gets through where any may be called",
    "hybrid-1 branches nobody.example 443",
    nothing("NO_SUCH_HOST", "1.31.1", [], "ALLOW_ANY"),
  ],
  [
    "the database is called directly",
    "us-1 ledger ledger.cluster-c1x2y3.us-east-1.rds.example 5432",
    answered("ServiceEntry/us-1/ledger/ledger-db", "1.30.4", "TCP ledger.cluster-c1x2y3.us-east-1.rds.example 5432"),
  ],
  [
    "the cache is called directly",
    "eu-1 shop sessions.cache.internal 6379",
    answered("ServiceEntry/eu-1/shop/session-cache", "1.30.4", "TCP sessions.cache.internal 6379"),
  ],
  [
    "the machines outside are called by their team",
    "eu-1 ledger mainframe.ledger.internal 8443",
    answered("ServiceEntry/eu-1/ledger/mainframe", "1.31.1", "TLS mainframe.ledger.internal 8443"),
  ],
  [
    "the Sidecar of a namespace takes a neighbour in",
    "eu-1 shop payments.pay.svc.cluster.local 80",
    answered("KubernetesService/eu-1/pay/payments", "1.30.4", "HTTP payments.pay.svc.cluster.local 80"),
  ],
  [
    "and leaves another one out",
    "eu-1 shop ledger-api.ledger.svc.cluster.local 80",
    nothing("NOT_VISIBLE", "1.30.4", ["KubernetesService/eu-1/ledger/ledger-api NOT_IMPORTED"]),
  ],
  [
    "which others without a Sidecar see",
    "eu-1 pay ledger-api.ledger.svc.cluster.local 80",
    answered("KubernetesService/eu-1/ledger/ledger-api", "1.30.4", "HTTP ledger-api.ledger.svc.cluster.local 80"),
  ],
  [
    "a sidecar reaches the interbank host at the entry's port",
    "eu-2 settlement swift.interbank.example 80",
    answered("ServiceEntry/eu-2/istio-egress/interbank", "1.31.1", "HTTP swift.interbank.example 80", "ALLOW_ANY"),
  ],
  [
    "in ambient it answers by ztunnel's rules, and the waypoint's routes are not told",
    "eu-2 wallet swift.interbank.example 80",
    {
      host: "RESOLVED ServiceEntry/eu-2/istio-egress/interbank AMBIENT 1.31.1",
      claims: ["ServiceEntry/eu-2/istio-egress/interbank WINS"],
      routes: "UNKNOWN null",
      to: [],
    },
  ],
  [
    "a short name of a Service is followed as the one in full",
    "eu-1 pay ledger-api.ledger 80",
    answered("KubernetesService/eu-1/ledger/ledger-api", "1.30.4", "HTTP ledger-api.ledger.svc.cluster.local 80"),
  ],
  [
    "so is the name alone, in its own namespace",
    "eu-1 pay payments 80",
    answered("KubernetesService/eu-1/pay/payments", "1.30.4", "HTTP payments.pay.svc.cluster.local 80"),
  ],
];

const questions: readonly SceneQuestion[] = [
  [
    "a pod is answered as its namespace is",
    `{ pods(filter: { clusters: ["eu-1"], namespaces: ["pay"] }) { totalCount nodes {
      host(name: "api.stripe.example") { object { id } routes(port: 80) { routes { destinations { host subset } } } } } } }`,
    ({ pods }) => [
      pods.totalCount,
      ...new Set(
        pods.nodes.map(({ host }: GraphAnswer) =>
          [
            host.object.id,
            host.routes.routes[0].destinations[0].host,
            host.routes.routes[0].destinations[0].subset,
          ].join(" "),
        ),
      ),
    ],
    [8, `ServiceEntry/eu-1/pay/stripe ${egress} stripe`],
  ],
  [
    "all that makes one host leave through the gateway hangs on its entry",
    `{ serviceEntry(cluster: "eu-1", namespace: "pay", name: "stripe") { exportTo
      virtualServices { id } destinationRules { id } gateways { id zones } } }`,
    ({ serviceEntry }) => serviceEntry,
    {
      exportTo: [".", "istio-egress"],
      virtualServices: [{ id: "VirtualService/eu-1/pay/stripe-through-egress" }],
      destinationRules: [{ id: "DestinationRule/eu-1/pay/stripe-tls" }],
      gateways: [{ id: "IstioGateway/eu-1/istio-egress/egress", zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] }],
    },
  ],
  [
    "of the hosts behind the gateway, one lacks the rule that makes TLS of the gateway's leg",
    `{ istioGateway(cluster: "eu-1", namespace: "istio-egress", name: "egress") {
      servers { hosts tlsMode } virtualServices { hosts destinations { object { id ... on ServiceEntry { destinationRules { name } } } } } } }`,
    ({ istioGateway: { servers, virtualServices } }) => [
      servers.length,
      virtualServices.flatMap(({ destinations }: GraphAnswer) =>
        destinations.flatMap(({ object }: GraphAnswer) => (object.destinationRules?.length === 0 ? [object.id] : [])),
      ),
    ],
    [7, ["ServiceEntry/eu-1/ledger/fx-rates"]],
  ],
  [
    "the one without it is told to speak plain HTTP to a port of TLS",
    `{ virtualService(cluster: "eu-1", namespace: "ledger", name: "fx-rates-through-egress") { problems { code } } }`,
    ({ virtualService }) => virtualService.problems.map(({ code }: GraphAnswer) => code),
    ["PLAIN_HTTP_TO_TLS_PORT"],
  ],
  [
    "the machines outside are found by their labels",
    `{ serviceEntry(cluster: "eu-1", namespace: "ledger", name: "mainframe") { targets { doubt leftOut { reason }
      targets { from address ports { number targetPort } object { id } } } } }`,
    ({ serviceEntry }) => serviceEntry.targets,
    {
      doubt: null,
      leftOut: [],
      targets: [4, 5].map((last, index) => ({
        from: "WORKLOAD_ENTRY",
        address: `10.255.20.${last}`,
        ports: [{ number: 8443, targetPort: 8443 }],
        object: { id: `WorkloadEntry/eu-1/ledger/mainframe-${index + 1}` },
      })),
    },
  ],
  [
    "nothing is wrong with any but the host that lacks its TLS",
    `{ serviceEntries { totalCount nodes { name problems { code } } } virtualServices { totalCount nodes { name problems { code } } }
      destinationRules { totalCount nodes { name problems { code } } }
      istioGateways { totalCount nodes { name problems { code } } } sidecars { totalCount nodes { name problems { code } } } }`,
    (all) =>
      Object.values<GraphAnswer>(all).map(({ totalCount, nodes }) => [
        totalCount,
        nodes.filter(({ name, problems }: GraphAnswer) => !name.startsWith("fx-rates") && problems.length > 0),
      ]),
    [20, 14, 15, 2, 2].map((count) => [count, []]),
  ],
];

describe.each(scenes.all)("of the scene with seed $seed", ({ url }) => {
  test.each(hosts)("%s", async (_sentence, place, expected) => {
    const [cluster, namespace, host, port] = place.split(" ");
    const answer = await ask(url, hostQuery, { cluster, namespace, host, port: Number(port) });

    expect(hostSeen(answer)).toEqual(expected);
  });

  test.each(questions)("%s", async (_sentence, query, seen, expected) => {
    expect(seen(await ask(url, query))).toEqual(expected);
  });
});
