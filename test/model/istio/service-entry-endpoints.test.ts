import { expect, test } from "vitest";
import { Container } from "../../../schema/container.ts";
import { Pod } from "../../../schema/pod.ts";
import type { ServiceEntry } from "../../../schema/service-entry.ts";
import { ServiceEntryEndpoint } from "../../../schema/service-entry-endpoint.ts";
import { WorkloadEntry } from "../../../schema/workload-entry.ts";
import { endpointsOfEntry } from "../../../src/model/istio/service-entry-endpoints.ts";
import { istioPort, serviceEntry } from "./support/mesh-world.ts";

const inline = (fields: Partial<ServiceEntryEndpoint>) => Object.assign(new ServiceEntryEndpoint(), fields);
const ports = [istioPort(80), { ...istioPort(443, "TLS"), targetPort: 8443 }];
const nothing = { workloadEntries: [], pods: [], flags: {} };

test.each<readonly [string, Partial<ServiceEntry>, readonly string[]]>([
  ["DNS without any is its own host", { resolution: "DNS" }, ["HOST api.com 80>80 443>8443"]],
  ["STATIC without any has none", { resolution: "STATIC" }, []],
  ["NONE without any has none", { resolution: "NONE" }, []],
  [
    "those written in it, not its host",
    { endpoints: [inline({ address: "eu.api.com" })] },
    ["INLINE eu.api.com 80>80 443>8443"],
  ],
  [
    "a port by its name",
    { endpoints: [inline({ address: "10.0.0.1", ports: { "port-443": 9443 } })] },
    ["INLINE 10.0.0.1 80>80 443>9443"],
  ],
  [
    "0 and words are no ports",
    { endpoints: [inline({ address: "10.0.0.1", ports: { "port-443": 0, "port-80": "x" } })] },
    ["INLINE 10.0.0.1 80>80 443>8443"],
  ],
  [
    "a Unix socket has no port",
    { endpoints: [inline({ address: "unix:///run/s", ports: { "port-80": 5 } })] },
    ["INLINE /run/s 80>0 443>0"],
  ],
  [
    "a selector, not what is written",
    { workloadSelector: { labels: { app: "x" } }, endpoints: [inline({ address: "10.0.0.1" })] },
    [],
  ],
])("the endpoints of an entry: %s", (_, fields, expected) => {
  expect(shown(serviceEntry("b", "x", { ports, ...fields }), nothing)).toEqual(expected);
});

const selecting = serviceEntry("b", "x", { resolution: "STATIC", workloadSelector: { labels: { app: "x" } } });
const workload = (name: string, fields: Partial<WorkloadEntry> = {}, address = "10.0.0.9") =>
  Object.assign(new WorkloadEntry(), { labels: { app: "x" }, endpoint: inline({ address }) }, fields, {
    namespace: fields.namespace ?? "b",
    name,
  });
const pod = (name: string, fields: Partial<Pod> = {}) =>
  Object.assign(
    new Pod(),
    { labels: { app: "x" }, podIP: "10.1.0.1", podIPs: ["10.1.0.1"], ready: true, phase: "Running" },
    fields,
    { namespace: fields.namespace ?? "b", name },
  );
const checked = { "proxy.istio.io/health-checks-enabled": "true" };

test.each<
  readonly [
    string,
    {
      readonly workloadEntries?: readonly WorkloadEntry[];
      readonly pods?: readonly Pod[];
      readonly flags?: Record<string, string>;
    },
    readonly string[],
  ]
