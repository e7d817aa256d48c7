import { afterAll, describe, expect, test } from "vitest";
import { ask, type GraphAnswer } from "./support/graph-client.ts";
import { type SceneQuestion, startScenes } from "./support/start-scenes.ts";

const scenes = await startScenes(1, 2026);
afterAll(() => scenes[Symbol.asyncDispose]());

const namespacesOf = (cluster: string): string =>
  `{ namespaces(filter: { clusters: ["${cluster}"] }) { nodes { name dataPlane { mode wanted revision } } } }`;

/** The namespaces whose pods are to be in the mesh. */
const meshedNamespaces = ({ namespaces }: GraphAnswer): unknown =>
  namespaces.nodes.flatMap(({ name, dataPlane: { mode, wanted, revision } }: GraphAnswer) =>
    mode === "NONE" && wanted === "NONE" ? [] : [[name, mode, wanted, revision].join(" ")],
  );

const podsIn = (cluster: string, namespaces: readonly string[]): string =>
  `{ pods(filter: { clusters: ["${cluster}"], namespaces: ${JSON.stringify(namespaces)} }, first: 100) { nodes {
    namespace workload { name } dataPlane { mode wanted revision proxyVersion } } } }`;

/** What carries the traffic of each workload's pods, the same for all of them. */
const dataPlanes = ({ pods }: GraphAnswer): unknown => [
  ...new Set(
    pods.nodes.map(({ namespace, workload, dataPlane: { mode, wanted, revision, proxyVersion } }: GraphAnswer) =>
      [`${namespace}/${workload.name}`, mode, wanted, revision, proxyVersion].join(" "),
    ),
  ),
];

const workloads = (field: string): string =>
  `{ list: ${field}(first: 60) { nodes { id replicas readyReplicas availableReplicas pods(first: 30) { totalCount nodes { ready workload { id } } } } } }`;

/** How many workloads there are, and those of which the counts, or the way back from their pods, are not what their pods are. */
const miscounted = ({ list }: GraphAnswer): unknown => [
  list.nodes.length,
  list.nodes.filter(({ id, replicas, readyReplicas, availableReplicas, pods }: GraphAnswer) => {
    const ready = pods.nodes.filter((pod: GraphAnswer) => pod.ready).length;
    const isTheirs = pods.nodes.every(({ workload }: GraphAnswer) => workload.id === id);
    return replicas !== pods.totalCount || readyReplicas !== ready || availableReplicas !== ready || !isTheirs;
  }),
];

