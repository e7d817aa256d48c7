import { expect, test } from "vitest";
import { parse } from "yaml";
import { all, clusterNames, one, startCluster, type Loose } from "../support/started-cluster.ts";

test.each([
  ["eu-1", "retail", "retail.example", "REGISTRY_ONLY"],
  ["us-1", "retail", "retail.example", "REGISTRY_ONLY"],
  ["ap-1", "retail", "retail.example", "REGISTRY_ONLY"],
  ["eu-2", "payments", "payments.example", "ALLOW_ANY"],
  ["hybrid-1", "payments", "payments.example", "ALLOW_ANY"],
])("the control planes of %s are of the mesh %s", async (name, meshId, trustDomain, mode) => {
  await using cluster = await startCluster(name);
  const { server } = cluster;

  const told = all(server, "configmaps", "istio-system").map(({ data }) => parse(data.mesh) as unknown);
  const planes = all(server, "deployments.apps", "istio-system").filter(
    ({ metadata }) => metadata.labels?.["app"] === "istiod",
  );

  expect(told).toHaveLength(planes.length);
  for (const mesh of told)
    expect(mesh).toMatchObject({
      defaultConfig: { meshId, proxyMetadata: { ISTIO_META_CLUSTER_ID: name } },
      trustDomain,
      outboundTrafficPolicy: { mode },
    });
  for (const { spec } of planes)
    expect(spec.template.spec.containers[0].env).toContainEqual({ name: "CLUSTER_ID", value: name });
});

test("what is in no mesh has nothing of Istio's, and what has no Karpenter has nothing of that", async () => {
  const groups = async (name: string): Promise<readonly string[]> => {
    await using cluster = await startCluster(name);
    const definitions = all(cluster.server, "customresourcedefinitions.apiextensions.k8s.io");
    return [...new Set(definitions.map(({ spec }) => spec.group as string))].toSorted();
  };
  const istio = ["networking.istio.io", "security.istio.io", "telemetry.istio.io"];

  expect(Object.fromEntries(await Promise.all(clusterNames.map(async (name) => [name, await groups(name)])))).toEqual({
    "eu-1": ["gateway.networking.k8s.io", "karpenter.k8s.aws", "karpenter.sh", ...istio],
    "us-1": ["eks.amazonaws.com", "karpenter.sh", "networking.istio.io", "networking.k8s.aws", ...istio.slice(1)],
    "eu-2": ["gateway.networking.k8s.io", "karpenter.k8s.aws", "karpenter.sh", ...istio],
    "hybrid-1": istio,
    "batch-1": ["karpenter.k8s.aws", "karpenter.sh"],
    "ap-1": ["karpenter.k8s.aws", "karpenter.sh", ...istio],
  });
});

test("two revisions live in one cluster, and a tag stands for one of them", async () => {
  await using cluster = await startCluster("eu-1");
  const { server } = cluster;

  const injectors = all(server, "mutatingwebhookconfigurations.admissionregistration.k8s.io").map(({ metadata }) => [
    metadata.name,
    metadata.labels?.["istio.io/rev"],
    metadata.labels?.["istio.io/tag"],
  ]);
  const revisions = (namespace: string) =>
    new Set(all(server, "pods", namespace).map(({ metadata }) => metadata.annotations?.["istio.io/rev"]));

  expect(injectors).toEqual([
    ["istio-revision-tag-prod", "default", "prod"],
    ["istio-sidecar-injector", "default", undefined],
    ["istio-sidecar-injector-1-31", "1-31", undefined],
  ]);
  expect(one(server, "namespaces", "pay").metadata.labels).toMatchObject({ "istio.io/rev": "prod" });
  expect([revisions("pay"), revisions("ledger")]).toEqual([new Set(["default"]), new Set(["1-31"])]);
  const image = all(server, "pods", "ledger")[0]?.["spec"].containers[1].image;
  expect(image).toBe("docker.io/istio/proxyv2:1.31.1");
});

const proxies = (containers: readonly Loose[] | undefined) =>
  (containers ?? []).filter(({ name }) => name === "istio-proxy").map(({ restartPolicy }) => restartPolicy);

test.each([
  ["us-1", "shop", [undefined], []],
  ["eu-2", "settlement", [], ["Always"]],
  ["eu-2", "wallet", [], []],
  ["hybrid-1", "vault", [], ["Always"]],
])("the sidecars of %s in %s are containers %j or native ones %j", async (name, namespace, classic, native) => {
  await using cluster = await startCluster(name);

  const pods = all(cluster.server, "pods", namespace).filter(
    ({ metadata }) => metadata.labels?.["gateway.networking.k8s.io/gateway-name"] === undefined,
  );

  expect(pods).not.toEqual([]);
  for (const { spec, status } of pods) {
    expect([proxies(spec.containers), proxies(spec.initContainers)]).toEqual([classic, native]);
    expect(status.containerStatuses).toHaveLength(spec.containers.length);
    expect(status.initContainerStatuses ?? []).toHaveLength(spec.initContainers?.length ?? 0);
  }
});

test("ambient namespaces are captured by their nodes' proxies, and one is behind a waypoint that is deployed", async () => {
  await using cluster = await startCluster("eu-2");
  const { server } = cluster;

  const ztunnel = one(server, "daemonsets.apps", "istio-system/ztunnel");
  const waypoint = one(server, "gateways.gateway.networking.k8s.io", "wallet/waypoint");
  const deployed = one(server, "deployments.apps", "wallet/waypoint");

  expect(ztunnel["status"].numberReady).toBe(all(server, "nodes").length);
  expect(one(server, "namespaces", "wallet").metadata.labels).toMatchObject({
    "istio.io/dataplane-mode": "ambient",
    "istio.io/use-waypoint": "waypoint",
  });
  expect(waypoint["spec"].gatewayClassName).toBe("istio-waypoint");
  expect(one(server, "gatewayclasses.gateway.networking.k8s.io", "istio-waypoint")["spec"].controllerName).toBe(
    "istio.io/mesh-controller",
  );
  expect(deployed["spec"].selector.matchLabels).toEqual({ "gateway.networking.k8s.io/gateway-name": "waypoint" });
  expect(all(server, "pods", "cards")[0]?.metadata.annotations).toEqual({ "ambient.istio.io/redirection": "enabled" });
});

test("routes of the Gateway API lead to Services that are there", async () => {
  await using cluster = await startCluster("eu-1");
  await using other = await startCluster("eu-2");
  const targets = [cluster, other].flatMap(({ server }) =>
    ["httproutes", "tlsroutes"]
      .flatMap((plural) => all(server, `${plural}.gateway.networking.k8s.io`))
      .flatMap(({ metadata, spec }) =>
        spec.rules.flatMap(({ backendRefs }: Loose) =>
          backendRefs.map(({ name, port }: Loose) => {
            const service = server.get("services", `${metadata.namespace}/${name}`) as Loose | undefined;
            return service?.["spec"].ports.some((each: Loose) => each["port"] === port);
          }),
        ),
      ),
  );

  expect(targets).toEqual([true, true, true]);
});
