import { expect, test } from "vitest";
import { nodePool } from "../../connectors/karpenter/node-pool.ts";
import { kubernetesNode } from "../../connectors/kubernetes/kinds/kubernetes-node.ts";
import { cluster, object, watch } from "../support/entities.ts";
import { NaiveGraph } from "../support/naive-graph.ts";

const watches = ["KubernetesNode", "NodeClaim", "NodePool", "EC2NodeClass", "NodeClass"].map((type) =>
  watch("eu-1", type),
);

const instance = "aws:///eu-west-1a/i-0f1e";
const node = (path: string, labels: Record<string, string> = {}, providerID: string | undefined = instance) =>
  object(kubernetesNode, path, { labels, spec: { providerID } });
const pool = (path: string, group?: string) =>
  object(nodePool, path, { spec: { template: { spec: { nodeClassRef: { group, kind: "A", name: "a" } } } } });
const ofKarpenter = { "karpenter.sh/nodepool": "general" };
const ofAutoMode = { "eks.amazonaws.com/compute-type": "auto", "karpenter.sh/nodepool": "general-purpose" };

test.each([
  [ofAutoMode, instance, "AUTO_MODE"],
  [{ ...ofKarpenter, "eks.amazonaws.com/nodeclass": "default" }, instance, "AUTO_MODE"],
  [ofKarpenter, instance, "KARPENTER"],
  [{ "eks.amazonaws.com/nodegroup": "core" }, instance, "MANAGED_NODE_GROUP"],
  [{}, "eks-hybrid:///eu-central-1/prod/mi-1", "HYBRID"],
  [{}, "aws:///eu-west-1a/1/fargate-ip-10-0-0-1.internal", "FARGATE"],
  [{}, instance, "SELF_MANAGED"],
  [{}, "gce://project/zone/name", "UNKNOWN"],
])("a node of labels %o and the machine %s was made by %s", async (labels, providerID, provisioner) => {
  const graph = new NaiveGraph([node("eu-1/one", labels, providerID)]);

  const { kubernetesNode: one } = await graph.query(`{ kubernetesNode(cluster: "eu-1", name: "one") { provisioner } }`);

  expect(one.provisioner).toBe(provisioner);
});

test.each([
  ["nothing", [], "UNKNOWN"],
  ["nodes of Karpenter", [node("eu-1/a", ofKarpenter), node("eu-1/b", ofKarpenter)], "KARPENTER"],
  ["a pool without nodes", [pool("eu-1/general", "karpenter.k8s.aws")], "KARPENTER"],
  ["a pool of Auto Mode without nodes", [pool("eu-1/general", "eks.amazonaws.com")], "AUTO_MODE"],
  ["a pool that names no class", [pool("eu-1/general")], "UNKNOWN"],
  [
    "a node group beside a pool",
    [node("eu-1/a", { "eks.amazonaws.com/nodegroup": "core" }), pool("eu-1/general", "karpenter.k8s.aws")],
    "MIXED",
  ],
  [
    "a node group, and a pool elsewhere",
    [node("eu-1/a", { "eks.amazonaws.com/nodegroup": "core" }), pool("us-1/general", "karpenter.k8s.aws")],
    "MANAGED_NODE_GROUPS",
  ],
  ["a node of its own, and nodes elsewhere", [node("eu-1/a"), node("us-1/a", ofKarpenter)], "SELF_MANAGED"],
  ["a hybrid node", [node("eu-1/a", {}, "eks-hybrid:///eu-central-1/prod/mi-1")], "HYBRID"],
])("a cluster that has %s tells how it gets its nodes", async (_, entities, mode) => {
  const { cluster: one } = await new NaiveGraph([cluster("eu-1"), cluster("us-1"), ...watches, ...entities]).query(
    `{ cluster(name: "eu-1") { computeMode } }`,
  );

  expect(one.computeMode).toBe(mode);
});

test.each([
  ["True", true],
  ["False", false],
  ["Unknown", null],
])("a node whose pressures are %s tells that they are %s", async (status, expected) => {
  const conditions = ["MemoryPressure", "DiskPressure", "PIDPressure"].map((type) => ({ type, status }));
  const graph = new NaiveGraph([
    object(kubernetesNode, "eu-1/one", { status: { conditions } }),
    object(kubernetesNode, "eu-1/mute", { status: { conditions: [{ type: "DiskPressure", status }] } }),
  ]);

  const pressures = await graph.query(`{
    one: kubernetesNode(cluster: "eu-1", name: "one") { pressure { memory disk pid } }
    mute: kubernetesNode(cluster: "eu-1", name: "mute") { pressure { memory disk pid } }
  }`);

  expect(pressures.one.pressure).toEqual({ memory: expected, disk: expected, pid: expected });
  expect(pressures.mute.pressure).toEqual({ memory: null, disk: expected, pid: null });
});

test("a cluster whose nodes are not known does not tell how it gets them", async () => {
  const { cluster: one } = await new NaiveGraph([cluster("eu-1"), node("eu-1/a", ofKarpenter)]).query(
    `{ cluster(name: "eu-1") { computeMode } }`,
  );

  expect(one.computeMode).toBe("UNKNOWN");
});
