import { expect, test } from "vitest";
import { eksKinds } from "../../connectors/eks/index.ts";
import { ec2NodeClass } from "../../connectors/karpenter/ec2-node-class.ts";
import { nodeClaim } from "../../connectors/karpenter/node-claim.ts";
import { nodePool } from "../../connectors/karpenter/node-pool.ts";
import { kubernetesEvent } from "../../connectors/kubernetes/kinds/kubernetes-event.ts";
import { kubernetesNode } from "../../connectors/kubernetes/kinds/kubernetes-node.ts";
import { kubernetesService } from "../../connectors/kubernetes/kinds/kubernetes-service.ts";
import { pod } from "../../connectors/kubernetes/kinds/pod.ts";
import { NodeClass } from "../../schema/node-class.ts";
import { object } from "../support/entities.ts";
import type { Answer } from "../support/naive-graph.ts";
import { NaiveGraph } from "../support/naive-graph.ts";
import { said } from "../support/said.ts";

const nodeClass = eksKinds.find(({ type }) => type === NodeClass);
if (nodeClass === undefined) throw new Error("there is no kind of NodeClass");

const objects = [
  object(pod, "eu-1/shop/web"),
  object(pod, "eu-1/bank/web"),
  object(pod, "us-1/shop/web"),
  object(kubernetesNode, "eu-1/one"),
  object(nodeClaim, "eu-1/one"),
  object(nodePool, "eu-1/one"),
  object(ec2NodeClass, "eu-1/one"),
  object(nodeClass, "eu-1/one"),
  object(kubernetesService, "eu-1/shop/web"),
];

test.each([
  [{ kind: "Pod", namespace: "shop", name: "web", uid: "uid of eu-1/shop/web" }, "Pod/eu-1/shop/web"],
  [{ kind: "Pod", namespace: "shop", name: "web" }, "Pod/eu-1/shop/web"],
  [{ kind: "Pod", namespace: "shop", name: "web", uid: "an earlier one" }, null],
  [{ kind: "Pod", namespace: "shop", name: "gone", uid: "gone" }, null],
  [{ kind: "Node", name: "one", uid: "uid of eu-1/one" }, "KubernetesNode/eu-1/one"],
  [{ kind: "Node", name: "one", uid: "one" }, "KubernetesNode/eu-1/one"],
  [{ kind: "Node", name: "one", uid: "an earlier one" }, null],
  [{ kind: "NodeClaim", name: "one", uid: "uid of eu-1/one" }, "NodeClaim/eu-1/one"],
  [{ kind: "NodeClaim", name: "one", uid: "one" }, null],
  [{ kind: "NodePool", name: "one", uid: "uid of eu-1/one" }, "NodePool/eu-1/one"],
  [{ kind: "EC2NodeClass", name: "one", uid: "uid of eu-1/one" }, "EC2NodeClass/eu-1/one"],
  [{ kind: "NodeClass", name: "one", uid: "uid of eu-1/one" }, "NodeClass/eu-1/one"],
  [{ kind: "PersistentVolumeClaim", namespace: "shop", name: "web", uid: "x" }, null],
])("an event about %o leads to %s", async (involved, id) => {
  const graph = new NaiveGraph([...objects, said("eu-1", involved, "FailedScheduling", "no")]);

  const { kubernetesEvents } = await graph.query(
    `{ kubernetesEvents { nodes { involvedKind involvedObject { id } } } }`,
  );

  expect(kubernetesEvents.nodes).toEqual([
    { involvedKind: involved.kind, involvedObject: id === null ? null : { id } },
  ]);
});

test("an event tells what was said, as the wire has it", async () => {
  const event = object(kubernetesEvent, "eu-1/shop/event", {
    involvedObject: { kind: "Pod", namespace: "shop", name: "web", uid: "1" },
    reason: "FailedScheduling",
    message: "0/1 nodes are available: 1 Too many pods.",
    type: "Warning",
    reportingComponent: "default-scheduler",
    eventTime: "2026-11-23T11:00:00.000000Z",
    series: { count: 3, lastObservedTime: "2026-11-23T11:59:00.000000Z" },
  });

  const { kubernetesEvent: one } = await new NaiveGraph([event]).query(`{
    kubernetesEvent(cluster: "eu-1", namespace: "shop", name: "event") {
      type reason message reporter involvedKind involvedNamespace involvedName involvedUid count at
    }
  }`);

  expect(one).toEqual({
    type: "Warning",
    reason: "FailedScheduling",
    message: "0/1 nodes are available: 1 Too many pods.",
    reporter: "default-scheduler",
    involvedKind: "Pod",
    involvedNamespace: "shop",
    involvedName: "web",
    involvedUid: "1",
    count: 3,
    at: "2026-11-23T11:59:00.000Z",
  });
});

const one = { name: "one", uid: "uid of eu-1/one" };

test.each<[string, string, string, object]>([
  ["pod", "Pod", ', namespace: "shop", name: "web"', { namespace: "shop", name: "web", uid: "uid of eu-1/shop/web" }],
  ["kubernetesNode", "Node", ', name: "one"', one],
  ["nodeClaim", "NodeClaim", ', name: "one"', one],
  ["nodePool", "NodePool", ', name: "one"', one],
])("a %s has what was said of it alone, newest first", async (field, kind, place, named) => {
  const involved = { kind, ...named } as { readonly kind: string; readonly name: string; readonly uid: string };
  const graph = new NaiveGraph([
    ...objects,
    said("eu-1", involved, "DisruptionBlocked", "older", 90),
    said("eu-1", involved, "DisruptionBlocked", "newest", 10),
    said("eu-1", { ...involved, uid: "an earlier one" }, "DisruptionBlocked", "of an earlier one"),
    said("eu-1", { ...involved, kind: "Other" }, "DisruptionBlocked", "of another kind"),
    said("eu-1", { ...involved, namespace: "bank" }, "DisruptionBlocked", "of another namespace"),
    said("eu-1", { ...involved, name: "two" }, "DisruptionBlocked", "of another name"),
    said("us-1", involved, "DisruptionBlocked", "of another cluster"),
  ]);

  const answer = await graph.query(`{ ${field}(cluster: "eu-1"${place}) { events { message } } }`);

  expect(answer[field].events.map(({ message }: Answer) => message)).toEqual(["newest", "older"]);
});

test("a kubelet names its node by the name, which is no other kind's uid", async () => {
  const graph = new NaiveGraph([
    ...objects,
    said("eu-1", { kind: "Node", name: "one", uid: "one" }, "NodeNotReady", "of the node"),
    said("eu-1", { kind: "NodePool", name: "one", uid: "one" }, "NodeNotReady", "of an earlier pool"),
  ]);

  const { kubernetesNode: node, nodePool: pool } = await graph.query(`{
    kubernetesNode(cluster: "eu-1", name: "one") { events { message } }
    nodePool(cluster: "eu-1", name: "one") { events { message } }
  }`);

  expect([node.events, pool.events]).toEqual([[{ message: "of the node" }], []]);
});
