import { expect, test } from "vitest";
import { parse } from "yaml";
import { builtinResources } from "../../src/demo/builtin-resources.ts";
import { allDefinitions } from "../../src/demo/definitions/index.ts";
import { startDemoFleet, type DemoCluster, type DemoFleet } from "../../src/demo/fleet.ts";
import { keyOf } from "../../src/demo/kube-object.ts";
import { resourceName } from "../../src/demo/resource.ts";
import { eventually } from "../support/eventually.ts";
import { KubeClient } from "../support/kube-client.ts";

const noon = (): number => Date.UTC(2026, 10, 23, 12);
const still = { changesPerSecond: 0, now: noon } as const;

const living = ["eu-1", "us-1", "eu-2", "hybrid-1", "batch-1"];

/** All that a cluster has, as text. */
const stateOf = ({ server }: DemoCluster): string =>
  JSON.stringify(kinds.filter((kind) => server.serves(kind)).flatMap((kind) => server.list(kind)));

const kinds = [
  ...builtinResources.map((resource) => resourceName(resource)),
  ...allDefinitions.map(({ metadata }) => metadata.name),
];

function clusterOf(fleet: DemoFleet, name: string): DemoCluster {
  const cluster = fleet.clusters.find((candidate) => candidate.name === name);
  if (cluster === undefined) throw new Error(`there is no cluster ${name}`);
  return cluster;
}

test("a kubeconfig leads to each cluster by its name, and all but one answer", async () => {
  await using fleet = await startDemoFleet({ seed: 1, ...still });
  const { contexts, clusters, users } = parse(fleet.kubeconfig) as Kubeconfig;

  const answers = await Promise.all(
    contexts.map(async ({ context }) => {
      const { cluster } = clusters.find(({ name }) => name === context.cluster) ?? {};
      const { user } = users.find(({ name }) => name === context.user) ?? {};
      const ca = Buffer.from(cluster?.["certificate-authority-data"] ?? "", "base64").toString();
      await using client = new KubeClient({ url: cluster?.server ?? "", ca, token: user?.token ?? "" });
      return await client.list("/api/v1/nodes").then(
        ({ items }) => items.length,
        (error: Error) => error.message,
      );
    }),
  );

  expect(contexts.map(({ name }) => name)).toEqual(["eu-1", "us-1", "eu-2", "hybrid-1", "batch-1", "ap-1"]);
  expect(answers).toEqual([10, 11, 7, 6, 7, "fetch failed"]);
});

test.each(["eu-1", "us-1", "batch-1"])("the same seed makes the same cluster %s and the same changes", async (name) => {
  await using one = await startDemoFleet({ seed: 7, ...still });
  await using same = await startDemoFleet({ seed: 7, ...still });
  await using other = await startDemoFleet({ seed: 8, ...still });
  const states = (cluster: DemoCluster): string[] =>
    Array.from({ length: 20 }, () => {
      for (let step = 0; step < 15; step++) cluster.change();
      return stateOf(cluster);
    });

  expect(stateOf(clusterOf(same, name))).toBe(stateOf(clusterOf(one, name)));
  expect(stateOf(clusterOf(other, name))).not.toBe(stateOf(clusterOf(one, name)));
  expect(states(clusterOf(same, name))).toEqual(states(clusterOf(one, name)));
});

test.each(living)("every step is one change in %s", async (name) => {
  await using fleet = await startDemoFleet({ seed: 3, ...still });
  const cluster = clusterOf(fleet, name);
  const before = Number(cluster.server.resourceVersion);

  for (let step = 0; step < 500; step++) cluster.change();

  expect(Number(cluster.server.resourceVersion)).toBe(before + 500);
});

test("however long it lives, a cluster keeps its size and its sense", async () => {
  await using fleet = await startDemoFleet({ seed: 5, ...still });
  const cluster = clusterOf(fleet, "eu-1");
  const { server } = cluster;

  for (let step = 0; step < 3000; step++) cluster.change();

  const nodes = new Set(server.list("nodes").map(({ metadata }) => metadata.name));
  const claims = server.list("nodeclaims.karpenter.sh");
  const placed = server.list("pods").map(({ spec }) => (spec as { nodeName?: string }).nodeName);
  expect(nodes.size).toBeLessThanOrEqual(11);
  expect(claims.length).toBeLessThanOrEqual(8);
  expect(placed.length).toBeGreaterThanOrEqual(55);
  expect(placed.length).toBeLessThanOrEqual(75);
  expect(placed.filter((name) => name !== undefined && !nodes.has(name))).toEqual([]);
});

test("what somebody deletes comes back, as with a real Deployment", async () => {
  await using fleet = await startDemoFleet({ seed: 5, ...still });
  const cluster = clusterOf(fleet, "eu-1");
  const { server } = cluster;
  const web = () => server.list("pods", "shop").filter(({ metadata }) => metadata.labels?.["app"] === "web");
  const [victim] = web();
  if (victim === undefined) throw new Error("there is no pod of web");

  server.delete("pods", keyOf(victim.metadata));
  for (let step = 0; step < 30; step++) cluster.change();

  expect(web().length).toBeGreaterThanOrEqual(4);
});

test("pods whose node is taken away move to others", async () => {
  await using fleet = await startDemoFleet({ seed: 5, ...still });
  const cluster = clusterOf(fleet, "eu-1");
  const { server } = cluster;
  const podsOn = (name: string) =>
    server.list("pods").filter(({ spec }) => (spec as { nodeName?: string }).nodeName === name);
  const victim = server.list("nodes").find(({ metadata }) => metadata.labels?.["karpenter.sh/nodepool"] === "steady");
  const { name = "" } = victim?.metadata ?? {};
  expect(podsOn(name)).not.toEqual([]);

  server.delete("nodes", name);
  for (let step = 0; step < 200; step++) cluster.change();

  expect(podsOn(name)).toEqual([]);
});

test("it lives by itself, in all clusters that can be reached", async () => {
  await using fleet = await startDemoFleet({ seed: 1, changesPerSecond: 500 });
  const servers = living.map((name) => clusterOf(fleet, name).server);
  const before = servers.map(({ resourceVersion }) => Number(resourceVersion));

  await eventually("all have changed", () => {
    for (const [index, server] of servers.entries())
      expect(Number(server.resourceVersion)).toBeGreaterThan((before[index] ?? 0) + 5);
  });
});

test("pods are whole: kinds of owners, conditions, containers, and who manages which field", async () => {
  await using fleet = await startDemoFleet({ seed: 1, ...still });

  const pods = clusterOf(fleet, "eu-1").server.list("pods");

  expect(pods).toHaveLength(64);
  for (const pod of pods) {
    expect(pod).toMatchObject({ status: { phase: "Running", podIP: expect.stringMatching(/^10\.110\./) } });
    expect(pod.metadata.managedFields?.map(({ manager }) => manager).toSorted()).toEqual([
      "kube-controller-manager",
      "kubelet",
    ]);
    expect(JSON.stringify(pod).length).toBeGreaterThan(4000);
  }
  expect(new Set(pods.map(({ metadata }) => metadata.uid)).size).toBe(64);
});

interface Kubeconfig {
  readonly contexts: readonly { readonly name: string; readonly context: { cluster: string; user: string } }[];
  readonly clusters: readonly { name: string; cluster: { server: string; "certificate-authority-data": string } }[];
  readonly users: readonly { readonly name: string; readonly user: { readonly token: string } }[];
}
