import { expect, test } from "vitest";
import { istioMeshConfig } from "../../../connectors/istio/istio-mesh-config.ts";
import { Decoder } from "../../../connectors/kubernetes/decode.ts";
import type { IstioMeshConfig } from "../../../schema/istio-mesh-config.ts";

function configOf(mesh: string, metadata: object = {}): IstioMeshConfig {
  return new Decoder("eu-1").decode(istioMeshConfig, {
    metadata: { name: "istio", namespace: "istio-system", uid: "u", resourceVersion: "1", ...metadata },
    data: { mesh },
  });
}

const defaults = {
  meshId: null,
  trustDomain: "cluster.local",
  revision: "default",
  rootNamespace: "istio-system",
  outboundMode: "ALLOW_ANY",
  defaultServiceExportTo: ["*"],
  defaultVirtualServiceExportTo: ["*"],
  defaultDestinationRuleExportTo: ["*"],
  serviceEntryVisibility: null,
  discoverySelectors: [],
};

test.each([
  ["nothing", ""],
  ["a comment", "# none"],
  ["null", "null"],
  ["an empty object", "{}"],
  ["empty members", '{trustDomain: "", rootNamespace: "", defaultConfig: {meshId: ""}, outboundTrafficPolicy: {}}'],
  [
    "empty lists",
    "{defaultServiceExportTo: [], defaultVirtualServiceExportTo: [], defaultDestinationRuleExportTo: []}",
  ],
  ["other members", "{enableTracing: true, accessLogFile: /dev/stdout}"],
])("a mesh that says %s is what istiod takes for it", (_, mesh) => {
  expect(configOf(mesh)).toMatchObject(defaults);
});

test.each([
  ["defaultConfig: {meshId: retail}", { meshId: "retail" }],
  ["trustDomain: retail.example.com", { trustDomain: "retail.example.com" }],
  ["rootNamespace: istio-config", { rootNamespace: "istio-config" }],
  ["outboundTrafficPolicy: {mode: REGISTRY_ONLY}", { outboundMode: "REGISTRY_ONLY" }],
  ["defaultServiceExportTo: ['.']", { defaultServiceExportTo: ["."] }],
  ["defaultVirtualServiceExportTo: ['.', shop]", { defaultVirtualServiceExportTo: [".", "shop"] }],
  ["defaultDestinationRuleExportTo: ['~']", { defaultDestinationRuleExportTo: ["~"] }],
  [
    "serviceEntryVisibility: {defaultVisibility: NAMESPACE}",
    { serviceEntryVisibility: { defaultVisibility: "NAMESPACE" } },
  ],
  ["discoverySelectors: [{matchLabels: {a: b}}]", { discoverySelectors: [{ matchLabels: { a: "b" } }] }],
])("%s is told, and the rest is what istiod takes", (mesh, told) => {
  expect(configOf(mesh)).toMatchObject({ ...defaults, ...told });
});

test.each([
  ["its label", { name: "istio-canary", labels: { "istio.io/rev": "1-31" } }, "1-31"],
  ["its name", { name: "istio-1-31" }, "1-31"],
  ["its name, when the label is empty", { name: "istio-1-31", labels: { "istio.io/rev": "" } }, "1-31"],
  ["nothing", { name: "istio" }, "default"],
])("the revision is told by %s", (_, metadata, revision) => {
  expect(configOf("", metadata).revision).toBe(revision);
});

test.each([
  ["rootNamespace", "rootNamespace: 5"],
  ["mode", "outboundTrafficPolicy: {mode: 1}"],
  ["outboundTrafficPolicy", "outboundTrafficPolicy: REGISTRY_ONLY"],
  ["defaultServiceExportTo", "defaultServiceExportTo: '*'"],
  ["defaultVirtualServiceExportTo", "defaultVirtualServiceExportTo: [1]"],
  ["defaultDestinationRuleExportTo", "defaultDestinationRuleExportTo: {}"],
  ["serviceEntryVisibility", "serviceEntryVisibility: [a]"],
  ["discoverySelectors", "discoverySelectors: [a]"],
  ["meshId", "defaultConfig: {meshId: [a]}"],
])("a malformed %s is refused", (field, mesh) => {
  expect(() => configOf(mesh)).toThrow(
    expect.objectContaining({ name: "DecodeError", message: expect.stringMatching(`^${field}:`) as unknown }) as Error,
  );
});
