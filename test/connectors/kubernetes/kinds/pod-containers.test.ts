import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Decoder } from "../../../../connectors/kubernetes/decode.ts";
import { pod } from "../../../../connectors/kubernetes/kinds/pod.ts";
import type { Container } from "../../../../schema/container.ts";
import type { ContainerPort } from "../../../../schema/container-port.ts";
import { packPorts, unpackPorts } from "../../../../schema/container-port.ts";

const metadata = { name: "a", namespace: "shop", uid: "u", resourceVersion: "1" };

function containersOf(spec: object, status: object = {}): readonly Container[] {
  return new Decoder("eu-1").decode(pod, { metadata, spec, status }).containers;
}

test("of the init containers the sidecars are told, after the others, each with its own state", () => {
  const containers = containersOf(
    {
      containers: [{ name: "app" }, { name: "late" }],
      initContainers: [
        { name: "init" },
        { name: "proxy", restartPolicy: "Always" },
        { name: "once", restartPolicy: "OnFailure" },
      ],
    },
    {
      containerStatuses: [{ name: "app", imageID: "sha256:a", ready: false, restartCount: 1 }],
      initContainerStatuses: [
        { name: "init", imageID: "sha256:i", ready: true, restartCount: 7 },
        { name: "proxy", imageID: "sha256:p", ready: true, restartCount: 2 },
      ],
    },
  );

  expect(containers).toMatchObject([
    { name: "app", imageID: "sha256:a", ready: false, restartCount: 1 },
    { name: "late", imageID: null, ready: false, restartCount: 0 },
    { name: "proxy", imageID: "sha256:p", ready: true, restartCount: 2 },
  ]);
  expect(containers).toHaveLength(3);
});

test.each([
  ["none", undefined, []],
  ["null", null, []],
  [
    "one without a name",
    [{ containerPort: 53, protocol: "UDP" }],
    [{ name: null, containerPort: 53, protocol: "UDP" }],
  ],
  [
    "one with an empty name",
    [{ name: "", containerPort: 53, protocol: "SCTP" }],
    [{ name: null, containerPort: 53, protocol: "SCTP" }],
  ],
  [
    "one without a protocol",
    [{ name: "web", containerPort: 80 }],
    [{ name: "web", containerPort: 80, protocol: "TCP" }],
  ],
  [
    "two of one number",
    [
      { name: "dns", containerPort: 53, protocol: "UDP" },
      { containerPort: 53, protocol: "TCP" },
    ],
    [
      { name: "dns", containerPort: 53, protocol: "UDP" },
      { name: null, containerPort: 53, protocol: "TCP" },
    ],
  ],
])("ports: %s", (_, ports, told) => {
  expect(containersOf({ containers: [{ name: "app", ports }] })[0]?.ports).toEqual(told);
});

test.each([
  ["name", "a b"],
  ["name", "a\nb"],
  ["protocol", "T P"],
])("a port whose %s is %o is refused", (key, text) => {
  expect(() => containersOf({ containers: [{ name: "app", ports: [{ containerPort: 80, [key]: text }] }] })).toThrow(
    expect.objectContaining({ name: "DecodeError", message: `${key}: expected a word` }) as Error,
  );
});

test("containers with like ports share one text", () => {
  const ports = [{ name: "web", containerPort: 80 }];

  const [a, b] = containersOf({
    containers: [
      { name: "a", ports },
      { name: "b", ports: structuredClone(ports) },
    ],
  });

  expect(a?.packedPorts).toBe("web 80 TCP");
  expect(b?.packedPorts).toBe(a?.packedPorts);
});

const port: fc.Arbitrary<ContainerPort> = fc.record({
  name: fc.option(fc.stringMatching(/^[a-z0-9-]{1,15}$/), { nil: null }),
  containerPort: fc.integer({ min: 1, max: 65_535 }),
  protocol: fc.constantFrom("TCP", "UDP", "SCTP"),
});

test("what is packed is what is unpacked", () => {
  fc.assert(
    fc.property(fc.array(port), (ports) => {
      expect(unpackPorts(packPorts(ports))).toEqual(ports);
    }),
  );
});
