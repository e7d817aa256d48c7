import { expect, test } from "vitest";
import { requestsOf } from "../../../src/model/compute/pod-requests.ts";

function container(cpu: string, more: object = {}): object {
  return { resources: { requests: { cpu } }, ...more };
}

const sidecar = { restartPolicy: "Always" };

test.each([
  ["containers together", { containers: [container("100m"), container("1")] }, "1100m"],
  ["an init container that needs more", { containers: [container("1")], initContainers: [container("2")] }, "2"],
  ["init containers one after the other", { initContainers: [container("2"), container("1500m")] }, "2"],
  [
    "sidecars with the containers",
    { containers: [container("1")], initContainers: [container("500m", sidecar)] },
    "1500m",
  ],
  [
    "an init container with the sidecars that began before it",
    {
      containers: [container("1")],
      initContainers: [container("500m", sidecar), container("2"), container("3", sidecar)],
    },
    "4500m",
  ],
  [
    "an init container without the sidecar that begins after it",
    { containers: [container("1")], initContainers: [container("3"), container("500m", sidecar)] },
    "3",
  ],
  ["the overhead", { containers: [container("1")], overhead: { cpu: "250m" } }, "1250m"],
  [
    "the pod's own request in place of its containers', and the overhead",
    { containers: [container("1")], resources: { requests: { cpu: "5" } }, overhead: { cpu: "1" } },
    "6",
  ],
])("counted are %s", (_, spec, cpu) => {
  expect(requestsOf(spec)).toEqual({ cpu });
});

test("of the pod's own requests only cpu, memory and huge pages count", () => {
  const requests = { memory: "1Gi", "hugepages-2Mi": "4Mi", "nvidia.com/gpu": "2" };

  expect(requestsOf({ containers: [], resources: { requests } })).toEqual({ memory: "1Gi", "hugepages-2Mi": "4Mi" });
});

test.each([
  ["an empty spec", {}],
  ["containers that are none", { containers: "web", initContainers: [null, 1, []] }],
  ["requests that are no quantities", { containers: [{ resources: { requests: { cpu: "much", memory: {} } } }] }],
  ["resources that are a list", { containers: [{ resources: [] }], overhead: [], resources: null }],
])("%s asks for nothing", (_, spec) => {
  expect(requestsOf(spec)).toEqual({});
});
