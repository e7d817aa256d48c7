import { expect, test } from "vitest";
import { type DemoFleet, startDemoFleet } from "../../../src/demo/fleet.ts";
import { type IncidentName, incidentSummaries } from "../../../src/demo/scene/incidents/summaries.ts";
import { KubeClient } from "../../support/kube-client.ts";
import { all, one, type Loose } from "../support/started-cluster.ts";
import { expectCounts, expectEndpoints } from "../support/wiring.ts";

const names = Object.keys(incidentSummaries) as IncidentName[];

function clusterOf(fleet: DemoFleet, name: string) {
  const cluster = fleet.clusters.find((each) => each.name === name);
  if (cluster === undefined) throw new Error(`there is no cluster ${name}`);
  return cluster;
}

/** A fleet in which nothing happens but what a test steps through. */
const start = (incident: IncidentName): Promise<DemoFleet> =>
  startDemoFleet({ seed: 2, changesPerSecond: 0, incident });

/** Plays the incident to its end, with the life of its cluster between; answers how many changes it took. */
function play(fleet: DemoFleet, cluster?: string): number {
  for (let changes = 0; ; changes++) {
    if (!fleet.incidentStep()) return changes;
    if (cluster !== undefined) clusterOf(fleet, cluster).change();
    expect(changes).toBeLessThan(500);
  }
}

test.each(names)("%s is over after some changes, all of them in one cluster, and each step makes one", async (name) => {
  await using fleet = await start(name);
  const versions = (): number[] => fleet.clusters.map(({ server }) => Number(server.resourceVersion));
  const before = versions();

  const changes = play(fleet);

  const made = versions().map((version, index) => version - (before[index] ?? 0));
  expect(changes).toBeGreaterThan(0);
  expect(made.filter((count) => count > 0)).toEqual([changes]);
  expect(fleet.incidentStep()).toBe(false);
});

test("without an incident nothing goes wrong", async () => {
  await using fleet = await startDemoFleet({ seed: 2, changesPerSecond: 0 });

  expect(fleet.incidentStep()).toBe(false);
});

test("gateway-loses-nodes: the gateway's nodes fall silent, then go; its pods wait, and nobody answers for its Service", async () => {
  await using fleet = await start("gateway-loses-nodes");
  const cluster = clusterOf(fleet, "eu-1");
  const { server } = cluster;
  const nodes = () => all(server, "nodes").filter(({ metadata }) => metadata.labels?.["dedicated"] === "egress");
  expect(nodes()).toHaveLength(3);

  fleet.incidentStep();
  const silent = nodes().find(({ spec }) => spec.taints.length > 1);
  expect(silent?.["status"].conditions).toContainEqual(
    expect.objectContaining({ type: "Ready", status: "Unknown", reason: "NodeStatusUnknown" }),
  );
  expect(silent?.["spec"].taints).toContainEqual(
    expect.objectContaining({ key: "node.kubernetes.io/unreachable", effect: "NoExecute" }),
  );
  const victim = all(server, "pods", "istio-egress").find(({ spec }) => spec.nodeName === silent?.metadata.name);
  server.delete("pods", `istio-egress/${victim?.metadata.name}`);
  for (let step = 0; step < 20; step++) cluster.change();
  expect(all(server, "pods", "istio-egress").filter(({ spec }) => spec.nodeName === silent?.metadata.name)).toEqual([]);
  play(fleet, "eu-1");
  for (let step = 0; step < 120; step++) cluster.change();

  expect(nodes()).toEqual([]);
  const pods = all(server, "pods", "istio-egress");
  expect(pods.map(({ spec, status }) => [spec.nodeName, status.phase])).toEqual(
    [1, 2, 3].map(() => [undefined, "Pending"]),
  );
  const [slice] = all(server, "endpointslices.discovery.k8s.io", "istio-egress");
  expect(slice?.["endpoints"]).toBeNull();
  expect(one(server, "deployments.apps", "istio-egress/istio-egressgateway")["status"]).toMatchObject({
    unavailableReplicas: 3,
  });
  expect(
    one(server, "poddisruptionbudgets.policy", "istio-egress/istio-egressgateway")["status"].disruptionsAllowed,
  ).toBe(0);
  const said = all(server, "events", "istio-egress").map(({ reportingComponent, message }) => [
    reportingComponent,
    message,
  ]);
  expect(said).toContainEqual(["default-scheduler", expect.stringMatching(/^0\/\d+ nodes are available: /)]);
  expect(said).toContainEqual(["karpenter", expect.stringMatching(/label "dedicated" does not have known values/)]);
});

