import { expect, test } from "vitest";
import { all, clusterNames, one, startCluster, type Loose, type StartedCluster } from "../support/started-cluster.ts";

const waiting = ({ server }: StartedCluster): readonly Loose[] =>
  all(server, "pods").filter(({ spec }) => spec.nodeName === undefined);
const saidOf = ({ server }: StartedCluster, pod: Loose, reporter: string): Loose[] =>
  all(server, "events").filter(
    (event) => event["involvedObject"].uid === pod.metadata.uid && event["reportingComponent"] === reporter,
  );

test("pods wait in one cluster only", async () => {
  const counts = await Promise.all(
    clusterNames.map(async (name) => {
      await using cluster = await startCluster(name);
      return [name, waiting(cluster).length] as const;
    }),
  );

  expect(counts.filter(([, count]) => count > 0)).toEqual([["batch-1", 4]]);
});

test.each([
  [
    "cruncher",
    "FailedScheduling",
    /^Failed to schedule pod, all available instance types exceed limits for nodepool \(NodePool=batch-spot\); /,
  ],
  ["trainer", "FailedScheduling", /; did not tolerate taint \(taint=nvidia\.com\/gpu=true:NoSchedule\); /],
  [
    "archive",
    "FailedScheduling",
    /incompatible requirements, label "retail\.example\/disk" does not have known values$/,
  ],
  ["ingest", "Nominated", /^Pod should schedule on: nodeclaim\/general-[a-z0-9]{5}$/],
])("%s waits, and Karpenter says why: %s %s", async (app, reason, message) => {
  await using cluster = await startCluster("batch-1");
  const pod = waiting(cluster).find(({ metadata }) => metadata.labels?.["app"] === app);
  if (pod === undefined) throw new Error(`${app} does not wait`);

  const [scheduler] = saidOf(cluster, pod, "default-scheduler");
  const karpenter = saidOf(cluster, pod, "karpenter");

  expect(pod["status"]).toMatchObject({
    phase: "Pending",
    conditions: [{ type: "PodScheduled", reason: "Unschedulable" }],
  });
  expect(scheduler).toMatchObject({
    reason: "FailedScheduling",
    message: pod["status"].conditions[0].message,
    firstTimestamp: null,
    source: {},
    eventTime: expect.stringMatching(/Z$/),
    action: "Scheduling",
  });
  expect(karpenter).toMatchObject([
    { reason, message: expect.stringMatching(message), source: { component: "karpenter" }, eventTime: null },
  ]);
});

test.each([
  [
    "cruncher",
    "0/7 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector, 4 Insufficient cpu. preemption: 0/7 nodes are available: 3 Preemption is not helpful for scheduling, 4 No preemption victims found for incoming pod.",
  ],
  [
    "archive",
    "0/7 nodes are available: 1 node(s) had untolerated taint(s), 6 node(s) didn't match Pod's node affinity/selector. preemption: 0/7 nodes are available: 7 Preemption is not helpful for scheduling.",
  ],
])("kube-scheduler counts the nodes that %s cannot be on, as a real one does", async (app, message) => {
  await using cluster = await startCluster("batch-1");

  const pod = waiting(cluster).find(({ metadata }) => metadata.labels?.["app"] === app);

  expect(pod?.["status"].conditions[0].message).toBe(message);
});

test("the node that a pod waits for is on its way, comes, and takes the pod", async () => {
  await using cluster = await startCluster("batch-1");
  const { server, life } = cluster;
  const pod = waiting(cluster).find(({ metadata }) => metadata.labels?.["app"] === "ingest");
  const [nominated] = saidOf(cluster, pod as Loose, "karpenter");
  const name = String(nominated?.["message"]).replace(/.*\//, "");
  const claim = one(server, "nodeclaims.karpenter.sh", name);

  const done = ({ status }: Loose): string =>
    status.conditions
      .filter((condition: Loose) => condition["status"] === "True")
      .map(({ type }: Loose) => type)
      .join(" ");
  const steps = new Set([done(claim)]);
  for (let step = 0; step < 60; step++) {
    life.step();
    steps.add(done(one(server, "nodeclaims.karpenter.sh", name)));
  }

  expect([...steps]).toEqual([
    "Launched",
    "Launched Registered",
    "Launched Registered Initialized Consolidatable Ready",
  ]);
  const { nodeName } = one(server, "nodeclaims.karpenter.sh", name)["status"];
  const there = all(server, "pods", "jobs").filter(({ spec }) => spec.nodeName === nodeName);
  expect(there.map(({ metadata, status }) => [metadata.name, status.phase])).toEqual([[pod?.metadata.name, "Running"]]);
});

test("events are said again while they are so, and forgotten an hour after they were last said", async () => {
  await using cluster = await startCluster("batch-1");
  const { server, life } = cluster;
  const counts = (): number =>
    all(server, "events").reduce((sum, { count, series }) => sum + (count ?? series?.count ?? 1), 0);
  const before = counts();

  for (let step = 0; step < 300; step++) life.step();
  expect(counts()).toBeGreaterThan(before);
  cluster.pass(7200);
  for (let step = 0; step < 200; step++) life.step();

  const old = all(server, "events").filter(
    (event) => cluster.world.stage.since(event.metadata.creationTimestamp) > 7000,
  );
  const gone = old.filter(
    ({ involvedObject }) =>
      involvedObject.kind === "Pod" &&
      server.get("pods", `${involvedObject.namespace}/${involvedObject.name}`) === undefined,
  );
  expect(gone).toEqual([]);
});
