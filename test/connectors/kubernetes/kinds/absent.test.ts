import { expect, test } from "vitest";
import { Decoder } from "../../../../connectors/kubernetes/decode.ts";
import { endpointSlice } from "../../../../connectors/kubernetes/kinds/endpoint-slice.ts";
import { podDisruptionBudget } from "../../../../connectors/kubernetes/kinds/pod-disruption-budget.ts";
import { clusterRole, roleBinding } from "../../../../connectors/kubernetes/kinds/rbac.ts";

const metadata = { name: "a", namespace: "shop", uid: "u", resourceVersion: "1" };
const decoder = new Decoder("eu-1");

test.each([
  ["nothing", {}, { minAvailable: null, maxUnavailable: null, unhealthyPodEvictionPolicy: "IfHealthyBudget" }],
  ["a number", { minAvailable: 0 }, { minAvailable: "0", maxUnavailable: null }],
  ["a share", { maxUnavailable: "25%" }, { minAvailable: null, maxUnavailable: "25%" }],
])("a budget that says %s", (_, spec, told) => {
  expect(decoder.decode(podDisruptionBudget, { metadata, spec })).toMatchObject(told);
});

test.each([
  ["no selector is none", {}, null],
  ["an empty selector is every pod's", { selector: {} }, {}],
])("of a budget %s", (_, spec, selector) => {
  expect(decoder.decode(podDisruptionBudget, { metadata, spec }).selector).toEqual(selector);
});

test("an endpoint tells no pod where it is none, and nothing where nothing is known", () => {
  const endpoints = [{ addresses: ["10.0.0.1"], targetRef: { kind: "Node", name: "n" } }, { addresses: ["10.0.0.2"] }];
  const unknown = { ready: null, serving: null, terminating: null, nodeName: null, zone: null, podName: null };

  expect(decoder.decode(endpointSlice, { metadata, endpoints }).endpoints).toEqual([
    { addresses: ["10.0.0.1"], ...unknown },
    { addresses: ["10.0.0.2"], ...unknown },
  ]);
});

test("an EndpointSlice that its labels give to no Service, without endpoints or ports, is one", () => {
  expect(decoder.decode(endpointSlice, { metadata, endpoints: null, ports: null })).toMatchObject({
    serviceName: null,
    endpoints: [],
    ports: [],
  });
});

test("a port of an EndpointSlice without a number stands for all ports", () => {
  expect(decoder.decode(endpointSlice, { metadata, ports: [{ name: "", protocol: "TCP" }] }).ports).toEqual([
    { name: "", port: null, protocol: "TCP", appProtocol: null },
  ]);
});

test("rules and subjects that are null are none", () => {
  expect(decoder.decode(clusterRole, { metadata, rules: null })).toMatchObject({ rules: [], aggregationRule: null });
  expect(decoder.decode(roleBinding, { metadata, roleRef: {}, subjects: null }).subjects).toEqual([]);
});