const questions: readonly SceneQuestion[] = [
  [
    "namespaces follow a control plane by the default, a tag and a revision",
    namespacesOf("eu-1"),
    meshedNamespaces,
    [
      "istio-egress SIDECAR SIDECAR default",
      "ledger SIDECAR SIDECAR 1-31",
      "pay SIDECAR SIDECAR default",
      "shop SIDECAR SIDECAR default",
    ],
  ],
  [
    "a cluster has ambient namespaces beside one of sidecars",
    namespacesOf("eu-2"),
    meshedNamespaces,
    [
      "cards AMBIENT AMBIENT ",
      "istio-egress AMBIENT AMBIENT ",
      "settlement SIDECAR SIDECAR default",
      "wallet AMBIENT AMBIENT ",
    ],
  ],
  ["a cluster in no mesh has no such namespace", namespacesOf("batch-1"), meshedNamespaces, []],
  [
    "pods have the sidecar of their namespace's control plane, gateways are proxies themselves",
    podsIn("eu-1", ["istio-egress", "ledger", "pay", "shop"]),
    dataPlanes,
    [
      "istio-egress/istio-egressgateway GATEWAY GATEWAY default 1.30.4",
      ...["ledger-api", "postings", "statements"].map((name) => `ledger/${name} SIDECAR SIDECAR 1-31 1.31.1`),
      ...["fraud", "payments", "refunds"].map((name) => `pay/${name} SIDECAR SIDECAR default 1.30.4`),
      ...["cart", "catalog", "checkout", "search"].map((name) => `shop/${name} SIDECAR SIDECAR default 1.30.4`),
      "shop/storefront-istio GATEWAY GATEWAY default 1.30.4",
      "shop/web SIDECAR SIDECAR default 1.30.4",
    ],
  ],
  [
    "a node's ztunnel is told from other pods",
    podsIn("eu-2", ["istio-system"]),
    dataPlanes,
    [
      "istio-system/istio-cni-node NONE NONE  ",
      "istio-system/istiod NONE NONE  ",
      "istio-system/ztunnel ZTUNNEL ZTUNNEL  1.31.1",
    ],
  ],
  [
    "native sidecars are sidecars, and ambient pods and waypoints are told apart",
    podsIn("eu-2", ["cards", "istio-egress", "settlement", "wallet"]),
    dataPlanes,
    [
      "cards/authorizer AMBIENT AMBIENT  ",
      "cards/issuer AMBIENT AMBIENT  ",
      "istio-egress/waypoint WAYPOINT WAYPOINT default 1.31.1",
      "settlement/clearing SIDECAR SIDECAR default 1.31.1",
      "settlement/clearing-istio GATEWAY GATEWAY default 1.31.1",
      "settlement/journal SIDECAR SIDECAR default 1.31.1",
      "wallet/balances AMBIENT AMBIENT  ",
      "wallet/wallet-api AMBIENT AMBIENT  ",
      "wallet/waypoint WAYPOINT WAYPOINT default 1.31.1",
    ],
  ],
  [
    "customers come in by a gateway of the Gateway API, to a Service for each part of the site",
    `{ kubernetesGateway(cluster: "eu-1", namespace: "shop", name: "storefront") {
      gatewayClassName addresses listeners { name hostname port protocol tlsMode } conditions { type status } pods { totalCount }
      tlsRoutes { name } httpRoutes { name hostnames parents { id } backends { id } } } }`,
    ({ kubernetesGateway }) => kubernetesGateway,
    {
      gatewayClassName: "istio",
      addresses: ["k8s-shop-storefront-istio.elb.eu-west-1.amazonaws.example"],
      listeners: [{ name: "https", hostname: "*.retail.example", port: 443, protocol: "HTTPS", tlsMode: "Terminate" }],
      conditions: [
        { type: "Accepted", status: "True" },
        { type: "Programmed", status: "True" },
      ],
      pods: { totalCount: 2 },
      tlsRoutes: [],
      httpRoutes: ["search", "web"].map((name) => ({
        name,
        hostnames: ["www.retail.example"],
        parents: [{ id: "KubernetesGateway/eu-1/shop/storefront" }],
        backends: [{ id: `KubernetesService/eu-1/shop/${name}` }],
      })),
    },
  ],
  [
    "the bank's way in passes TLS on, and its waypoints have no routes",
    `{ kubernetesGateways(filter: { clusters: ["eu-2"] }) { nodes { id gatewayClassName pods { totalCount }
      listeners { protocol tlsMode } httpRoutes { name } tlsRoutes { hostnames backends { id } } } } }`,
    ({ kubernetesGateways }) => kubernetesGateways.nodes,
    ["istio-egress/waypoint", "settlement/clearing", "wallet/waypoint"].map((place) => ({
      id: `KubernetesGateway/eu-2/${place}`,
      gatewayClassName: place.endsWith("waypoint") ? "istio-waypoint" : "istio",
      pods: { totalCount: 2 },
      listeners: [
        place.endsWith("waypoint") ? { protocol: "HBONE", tlsMode: null } : { protocol: "TLS", tlsMode: "Passthrough" },
      ],
      httpRoutes: [],
      tlsRoutes: place.endsWith("waypoint")
        ? []
        : [
            {
              hostnames: ["clearing.payments.example"],
              backends: [{ id: "KubernetesService/eu-2/settlement/clearing" }],
            },
          ],
    })),
  ],
  [
    "the endpoints of each Service are its pods that are ready",
    `{ kubernetesServices(first: 70) { totalCount nodes { id selector
      pods(first: 30) { nodes { name ready podIP } } endpointSlices { endpoints { addresses ready podName } } } } }`,
    ({ kubernetesServices: { totalCount, nodes } }) => [
      totalCount,
      nodes.filter(({ selector, pods, endpointSlices }: GraphAnswer) => {
        const endpoints = endpointSlices
          .flatMap((slice: GraphAnswer) => slice.endpoints)
          .filter(({ ready }: GraphAnswer) => ready);
        const listed = endpoints.map(({ addresses, podName }: GraphAnswer) => `${podName} ${addresses}`).toSorted();
        const ready = pods.nodes
          .flatMap((pod: GraphAnswer) => (pod.ready ? [`${pod.name} ${pod.podIP}`] : []))
          .toSorted();
        return selector !== null && `${listed}` !== `${ready}`;
      }),
    ],
    [56, []],
  ],
  ["Deployments count their pods", workloads("deployments"), miscounted, [54, []]],
  ["StatefulSets count their pods", workloads("statefulSets"), miscounted, [2, []]],
  ["DaemonSets count their pods", workloads("daemonSets"), miscounted, [11, []]],
  [
    "of all workloads, four lack a pod",
    `{ deployments(first: 100) { totalCount nodes { id replicas readyReplicas } } statefulSets { nodes { id replicas readyReplicas } } daemonSets { nodes { id replicas readyReplicas } } }`,
    (all) =>
      Object.values<GraphAnswer>(all).flatMap(({ nodes }) =>
        nodes.filter(({ replicas, readyReplicas }: GraphAnswer) => replicas !== readyReplicas),
      ),
    [
      ["jobs/cruncher", 9, 8],
      ["jobs/ingest", 1, 0],
      ["reports/archive", 1, 0],
      ["training/trainer", 1, 0],
    ].map(([name, replicas, readyReplicas]) => ({ id: `Deployment/batch-1/${name}`, replicas, readyReplicas })),
  ],
  [
    "what holds for a whole mesh, and what makes nodes, is read",
    `{ peerAuthentications { nodes { id mode } } telemetries { nodes { id } } sidecars { nodes { id egressHosts } }
      workloadGroups { nodes { id serviceAccount } } ec2NodeClasses { nodes { id ready } } nodeClasses { nodes { id ready networkPolicy } } nodeOverlays { nodes { id priceAdjustment } } }`,
    (all) =>
      Object.values<GraphAnswer>(all).flatMap(({ nodes }) =>
        nodes.map((node: GraphAnswer) => Object.values(node).join(" ")),
      ),
    [
      ...["eu-1", "eu-2", "hybrid-1", "us-1"].map(
        (cluster) => `PeerAuthentication/${cluster}/istio-system/default STRICT`,
      ),
      ...["eu-1", "eu-2", "hybrid-1", "us-1"].map((cluster) => `Telemetry/${cluster}/istio-system/mesh-default`),
      ...["eu-1", "us-1"].map((cluster) => `Sidecar/${cluster}/shop/default ./*,istio-system/*,istio-egress/*,pay/*`),
      "WorkloadGroup/eu-1/ledger/mainframe mainframe",
      ...["batch-1", "eu-1", "eu-2"].map((cluster) => `EC2NodeClass/${cluster}/default true`),
      "NodeClass/us-1/default true DefaultAllow",
      "NodeOverlay/eu-1/savings-plan -28%",
    ],
  ],
];

describe.each(scenes.all)("of the scene with seed $seed", ({ url }) => {
  test.each(questions)("%s", async (_sentence, query, seen, expected) => {
    expect(seen(await ask(url, query))).toEqual(expected);
  });
});
