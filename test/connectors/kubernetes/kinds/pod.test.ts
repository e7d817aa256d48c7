import { expect, test } from "vitest";
import { Decoder } from "../../../../connectors/kubernetes/decode.ts";
import { pod } from "../../../../connectors/kubernetes/kinds/pod.ts";
import type { Pod } from "../../../../schema/pod.ts";

const metadata = { name: "a", namespace: "shop", uid: "u", resourceVersion: "1" };

function podOf(spec: object, status: object = {}, more: object = {}): Pod {
  return new Decoder("eu-1").decode(pod, { metadata: { ...metadata, ...more }, spec, status });
}

test.each([
  ["both families", { podIP: "10.0.0.1", podIPs: [{ ip: "10.0.0.1" }, { ip: "fd00::1" }] }, ["10.0.0.1", "fd00::1"]],
  ["only podIP", { podIP: "10.0.0.1" }, ["10.0.0.1"]],
  ["an empty list beside podIP", { podIP: "10.0.0.1", podIPs: [] }, ["10.0.0.1"]],
  ["an empty podIP", { podIP: "" }, []],
  ["nothing", {}, []],
])("addresses: %s", (_, status, addresses) => {
  const { podIP, podIPs } = podOf({}, status);

  expect(podIPs).toEqual(addresses);
  expect(podIP).toBe(addresses[0] ?? null);
});

test.each([
  [{ hostNetwork: true }, true],
  [{ hostNetwork: false }, false],
  [{}, false],
])("a pod with the spec %o has the network of its node: %s", (spec, hostNetwork) => {
  expect(podOf(spec).hostNetwork).toBe(hostNetwork);
});

test.each([
  ["nobody", undefined, null, null],
  ["an owner that does not control it", [{ kind: "Node", name: "n" }], null, null],
  [
    "the one of its owners that does",
    [
      { kind: "Node", name: "n", controller: false },
      { kind: "StatefulSet", name: "s", controller: true },
    ],
    "StatefulSet",
    "s",
  ],
])("made by: %s", (_, ownerReferences, controllerKind, controllerName) => {
  expect(podOf({}, {}, { ownerReferences })).toMatchObject({ controllerKind, controllerName });
});

const demands = {
  nodeSelector: { "kubernetes.io/arch": "arm64" },
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } },
  tolerations: [{ key: "dedicated", operator: "Exists" }],
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "topology.kubernetes.io/zone" }],
  schedulingGates: [{ name: "wait" }],
  schedulerName: "default-scheduler",
  priorityClassName: "high",
  preemptionPolicy: "Never",
  overhead: { cpu: "10m" },
  resources: { requests: { cpu: "1" } },
  resourceClaims: [{ name: "gpu" }],
};

const unscheduled = {
  ...demands,
  serviceAccountName: "checkout",
  containers: [
    {
      name: "app",
      image: "app:1",
      env: [{ name: "PASSWORD", value: "hunter2" }],
      ports: [{ containerPort: 80, hostPort: 8080 }],
      resources: { requests: { cpu: "500m" } },
    },
  ],
  initContainers: [
    { name: "proxy", restartPolicy: "Always", args: ["hunter2"], resources: { requests: { cpu: "100m" } } },
  ],
  volumes: [
    { name: "token", secret: { secretName: "hunter2" } },
    { name: "data", persistentVolumeClaim: { claimName: "data-0" } },
    { name: "scratch", ephemeral: { volumeClaimTemplate: { spec: { storageClassName: "gp3" } } } },
  ],
};

test("of a pod without a node, what it demands of one is kept, and nothing else of its spec", () => {
  const { schedulingSpec } = podOf(unscheduled, { phase: "Pending", nominatedNodeName: "n-1" });

  expect(schedulingSpec).toEqual({
    ...demands,
    containers: [{ ports: [{ containerPort: 80, hostPort: 8080 }], resources: { requests: { cpu: "500m" } } }],
    initContainers: [{ restartPolicy: "Always", resources: { requests: { cpu: "100m" } } }],
    volumes: [unscheduled.volumes[1], unscheduled.volumes[2]],
    nominatedNodeName: "n-1",
  });
  expect(JSON.stringify(schedulingSpec)).not.toContain("hunter2");
});

test("a node that is an empty text is none", () => {
  const { nodeName, schedulingSpec } = podOf({ ...unscheduled, nodeName: "" });

  expect(nodeName).toBeNull();
  expect(schedulingSpec).toMatchObject(demands);
});

test("of a pod with a node, what it demands of one is not kept", () => {
  expect(podOf({ ...unscheduled, nodeName: "n-1" })).toMatchObject({ nodeName: "n-1", schedulingSpec: null });
});