>([
  ["a WorkloadEntry by its metadata", { workloadEntries: [workload("w")] }, ["WORKLOAD_ENTRY w"]],
  [
    "a WorkloadEntry by the labels of its spec",
    { workloadEntries: [workload("w", { labels: {}, endpoint: inline({ labels: { app: "x" } }) })] },
    ["WORKLOAD_ENTRY w"],
  ],
  [
    "its metadata goes before its spec",
    { workloadEntries: [workload("w", { labels: { app: "y" }, endpoint: inline({ labels: { app: "x" } }) })] },
    [],
  ],
  [
    "not of another namespace",
    { workloadEntries: [workload("w", { namespace: "c" })], pods: [pod("p", { namespace: "c" })] },
    [],
  ],
  [
    "not with another label",
    { workloadEntries: [workload("w", { labels: { app: "y" } })], pods: [pod("p", { labels: {} })] },
    [],
  ],
  ["a pod that is ready", { pods: [pod("p")] }, ["POD p"]],
  ["not a pod that is not ready", { pods: [pod("p", { ready: false })] }, ["- p"]],
  ["not a pod without an address", { pods: [pod("p", { podIP: null, podIPs: [] })] }, ["- p"]],
  ["not a pod that has ended", { pods: [pod("p", { phase: "Succeeded" })] }, ["- p"]],
  ["not a pod that is being deleted", { pods: [pod("p", { deletionSeconds: 5 })] }, ["- p"]],
  ["no pod where a flag says so", { pods: [pod("p")], flags: { PILOT_ENABLE_SERVICEENTRY_SELECT_PODS: "false" } }, []],
  [
    "pods before WorkloadEntries, by name",
    { workloadEntries: [workload("b"), workload("a")], pods: [pod("z")] },
    ["POD z", "WORKLOAD_ENTRY a", "WORKLOAD_ENTRY b"],
  ],
  [
    "a WorkloadEntry in place of a pod of its name",
    { workloadEntries: [workload("same")], pods: [pod("same")] },
    ["WORKLOAD_ENTRY same", "- same"],
  ],
  [
    "one that is healthy",
    { workloadEntries: [workload("w", { annotations: checked, healthy: true })] },
    ["WORKLOAD_ENTRY w"],
  ],
  [
    "not one that is unhealthy",
    { workloadEntries: [workload("w", { annotations: checked, healthy: false })] },
    ["- w"],
  ],
  [
    "not one whose health is not known yet",
    { workloadEntries: [workload("w", { annotations: checked, healthy: null })] },
    ["- w"],
  ],
  [
    "an unhealthy one that is not checked",
    { workloadEntries: [workload("w", { healthy: false })] },
    ["WORKLOAD_ENTRY w"],
  ],
  [
    "an unhealthy one where a flag says so",
    {
      workloadEntries: [workload("w", { annotations: checked, healthy: false })],
      flags: { PILOT_ENABLE_WORKLOAD_ENTRY_HEALTHCHECKS: "false" },
    },
    ["WORKLOAD_ENTRY w"],
  ],
  ["not one with a DNS name", { workloadEntries: [workload("w", {}, "vm.corp")] }, ["- w"]],
])("a STATIC entry selects %s", (_, workloads, expected) => {
  const found = endpointsOfEntry(selecting, "api.com", { ...nothing, ...workloads });
  const all = [
    ...found.endpoints.map(({ from, object }) => `${from} ${object?.name}`),
    ...found.leftOut.map(({ object }) => `- ${object.name}`),
  ];
  expect(all).toEqual(expected);
});

test("a DNS entry selects workloads with DNS names", () => {
  const entry = serviceEntry("b", "x", { resolution: "DNS", workloadSelector: { labels: { app: "x" } } });
  expect(shown(entry, { ...nothing, workloadEntries: [workload("w", {}, "vm.corp")] })).toEqual([
    "WORKLOAD_ENTRY vm.corp 80>80",
  ]);
});

test("an empty selector fits all", () => {
  const entry = serviceEntry("b", "x", { resolution: "STATIC", workloadSelector: {} });
  expect(shown(entry, { ...nothing, pods: [pod("p", { labels: {} })] })).toEqual(["POD 10.1.0.1 80>80"]);
});

test("a pod's ports are found by the names that its containers give them, of TCP the first", () => {
  const containers = ["first", "second"].map((name, index) =>
    Container.of({
      name,
      image: "",
      imageID: null,
      ready: true,
      restartCount: 0,
      packedPorts: `port-80 ${5000 + index} TCP\nport-443 ${6000 + index} UDP`,
    }),
  );
  const entry = serviceEntry("b", "x", { ports, resolution: "STATIC", workloadSelector: { labels: { app: "x" } } });
  expect(shown(entry, { ...nothing, pods: [pod("p", { containers })] })).toEqual(["POD 10.1.0.1 80>5000 443>8443"]);
});

test("a selector by place is in doubt: istiod adds such labels itself", () => {
  const entry = serviceEntry("b", "x", { workloadSelector: { labels: { "topology.istio.io/cluster": "eu-1" } } });
  expect(endpointsOfEntry(entry, "api.com", nothing).doubt).not.toBeNull();
  expect(endpointsOfEntry(selecting, "api.com", nothing).doubt).toBeNull();
});

function shown(entry: ServiceEntry, workloads: Parameters<typeof endpointsOfEntry>[2]): readonly string[] {
  return endpointsOfEntry(entry, "api.com", workloads).endpoints.map(
    (endpoint) =>
      `${endpoint.from} ${endpoint.address} ${endpoint.ports.map(({ number, targetPort }) => `${number}>${targetPort}`).join(" ")}`,
  );
}
