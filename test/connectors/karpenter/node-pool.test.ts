import { expect, test } from "vitest";
import { nodeClaim } from "../../../connectors/karpenter/node-claim.ts";
import { nodeOverlay } from "../../../connectors/karpenter/node-overlay.ts";
import { nodePool } from "../../../connectors/karpenter/node-pool.ts";
import { Decoder } from "../../../connectors/kubernetes/decode.ts";

const metadata = { name: "a", uid: "u", resourceVersion: "1" };
const decoder = new Decoder("eu-1");

test("a pool that says nothing has no weight, is not static, and ties nothing to its nodes", () => {
  expect(decoder.decode(nodePool, { metadata })).toMatchObject({
    weight: null,
    replicas: null,
    limits: null,
    requirements: [],
    taints: [],
    startupTaints: [],
    templateLabels: {},
    expireAfter: null,
    terminationGracePeriod: null,
    disruption: {},
  });
});

test.each([0, 3])("a static pool keeps %i nodes", (replicas) => {
  expect(decoder.decode(nodePool, { metadata, spec: { replicas, limits: { nodes: 5 } } })).toMatchObject({
    replicas,
    limits: { nodes: 5 },
    weight: null,
  });
});

test("a pool's taints and startup taints are kept apart", () => {
  const spec = {
    taints: [{ key: "a", effect: "NoSchedule" }],
    startupTaints: [{ key: "b", value: "1", effect: "NoExecute" }],
  };

  expect(decoder.decode(nodePool, { metadata, spec: { template: { spec } } })).toMatchObject({
    taints: [{ key: "a", value: null, effect: "NoSchedule" }],
    startupTaints: [{ key: "b", value: "1", effect: "NoExecute" }],
  });
});

test("the labels of a pool's nodes are not its own", () => {
  const object = {
    metadata: { ...metadata, labels: { a: "1" } },
    spec: { template: { metadata: { labels: { b: "2" } } } },
  };

  expect(decoder.decode(nodePool, object)).toMatchObject({ labels: { a: "1" }, templateLabels: { b: "2" } });
});

test("a claim that is not launched yet has no machine, image or node", () => {
  const status = { providerID: "", imageID: "", nodeName: "" };
  const unlaunched = { providerID: null, imageID: null, nodeName: null, requests: null, expireAfter: null };

  expect(decoder.decode(nodeClaim, { metadata, status })).toMatchObject(unlaunched);
  expect(decoder.decode(nodeClaim, { metadata })).toMatchObject({ ...unlaunched, nodeClassRef: {} });
});

test.each([
  ["a price", { price: "0.25" }, { price: "0.25", priceAdjustment: null, capacity: null, weight: null }],
  ["an adjustment", { priceAdjustment: "+10%", weight: 5 }, { price: null, priceAdjustment: "+10%", weight: 5 }],
  ["capacity", { capacity: { gpu: "1" } }, { price: null, priceAdjustment: null, capacity: { gpu: "1" } }],
])("an overlay of %s", (_, spec, told) => {
  expect(decoder.decode(nodeOverlay, { metadata, spec })).toMatchObject({ ...told, ready: null });
});
