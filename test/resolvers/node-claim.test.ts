import { expect, test } from "vitest";
import { ec2NodeClass } from "../../connectors/karpenter/ec2-node-class.ts";
import { nodeClaim } from "../../connectors/karpenter/node-claim.ts";
import { nodePool } from "../../connectors/karpenter/node-pool.ts";
import { kubernetesNode } from "../../connectors/kubernetes/kinds/kubernetes-node.ts";
import type { Entity } from "../../schema/entity.ts";
import { object } from "../support/entities.ts";
import type { Answer } from "../support/naive-graph.ts";
import { NaiveGraph } from "../support/naive-graph.ts";
import { said } from "../support/said.ts";

const minute = (at: number): string => `2026-11-23T11:${String(at).padStart(2, "0")}:00Z`;
const condition = (type: string, status: string, at: number) => ({
  type,
  status,
  reason: status === "Unknown" ? "AwaitingReconciliation" : type,
  lastTransitionTime: minute(at),
});
const providerID = "aws:///eu-west-1b/i-1";
const claim = (conditions: readonly object[], deletionTimestamp?: string, path = "eu-1/general-a") =>
  object(nodeClaim, path, {
    labels: { "karpenter.sh/nodepool": "general" },
    spec: { nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" } },
    status: { conditions, providerID },
    ...(deletionTimestamp !== undefined && { deletionTimestamp }),
  });
const node = (path = "eu-1/node-1") => object(kubernetesNode, path, { spec: { providerID } });

async function timelineIn(...entities: readonly Entity[]): Promise<readonly Answer[]> {
  const { nodeClaim: one } = await new NaiveGraph(entities).query(`{
    nodeClaim(cluster: "eu-1", name: "general-a") { timeline { type status at deadline reason message } }
  }`);
  return one.timeline;
}
const short = ({ type, status }: Answer): string => `${type} ${status}`;

test("a claim that is launched waits for its node until its deadline", async () => {
  const timeline = await timelineIn(claim([condition("Launched", "True", 1), condition("Registered", "Unknown", 2)]));

  expect(timeline).toEqual([
    {
      type: "CREATED",
      status: "DONE",
      at: "2026-11-01T00:00:00.000Z",
      deadline: null,
      reason: null,
      message: null,
    },
    {
      type: "LAUNCHED",
      status: "DONE",
      at: "2026-11-23T11:01:00.000Z",
      deadline: null,
      reason: "Launched",
      message: null,
    },
    {
      type: "REGISTERED",
      status: "PENDING",
      at: "2026-11-23T11:02:00.000Z",
      deadline: "2026-11-23T11:17:00.000Z",
      reason: "AwaitingReconciliation",
      message: null,
    },
    { type: "INITIALIZED", status: "PENDING", at: null, deadline: null, reason: null, message: null },
    { type: "READY", status: "PENDING", at: null, deadline: null, reason: null, message: null },
  ]);
});

test("the life of a claim is told by time, to its end", async () => {
  const conditions = [
    condition("Launched", "True", 1),
    condition("Registered", "True", 2),
    condition("Initialized", "True", 3),
    condition("Ready", "True", 3),
    condition("Consolidatable", "True", 5),
    condition("DisruptionReason", "True", 6),
    condition("Drained", "True", 8),
  ];

  expect((await timelineIn(claim(conditions, minute(7)))).map(short)).toEqual([
    "CREATED DONE",
    "LAUNCHED DONE",
    "REGISTERED DONE",
    "INITIALIZED DONE",
    "READY DONE",
    "CONSOLIDATABLE DONE",
    "CHOSEN DONE",
    "DELETED DONE",
    "DRAINED DONE",
    "VOLUMES_DETACHED PENDING",
    "INSTANCE_TERMINATING PENDING",
  ]);
});

test("what was said of the claim and of its node is in its timeline, and nothing else", async () => {
  const named = { kind: "NodeClaim", name: "general-a", uid: "uid of eu-1/general-a" };
  const its = { kind: "Node", name: "node-1", uid: "uid of eu-1/node-1" };
  const timeline = await timelineIn(
    claim([condition("Launched", "True", 1)]),
    node(),
    node("ap-1/node-1"),
    said("eu-1", named, "DisruptionBlocked", "of the claim", 300),
    said("eu-1", its, "DisruptionBlocked", "of the node", 200),
    said("eu-1", its, "NodeNotReady", "by another controller", 200),
    said("eu-1", { ...named, uid: "an earlier one" }, "DisruptionBlocked", "of an earlier claim", 200),
    said("eu-1", { ...its, name: "node-2" }, "DisruptionBlocked", "of another node", 200),
    said("ap-1", its, "DisruptionBlocked", "of a node elsewhere", 200),
  );

  const events = timeline.filter(({ type }) => type === "EVENT");
  expect(events.map(({ message }) => message)).toEqual(["of the claim", "of the node"]);
});

test("what Karpenter says of claim and node alike is in its timeline once", async () => {
  const words = "Disrupting: Empty";
  const timeline = await timelineIn(
    claim([]),
    node(),
    said("eu-1", { kind: "NodeClaim", name: "general-a" }, "Unconsolidatable", words, 300),
    said("eu-1", { kind: "Node", name: "node-1" }, "Unconsolidatable", words, 300),
    said("eu-1", { kind: "Node", name: "node-1" }, "Unconsolidatable", words, 100),
  );

  expect(timeline.filter(({ type }) => type === "EVENT").map(({ at }) => at)).toEqual([
    "2026-11-23T11:55:00.000Z",
    "2026-11-23T11:58:20.000Z",
  ]);
});

test("a claim leads to the pool, node and class of its own cluster", async () => {
  const graph = new NaiveGraph([
    claim([]),
    node(),
    node("ap-1/node-1"),
    object(nodePool, "eu-1/general"),
    object(nodePool, "ap-1/general"),
    object(ec2NodeClass, "eu-1/default"),
    object(ec2NodeClass, "ap-1/default"),
    object(nodeClaim, "eu-1/bare", {
      spec: { nodeClassRef: { group: "karpenter.azure.com", kind: "AKSNodeClass", name: "default" } },
    }),
  ]);

  const found = await graph.query(`{
    claim: nodeClaim(cluster: "eu-1", name: "general-a") { nodePool { id } node { id } nodeClass { id } }
    bare: nodeClaim(cluster: "eu-1", name: "bare") { nodePool { id } node { id } nodeClass { id } }
  }`);

  expect(found.claim).toEqual({
    nodePool: { id: "NodePool/eu-1/general" },
    node: { id: "KubernetesNode/eu-1/node-1" },
    nodeClass: { id: "EC2NodeClass/eu-1/default" },
  });
  expect(found.bare).toEqual({ nodePool: null, node: null, nodeClass: null });
});
