import { expect, test } from "vitest";
import { all, one, startCluster, type Loose } from "../support/started-cluster.ts";

const withGateway = ["eu-1", "us-1", "ap-1"];

test.each(withGateway)("the egress gateway of %s has tainted nodes of its own in each zone", async (name) => {
  await using cluster = await startCluster(name);
  const { server } = cluster;

  const pods = all(server, "pods", "istio-egress");
  const nodes = pods.map(({ spec }) => one(server, "nodes", spec.nodeName));

  expect(new Set(nodes.map(({ metadata }) => metadata.labels?.["topology.kubernetes.io/zone"])).size).toBe(3);
  for (const { spec } of nodes)
    expect(spec.taints).toEqual([{ key: "dedicated", value: "egress", effect: "NoSchedule" }]);
  const others = all(server, "pods").filter(
    ({ spec, metadata }) =>
      nodes.some((node) => node.metadata.name === spec.nodeName) && metadata.namespace !== "istio-egress",
  );
  expect(new Set(others.map(({ metadata }) => metadata.ownerReferences?.[0]?.["kind"]))).toEqual(
    new Set(name === "us-1" ? [] : ["DaemonSet"]),
  );
});

test.each(withGateway)(
  "what goes through the gateway of %s has every part of the recipe, but for one that lacks TLS",
  async (name) => {
    await using cluster = await startCluster(name);
    const { server } = cluster;
    const istio = (plural: string): readonly Loose[] => all(server, `${plural}.networking.istio.io`);
    const gateway = one(server, "gateways.networking.istio.io", "istio-egress/egress");
    const subsets = one(server, "destinationrules.networking.istio.io", "istio-egress/istio-egressgateway");

    const routed = istio("virtualservices").flatMap(({ metadata, spec }) => {
      const [host] = spec.hosts;
      const [toGateway, toHost] = spec.http.map(({ route }: Loose) => route[0].destination);
      const entry = istio("serviceentries").find((each) => each["spec"].hosts.includes(host));
      const tls = istio("destinationrules").find((each) => each["spec"].host === host);
      return {
        host,
        entry: entry?.["spec"].resolution,
        isServed: gateway["spec"].servers.some(({ hosts }: Loose) => hosts.includes(`${metadata.namespace}/${host}`)),
        subset: subsets["spec"].subsets.some((subset: Loose) => subset["name"] === toGateway.subset),
        legs: [toGateway.host, toHost.host],
        originatesTls: tls?.["spec"].trafficPolicy.portLevelSettings[0].tls.mode === "SIMPLE",
      };
    });

    expect(routed).toHaveLength(7);
    for (const { host, ...rest } of routed)
      expect(rest).toEqual({
        entry: "DNS",
        isServed: true,
        subset: true,
        legs: ["istio-egressgateway.istio-egress.svc.cluster.local", host],
        originatesTls: host !== "rates.centralbank.example",
      });
  },
);

const dnsPods = {
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
  podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
};
const dnsAddress = { ipBlock: { cidr: "172.20.0.10/32" } };

test.each([
  ["eu-1", "shop", dnsPods, true],
  ["eu-1", "ledger", dnsPods, true],
  ["us-1", "shop", dnsAddress, true],
  ["us-1", "pay", dnsAddress, true],
  ["us-1", "ledger", dnsPods, false],
])("the policy of %s/%s lets pods find names by %j, which works: %s", async (name, namespace, peer, works) => {
  await using cluster = await startCluster(name);
  const { server } = cluster;

  const { spec } = one(server, "networkpolicies.networking.k8s.io", `${namespace}/egress-through-gateway`);
  const [dns, istiod, gateway] = spec.egress;
  const isDnsOfPods = all(server, "pods", "kube-system").some(
    ({ metadata }) => metadata.labels?.["k8s-app"] === "kube-dns",
  );

  expect(dns.to).toEqual([peer]);
  expect("ipBlock" in peer || isDnsOfPods).toBe(works);
  expect(istiod.ports).toEqual([{ protocol: "TCP", port: 15_012 }]);
  const planes = all(server, "pods", "istio-system").filter(({ metadata }) => metadata.labels?.["app"] === "istiod");
  expect(istiod.to[0].podSelector.matchLabels).toEqual({ app: "istiod" });
  expect(planes.length).toBe(name === "eu-1" ? 4 : 2);
  // Policies are about the ports of pods, not of the Service.
  const { ports } = one(server, "services", "istio-egress/istio-egressgateway")["spec"];
  expect(gateway.ports.map(({ port }: Loose) => port)).toEqual(ports.map(({ targetPort }: Loose) => targetPort));
});

test("machines outside of Kubernetes are found by their labels", async () => {
  await using cluster = await startCluster("eu-1");
  const { server } = cluster;

  const { spec } = one(server, "serviceentries.networking.istio.io", "ledger/mainframe");
  const entries = all(server, "workloadentries.networking.istio.io", "ledger");

  expect(spec).toMatchObject({
    resolution: "STATIC",
    location: "MESH_INTERNAL",
    workloadSelector: { labels: { app: "mainframe" } },
  });
  expect(spec.endpoints).toBeUndefined();
  expect(entries.map((entry) => [entry["spec"].address, entry["spec"].labels.app])).toEqual([
    ["10.255.20.4", "mainframe"],
    ["10.255.20.5", "mainframe"],
  ]);
});

test("in ambient mode the way out is a ServiceEntry behind a waypoint of the egress namespace", async () => {
  await using cluster = await startCluster("eu-2");
  const { server } = cluster;

  const entry = one(server, "serviceentries.networking.istio.io", "istio-egress/interbank");
  const policy = one(server, "authorizationpolicies.security.istio.io", "istio-egress/interbank-callers");

  expect(entry["spec"]).toMatchObject({
    resolution: "DNS",
    ports: [{ number: 80, protocol: "HTTP", targetPort: 443 }],
  });
  expect(policy["spec"].targetRefs).toEqual([
    { group: "networking.istio.io", kind: "ServiceEntry", name: "interbank" },
  ]);
  expect(one(server, "namespaces", "istio-egress").metadata.labels?.["istio.io/use-waypoint"]).toBe("waypoint");
});
