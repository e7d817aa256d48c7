import { expect, test } from "vitest";
import { istioInjector } from "../../../connectors/istio/istio-injector.ts";
import { sidecar } from "../../../connectors/istio/sidecar.ts";
import { workloadEntry } from "../../../connectors/istio/workload-entry.ts";
import { workloadGroup } from "../../../connectors/istio/workload-group.ts";
import { Decoder } from "../../../connectors/kubernetes/decode.ts";

const metadata = { name: "a", namespace: "shop", uid: "u", resourceVersion: "1" };
const decoder = new Decoder("eu-1");

test.each([
  ["True", true],
  ["False", false],
  ["Unknown", null],
])("a WorkloadEntry whose condition Healthy is %s is healthy: %s", (status, healthy) => {
  const conditions = [
    { type: "Ready", status: "True" },
    { type: "Healthy", status },
  ];

  expect(decoder.decode(workloadEntry, { metadata, status: { conditions } }).healthy).toBe(healthy);
});

test("whether a WorkloadEntry without the condition Healthy is healthy is not known", () => {
  expect(decoder.decode(workloadEntry, { metadata }).healthy).toBeNull();
});

test.each(["", undefined])("the service account %o is none", (serviceAccount) => {
  expect(decoder.decode(workloadEntry, { metadata, spec: { serviceAccount } }).serviceAccount).toBeNull();
  expect(decoder.decode(workloadGroup, { metadata, spec: { template: { serviceAccount } } }).serviceAccount).toBeNull();
});

test("a WorkloadGroup's labels are those that its entries get, not its own", () => {
  const spec = { metadata: { labels: { app: "ledger" } }, template: { labels: { app: "other" } } };

  expect(
    decoder.decode(workloadGroup, { metadata: { ...metadata, labels: { team: "payments" } }, spec }).workloadLabels,
  ).toEqual({ app: "ledger" });
});

test.each([
  ["nothing", {}, null, []],
  ["no listener", { egress: [] }, null, []],
  ["a listener without hosts", { egress: [{}] }, null, []],
  [
    "two listeners of one host",
    { egress: [{ hosts: ["./*", "a/*"] }, { hosts: ["a/*", "b/*"] }] },
    null,
    ["./*", "a/*", "b/*"],
  ],
  ["labels", { workloadSelector: { labels: { app: "a" } } }, { app: "a" }, []],
])("a Sidecar that says %s", (_, spec, workloadSelector, egressHosts) => {
  expect(decoder.decode(sidecar, { metadata, spec })).toMatchObject({ workloadSelector, egressHosts, spec });
});

test.each([
  [{ "istio.io/rev": "1-31" }, true],
  [{ "istio.io/rev": "1-31", "istio.io/tag": "prod" }, true],
  [{ app: "sidecar-injector" }, false],
  [{ "istio.io/tag": "prod" }, false],
  [undefined, false],
])("a webhook with the labels %o is an injector of a revision: %s", (labels, kept) => {
  expect(istioInjector.keep?.({ metadata: { ...metadata, labels } })).toBe(kept);
});

test.each([
  ["no tag", {}, null],
  ["an empty tag", { "istio.io/tag": "" }, null],
  ["a tag", { "istio.io/tag": "prod" }, "prod"],
])("an injector with %s", (_, labels, tag) => {
  const object = { metadata: { ...metadata, labels: { "istio.io/rev": "1-31", ...labels } } };

  expect(decoder.decode(istioInjector, object)).toMatchObject({ revision: "1-31", tag });
});

test("of an injector's webhooks nothing is kept", () => {
  const webhooks = [{ name: "w", clientConfig: { caBundle: "hunter2" } }];
  const object = { metadata: { ...metadata, labels: { "istio.io/rev": "1-31" } }, webhooks };

  expect(JSON.stringify(decoder.decode(istioInjector, object))).not.toMatch(/hunter2|webhooks/);
});
