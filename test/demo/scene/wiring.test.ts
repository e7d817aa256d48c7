import { expect, test } from "vitest";
import { Controllers } from "../../../src/demo/scene/life/controllers.ts";
import { all, clusterNames, startCluster, type Loose } from "../support/started-cluster.ts";
import { expectCounts, expectEndpoints, expectRoom } from "../support/wiring.ts";

const resourceByKind: Readonly<Record<string, string>> = {
  Service: "services",
  NodePool: "nodepools.karpenter.sh",
  StatefulSet: "statefulsets.apps",
  DaemonSet: "daemonsets.apps",
  Pod: "pods",
  Node: "nodes",
  NodeClaim: "nodeclaims.karpenter.sh",
};

test.each(clusterNames)("%s is as its controllers say, from the beginning", async (name) => {
  await using cluster = await startCluster(name);

  expectEndpoints(cluster.server);
  expectCounts(cluster.server);
  expectRoom(cluster.server);
  expect(new Controllers().report(cluster.world)).toBe(false);
});

test.each(clusterNames)("%s stays as its controllers say, whatever happens in it", async (name) => {
  await using cluster = await startCluster(name, 3);

  for (let round = 0; round < 20; round++) {
    for (let step = 0; step < 40; step++) {
      cluster.life.step();
      cluster.pass(2);
    }
    const controllers = new Controllers();
    let behind = 0;
    while (controllers.report(cluster.world)) behind += 1;
    // One change of one pod, or of one node, is all that they can be behind.
    expect(behind).toBeLessThanOrEqual(3);
    expectEndpoints(cluster.server);
    expectCounts(cluster.server);
    expectRoom(cluster.server);
  }
});

test.each(clusterNames)("in %s whatever names another object names one that is there", async (name) => {
  await using cluster = await startCluster(name);
  const { server } = cluster;
  const found = (kind: string, reference: Loose, namespace: string | undefined) => {
    const resource = resourceByKind[kind] ?? "";
    const key = namespace === undefined ? reference["name"] : `${namespace}/${reference["name"]}`;
    return server.get(resource, key)?.metadata.uid;
  };

  const owned = ["endpointslices.discovery.k8s.io", "nodeclaims.karpenter.sh", "pods"].flatMap((kind) =>
    all(server, kind),
  );
  const references = owned.flatMap(({ metadata }) =>
    (metadata.ownerReferences ?? []).map((reference) => ({ reference: reference as Loose, ...metadata })),
  );
  const events = all(server, "events").map((event) => event["involvedObject"]);
  const deployments = new Set(all(server, "deployments.apps").map(({ metadata }) => metadata.name));
  const sets = references.filter(({ reference }) => reference.kind === "ReplicaSet");

  for (const { reference, namespace } of references.filter(({ reference: { kind } }) => kind !== "ReplicaSet"))
    expect([reference["name"], found(reference.kind, reference, namespace)]).toEqual([
      reference["name"],
      reference["uid"],
    ]);
  for (const { reference } of sets) expect(deployments).toContain(reference["name"].replace(/-[^-]*$/, ""));
  for (const about of events)
    expect([about.name, found(about.kind, about, about.namespace)]).toEqual([about.name, about.uid]);
  const namespaces = new Set(all(server, "namespaces").map(({ metadata }) => metadata.name));
  for (const { metadata } of [...owned, ...all(server, "serviceentries.networking.istio.io")])
    expect(new Set([...namespaces, undefined])).toContain(metadata.namespace);
});
