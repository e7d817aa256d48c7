import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { resourceName } from "../connectors/kubernetes/kind.ts";
import { kinds, startApp } from "../src/app.ts";
import { createConfig } from "../src/config.ts";
import { type DemoCluster, startDemoFleet } from "../src/demo/fleet.ts";
import { keyOf } from "../src/demo/kube-object.ts";
import { Lifecycle } from "../src/lib/lifecycle.ts";
import { silent } from "../src/lib/logger.ts";
import { eventually } from "./support/eventually.ts";
import { EventReader, ask } from "./support/graph-client.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

// A gateway takes a second to start. A watch that is quiet is renewed after a minute, so no test may last that long.
vi.setConfig({ testTimeout: 50_000 });

/** What is read from each cluster that has it. */
const RESOURCES = kinds.map((kind) => resourceName(kind));

/** One for each of them that a cluster has. */
const oneOfEach = ({ server }: DemoCluster) => RESOURCES.map((resource) => [resource, Number(server.serves(resource))]);

const CHANGES = 'subscription { changes(filter: { types: ["Pod"] }) { cursor events { kind id } } }';

/** A list of each resource, with the edges that lead from its objects to others. */
const QUESTIONS = [
  ["pods", "{ list: pods { totalCount nodes { node { id nodePool { id } } services { id } cluster { version } } } }"],
  ["services", "{ list: kubernetesServices { totalCount nodes { pods(first: 9) { nodes { id node { id } } } } } }"],
  ["nodes", "{ list: kubernetesNodes { totalCount nodes { nodeClaim { id } pods(first: 9) { nodes { id } } } } }"],
  [
    "serviceentries.networking.istio.io",
    "{ list: serviceEntries { totalCount nodes { virtualServices { id } destinationRules { id } gateways { id } } } }",
  ],
] as const;

/** A running gateway over the clusters of the demo that answer. Nothing happens in them by itself. */
async function startOverDemo() {
  const opened = new Lifecycle();
  const fleet = opened.use(await startDemoFleet({ seed: 1, changesPerSecond: 0 }));
  const folder = opened.use(await temporaryFolder());
  const path = join(folder.path, "kubeconfig");
  await writeFile(path, fleet.kubeconfig);
  const kubernetes = { kubeconfigs: [{ path, contexts: ["eu-1", "us-1"] }] };
  const config = createConfig({ server: { port: 0 }, kubernetes, access: { loopback: true } }, { environment: {} });
  const { url } = opened.use(await startApp(config, { log: silent }));
  const clusters = fleet.clusters.filter(({ name }) => name === "eu-1" || name === "us-1");
  const servers = new Map(clusters.map(({ name, server }) => [name, server]));
  const ofEach = <T>(measure: (server: (typeof clusters)[number]["server"]) => T): T[] =>
    Array.from(servers.values(), measure);
  const wanted = clusters.map(oneOfEach);
  return { url, servers, ofEach, wanted, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

test("each cluster has one watch for each kind, however many subscribe, and each subscriber hears each change", async () => {
  await using app = await startOverDemo();
  await using subscribers = new Lifecycle();
  const readers = Array.from({ length: 30 }, () => subscribers.use(new EventReader(app.url, CHANGES)));
  await eventually("all have heard the present state", () => {
    for (const { events } of readers) expect(events.at(-1)?.kind).toBe("SNAPSHOT_END");
  });

  const victims = Array.from(app.servers, ([cluster, server]) => {
    const key = keyOf(server.list("pods")[0]?.metadata ?? { name: "" });
    server.delete("pods", key);
    return { kind: "DELETED", id: `Pod/${cluster}/${key}` };
  });
  await eventually("all have heard of the deletions", () => {
    for (const { events } of readers) expect(new Set(events.slice(-2))).toEqual(new Set(victims));
  });

  const open = app.ofEach((server) => RESOURCES.map((resource) => [resource, server.watchers(resource)]));
  const made = app.ofEach(({ requests }) => RESOURCES.map((resource) => [resource, requests.of("watch", resource)]));
  expect(open).toEqual(app.wanted);
  expect(made).toEqual(app.wanted);
});

test("two hundred questions cost the API servers not one request", async () => {
  await using app = await startOverDemo();
  await eventually("everything is watched", () => {
    const open = app.ofEach((server) => RESOURCES.map((resource) => [resource, server.watchers(resource)]));
    expect(open).toEqual(app.wanted);
  });
  const made = () => app.ofEach(({ requests }) => Object.fromEntries(requests.all));
  const before = made();

  const questions = Array.from({ length: 50 }, () => QUESTIONS).flat();
  const answers = await Promise.all(questions.map(([, query]) => ask(app.url, query)));
  const there = app.ofEach((server) => QUESTIONS.map(([resource]) => server.list(resource).length));
  // What the questions had caused would have come before a change that was made after them.
  for (const server of app.servers.values()) server.delete("nodes", server.list("nodes")[0]?.metadata.name ?? "");
  await eventually("the change is there", async () => {
    const { list } = await ask(app.url, "{ list: kubernetesNodes { totalCount } }");
    expect(list.totalCount).toBe(19);
  });

  const truth = QUESTIONS.map((_, index) => there.reduce((sum, counts) => sum + (counts[index] ?? 0), 0));
  expect(answers.map(({ list }) => list.totalCount)).toEqual(Array.from({ length: 50 }, () => truth).flat());
  expect(made()).toEqual(before);
});
