import { expect, test } from "vitest";
import { workloadOfPod } from "../../src/model/workload-of-pod.ts";

const hash = { "pod-template-hash": "7d9f" };

test.each([
  ["ReplicaSet", "web-7d9f", hash, { kind: "Deployment", name: "web" }],
  ["ReplicaSet", "web-7d9f-7d9f", hash, { kind: "Deployment", name: "web-7d9f" }],
  ["ReplicaSet", "web-7d9f", {}, null],
  ["ReplicaSet", "web", hash, null],
  ["ReplicaSet", "web-7d9f", { "pod-template-hash": "" }, null],
  ["StatefulSet", "db", {}, { kind: "StatefulSet", name: "db" }],
  ["DaemonSet", "agent", {}, { kind: "DaemonSet", name: "agent" }],
  ["Job", "night", {}, null],
  [null, null, {}, null],
])("a pod of %s %s with %o is of %o", (controllerKind, controllerName, labels, workload) => {
  expect(workloadOfPod({ controllerKind, controllerName, labels })).toEqual(workload);
});