test("missing-port: the gateway leads to a port that the host does not have any more", async () => {
  await using fleet = await start("missing-port");
  const { server } = clusterOf(fleet, "eu-1");
  const ports = () => one(server, "serviceentries.networking.istio.io", "pay/stripe")["spec"].ports;
  const [, toHost] = one(server, "virtualservices.networking.istio.io", "pay/stripe-through-egress")["spec"].http;
  const led = toHost.route[0].destination.port.number;
  expect(ports().map(({ number }: Loose) => number)).toContain(led);

  play(fleet);

  expect(ports()).toEqual([{ number: 80, name: "http", protocol: "HTTP" }]);
});

test("two-owners: a host is declared twice, in two namespaces, and one of them for everybody", async () => {
  await using fleet = await start("two-owners");
  const { server } = clusterOf(fleet, "eu-1");
  const owners = () =>
    all(server, "serviceentries.networking.istio.io")
      .filter(({ spec }) => spec.hosts.includes("api.stripe.example"))
      .map(({ metadata, spec }) => [metadata.namespace, spec.exportTo]);
  expect(owners()).toEqual([["pay", [".", "istio-egress"]]]);

  play(fleet);

  expect(owners()).toEqual([
    ["pay", [".", "istio-egress"]],
    ["shop", ["*"]],
  ]);
});

test("pool-at-limit: pods wait because no pool may grow, and Karpenter says so", async () => {
  await using fleet = await start("pool-at-limit");
  const cluster = clusterOf(fleet, "eu-1");
  const { server } = cluster;

  play(fleet, "eu-1");
  for (let step = 0; step < 60; step++) cluster.change();

  for (const name of ["spot", "steady"]) {
    const { spec, status } = one(server, "nodepools.karpenter.sh", name);
    expect([name, Number(spec.limits.cpu)]).toEqual([name, Number(status.resources.cpu)]);
  }
  const waiting = all(server, "pods", "shop").filter(({ spec }) => spec.nodeName === undefined);
  expect(waiting.length).toBeGreaterThanOrEqual(1);
  const said = all(server, "events", "shop").filter(({ reportingComponent }) => reportingComponent === "karpenter");
  expect(said.map(({ message }) => message)).toContain(
    "Failed to schedule pod, all available instance types exceed limits for nodepool (NodePool=spot); all available instance types exceed limits for nodepool (NodePool=steady)",
  );
});

test("frozen-watch: who watches hears nothing more, and the connection stays", async () => {
  await using fleet = await start("frozen-watch");
  const { server } = clusterOf(fleet, "eu-1");
  await using client = new KubeClient(server);
  const path = "/apis/networking.istio.io/v1/serviceentries";
  await using watch = await client.watch(path, { resourceVersion: server.resourceVersion });
  await using other = await client.watch("/api/v1/pods", { resourceVersion: server.resourceVersion });
  const before = server.resourceVersion;

  play(fleet);
  server.delete("pods", `shop/${all(server, "pods", "shop")[0]?.metadata.name}`);

  expect(await other.next()).toMatchObject({ type: "DELETED" });
  await expect(watch.next(200)).rejects.toThrow("no watch event within 200 ms");
  await using later = await client.watch(path, { resourceVersion: before });
  expect((await later.take(2)).map(({ type }) => type)).toEqual(["MODIFIED", "MODIFIED"]);
});

test("revoked-right: what was read before may not be read any more, all else may", async () => {
  await using fleet = await start("revoked-right");
  const { server } = clusterOf(fleet, "us-1");
  await using client = new KubeClient(server);
  const ask = async (plural: string) => (await client.request("GET", `/apis/networking.istio.io/v1/${plural}`)).status;
  const watch = await client.watch("/apis/networking.istio.io/v1/virtualservices", {
    resourceVersion: server.resourceVersion,
  });
  expect([await ask("virtualservices"), await ask("gateways")]).toEqual([200, 200]);

  play(fleet);

  expect(await watch.next()).toBeUndefined();
  expect([await ask("virtualservices"), await ask("gateways")]).toEqual([403, 200]);
});

test.each(names)("after %s the cluster is as its controllers say still", async (name) => {
  await using fleet = await start(name);
  for (let round = 0; round < 6; round++) {
    while (fleet.incidentStep()) clusterOf(fleet, "eu-1").change();
    for (const cluster of ["eu-1", "us-1"]) for (let step = 0; step < 60; step++) clusterOf(fleet, cluster).change();
  }

  const cluster = clusterOf(fleet, "eu-1");
  const { server } = cluster;
  const settled = (): boolean => {
    try {
      expectCounts(server);
      expectEndpoints(server);
      return true;
    } catch {
      return false;
    }
  };
  let steps = 0;
  for (; steps < 40 && !settled(); steps++) cluster.change();
  expect(steps).toBeLessThan(40);
});
