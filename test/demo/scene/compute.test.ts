import { expect, test } from "vitest";
import { all, clusterNames, one, startCluster, type Loose } from "../support/started-cluster.ts";

const kibi = (memory: string): number => Number(memory.replace(/Ki$/, ""));

test.each(clusterNames)("what the pools of %s say that they use is what their machines have", async (name) => {
  await using cluster = await startCluster(name);
  const { server } = cluster;

  for (const { metadata, spec, status } of all(server, "nodepools.karpenter.sh")) {
    const claims = all(server, "nodeclaims.karpenter.sh").filter(
      (claim) => claim.metadata.labels?.["karpenter.sh/nodepool"] === metadata.name,
    );
    const sum = (resource: string, read: (text: string) => number): number =>
      claims.reduce((total, claim) => total + read(claim["status"].capacity[resource]), 0);
    expect([metadata.name, status.nodes]).toEqual([metadata.name, claims.length]);
    expect(Number(status.resources.cpu)).toBe(sum("cpu", Number));
    expect(kibi(status.resources.memory)).toBe(sum("memory", kibi));
    expect(Number(status.resources.cpu)).toBeLessThanOrEqual(Number(spec.limits?.cpu ?? Infinity));
    const { group, kind, name: className } = spec.template.spec.nodeClassRef;
    const plural = kind === "NodeClass" ? "nodeclasses" : "ec2nodeclasses";
    expect(one(server, `${plural}.${group}`, className)["status"].conditions.at(-1)).toMatchObject({
      type: "Ready",
      status: "True",
    });
  }
});

test.each(clusterNames)("each node of a pool of %s has a claim that says the same of it", async (name) => {
  await using cluster = await startCluster(name);
  const { server } = cluster;
  const nodes = all(server, "nodes").filter(({ metadata }) => metadata.labels?.["karpenter.sh/nodepool"] !== undefined);
  const claims = all(server, "nodeclaims.karpenter.sh").filter(({ status }) => status.nodeName !== undefined);

  expect(claims.map(({ status }) => `${status.nodeName} ${status.providerID}`).toSorted()).toEqual(
    nodes.map(({ metadata, spec }) => `${metadata.name} ${spec.providerID}`).toSorted(),
  );
  for (const { metadata, status } of claims) {
    expect(one(server, "nodes", status.nodeName).metadata.labels).toMatchObject({
      "karpenter.sh/nodepool": metadata.labels?.["karpenter.sh/nodepool"],
      "topology.kubernetes.io/zone": metadata.labels?.["topology.kubernetes.io/zone"],
    });
    expect(status.conditions.map(({ type, status: said }: Loose) => `${type}=${said}`)).toEqual(
      ["Launched", "Registered", "Initialized", "Consolidatable", "Ready"].map((type) => `${type}=True`),
    );
  }
});

test("on Auto Mode nodes are instances, with EKS's own labels, and two pools are EKS's", async () => {
  await using cluster = await startCluster("us-1");
  const { server } = cluster;

  for (const { metadata, spec } of all(server, "nodes")) {
    expect(metadata.name).toMatch(/^i-0[0-9a-f]{16}$/);
    expect(spec.providerID).toMatch(/^aws:\/\/\/us-east-1.\/i-0[0-9a-f]{16}$/);
    expect(metadata.labels).toMatchObject({ "eks.amazonaws.com/compute-type": "auto" });
    expect(Object.keys(metadata.labels ?? {}).filter((label) => label.startsWith("karpenter.k8s.aws/"))).toEqual([]);
  }
  const builtIn = all(server, "nodepools.karpenter.sh")
    .filter(({ metadata }) => metadata.labels?.["app.kubernetes.io/managed-by"] === "eks")
    .map(({ metadata }) => metadata.name);
  expect(builtIn).toEqual(["general-purpose", "system"]);
  const running = all(server, "pods", "kube-system").map(({ metadata }) => metadata.labels?.["app"]);
  expect(new Set(running)).toEqual(new Set(["metrics-server"]));
});

test("most nodes of a hybrid cluster are machines of one's own", async () => {
  await using cluster = await startCluster("hybrid-1");
  const { server } = cluster;
  const hybrid = all(server, "nodes").filter(
    ({ metadata }) => metadata.labels?.["eks.amazonaws.com/compute-type"] === "hybrid",
  );
  const agents = (name: string) =>
    all(server, "pods", "kube-system").filter(({ metadata }) => metadata.labels?.["k8s-app"] === name);

  expect([hybrid.length, all(server, "nodes").length]).toEqual([4, 6]);
  expect(new Set(agents("cilium").map(({ spec }) => spec.nodeName))).toEqual(
    new Set(hybrid.map(({ metadata }) => metadata.name)),
  );
  expect(agents("aws-node")).toHaveLength(2);
});

test("budgets that let no pod go are why their nodes are not given back", async () => {
  await using cluster = await startCluster("eu-1");
  const { server } = cluster;
  const nodes = new Set(
    all(server, "pods", "ledger")
      .filter(({ metadata }) => metadata.labels?.["app"] === "ledger-api")
      .map(({ spec }) => spec.nodeName),
  );

  const blocked = all(server, "events").filter(({ reason }) => reason === "DisruptionBlocked");

  expect(one(server, "poddisruptionbudgets.policy", "ledger/ledger-api")["status"].disruptionsAllowed).toBe(0);
  expect(
    new Set(
      blocked.filter((event) => event["involvedObject"].kind === "Node").map((event) => event["involvedObject"].name),
    ),
  ).toEqual(nodes);
  expect(blocked.filter((event) => event["involvedObject"].kind === "NodeClaim")).toHaveLength(nodes.size);
  expect(blocked[0]).toMatchObject({
    type: "Normal",
    message: "Pdb prevents pod evictions (PodDisruptionBudget=[ledger/ledger-api])",
    source: { component: "karpenter" },
    reportingComponent: "karpenter",
    metadata: { namespace: "default" },
  });
});
