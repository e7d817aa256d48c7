import * as fc from "fast-check";
import { expect, test } from "vitest";
import { istioMeshConfig } from "../../../connectors/istio/istio-mesh-config.ts";
import { serviceEntry } from "../../../connectors/istio/service-entry.ts";
import { virtualService } from "../../../connectors/istio/virtual-service.ts";
import { nodePool } from "../../../connectors/karpenter/node-pool.ts";
import { Decoder } from "../../../connectors/kubernetes/decode.ts";
import { DecodeError } from "../../../connectors/kubernetes/json.ts";
import type { Kind } from "../../../connectors/kubernetes/kind.ts";
import { kubernetesNode } from "../../../connectors/kubernetes/kinds/kubernetes-node.ts";
import { kubernetesService } from "../../../connectors/kubernetes/kinds/kubernetes-service.ts";
import { networkPolicy } from "../../../connectors/kubernetes/kinds/network-policy.ts";
import { pod } from "../../../connectors/kubernetes/kinds/pod.ts";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { fixtureObject, namedKinds } from "../../support/kinds.ts";

const metadata = { name: "a", namespace: "shop", uid: "u", resourceVersion: "1" };

const malformed: readonly (readonly [string, Kind, object, string])[] = [
  ["nothing at all", pod, {}, "name"],
  ["metadata that is a list", pod, { metadata: [] }, "metadata"],
  ["no name", pod, { metadata: { ...metadata, name: undefined } }, "name"],
  ["an empty uid", pod, { metadata: { ...metadata, uid: "" } }, "uid"],
  ["a resourceVersion that is a number", pod, { metadata: { ...metadata, resourceVersion: 5 } }, "resourceVersion"],
  ["a namespace that is a number", pod, { metadata: { ...metadata, namespace: 5 } }, "namespace"],
  ["a label that is a number", pod, { metadata: { ...metadata, labels: { app: 5 } } }, "labels"],
  ["labels that are a string", pod, { metadata: { ...metadata, labels: "app" } }, "labels"],
  ["an annotation that is null", pod, { metadata: { ...metadata, annotations: { a: null } } }, "annotations"],
  ["a time that is none", pod, { metadata: { ...metadata, creationTimestamp: "yesterday" } }, "creationTimestamp"],
  ["a spec that is a string", pod, { metadata, spec: "x" }, "spec"],
  ["containers that are an object", pod, { metadata, spec: { containers: {} } }, "containers"],
  ["a container that is null", pod, { metadata, spec: { containers: [null] } }, "containers"],
  ["a restart count that is a string", pod, withContainer({ restartCount: "3" }), "restartCount"],
  ["a restart count beyond Int", pod, withContainer({ restartCount: 2 ** 31 }), "restartCount"],
  ["ready that is a string", pod, withContainer({ ready: "true" }), "ready"],
  ["a condition that is a list", pod, { metadata, status: { conditions: [[]] } }, "conditions"],
  [
    "a transition at no time",
    pod,
    { metadata, status: { conditions: [{ lastTransitionTime: "-" }] } },
    "lastTransitionTime",
  ],
  ["a port that is a fraction", kubernetesService, { metadata, spec: { ports: [{ port: 80.5 }] } }, "port"],
  [
    "a target port that is a list",
    kubernetesService,
    { metadata, spec: { ports: [{ targetPort: [] }] } },
    "targetPort",
  ],
  ["a target port beyond Int", kubernetesService, { metadata, spec: { ports: [{ targetPort: 1e300 }] } }, "targetPort"],
  ["a cluster IP that is a number", kubernetesService, { metadata, spec: { clusterIPs: [1] } }, "clusterIPs"],
  ["a selector of numbers", kubernetesService, { metadata, spec: { selector: { a: 1 } } }, "selector"],
  ["taints that are a string", kubernetesNode, { metadata, spec: { taints: "x" } }, "taints"],
  ["a capacity that is a number", kubernetesNode, { metadata, status: { capacity: { cpu: 8 } } }, "capacity"],
  ["a policy type that is a number", networkPolicy, { metadata, spec: { policyTypes: [1] } }, "policyTypes"],
  ["a host that is null", serviceEntry, { metadata, spec: { hosts: [null] } }, "hosts"],
  [
    "an endpoint's weight that is a string",
    serviceEntry,
    { metadata, spec: { endpoints: [{ weight: "1" }] } },
    "weight",
  ],
  ["a route that is an object", virtualService, { metadata, spec: { http: [{ route: {} }] } }, "route"],
  [
    "a destination that is a string",
    virtualService,
    { metadata, spec: { tcp: [{ route: [{ destination: "a" }] }] } },
    "destination",
  ],
  ["a weight that is a string", nodePool, { metadata, spec: { weight: "10" } }, "weight"],
  [
    "requirements of strings",
    nodePool,
    { metadata, spec: { template: { spec: { requirements: ["x"] } } } },
    "requirements",
  ],
  ["a mesh that is no YAML", istioMeshConfig, { metadata, data: { mesh: "a: [" } }, "mesh"],
  ["a mesh that is a list", istioMeshConfig, { metadata, data: { mesh: "- a" } }, "mesh"],
  ["a mesh of two documents", istioMeshConfig, { metadata, data: { mesh: "a: 1\n---\nb: 2" } }, "mesh"],
  ["an alias bomb", istioMeshConfig, { metadata, data: { mesh: bomb() } }, "mesh"],
  ["a trust domain that is a number", istioMeshConfig, { metadata, data: { mesh: "trustDomain: 5" } }, "trustDomain"],
];

test.each(malformed)("%s is refused by the field's name", (_, kind, object, field) => {
  expect(() => new Decoder("eu-1").decode(kind, object as JsonObject)).toThrow(
    expect.objectContaining({ name: "DecodeError", message: expect.stringMatching(`^${field}:`) as unknown }) as Error,
  );
});

test("the message never holds the value", () => {
  const object = { metadata: { ...metadata, labels: { a: { secret: "hunter2" } } } };

  expect(() => new Decoder("eu-1").decode(pod, object)).toThrow(/^(?!.*hunter2)/s);
});

/** Shared by the kinds, to 100,000 in all. */
const numRuns = Math.ceil(100_000 / namedKinds.length);

const path = fc.array(fc.nat(30), { minLength: 1, maxLength: 8 });

test.each(namedKinds.map((named) => [named.kind.type.name, named] as const))(
  "%s: an object that is broken anywhere is decoded or refused, and crashes nothing",
  (_, named) => {
    const whole = JSON.stringify(fixtureObject(named));
    const decoder = new Decoder("eu-1");

    fc.assert(
      fc.property(path, fc.jsonValue({ maxDepth: 2 }), (steps, value) => {
        const object = JSON.parse(whole) as JsonObject;
        replaceAt(object, steps, value);
        try {
          if (named.kind.keep?.(object) === false) return;
          JSON.stringify(decoder.decode(named.kind, object));
        } catch (error) {
          if (!(error instanceof DecodeError)) throw error;
        }
      }),
      { numRuns },
    );
  },
);

/** So many objects, one in the other. */
function nested(levels: number): JsonObject {
  return JSON.parse(`${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`) as JsonObject;
}

test("an object of 100 levels is kept, and frozen to the last", () => {
  const policy = new Decoder("eu-1").decode(networkPolicy, { metadata, spec: nested(99) });

  let level: unknown;
  let frozen = 0;
  for (level = policy.spec; Object.isFrozen(level) && typeof level === "object"; frozen += 1)
    level = (level as JsonObject)["a"];
  expect(frozen).toBe(99);
});

test.each([100, 10_000])("an object with a spec of %i levels, which could not be written, is refused", (levels) => {
  expect(() => new Decoder("eu-1").decode(networkPolicy, { metadata, spec: nested(levels) })).toThrow(
    expect.objectContaining({ name: "DecodeError", message: "expected at most 100 levels" }) as Error,
  );
});

test("a label called __proto__ is a label like any other", () => {
  const labels = JSON.parse('{"__proto__":"x","app":"web"}') as Record<string, string>;

  const { labels: kept } = new Decoder("eu-1").decode(pod, { metadata: { ...metadata, labels } });

  expect(JSON.stringify(kept)).toBe('{"__proto__":"x","app":"web"}');
  expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
});

test("objects share equal labels and annotations", () => {
  const decoder = new Decoder("eu-1");
  const object = { metadata: { ...metadata, labels: { app: "web" }, annotations: { a: "1" } } };

  const [a, b] = [decoder.decode(pod, structuredClone(object)), decoder.decode(pod, structuredClone(object))];

  expect(a.labels).toBe(b.labels);
  expect(a.annotations).toBe(b.annotations);
});

test.each([
  ["True", true],
  ["False", false],
  ["Unknown", null],
  [undefined, null],
])("a pool whose condition Ready is %s is ready: %s", (status, ready) => {
  const conditions = status === undefined ? [] : [{ type: "Ready", status }];

  expect(new Decoder("eu-1").decode(nodePool, { metadata, status: { conditions } }).ready).toBe(ready);
});

test("what is packed cannot be written again", () => {
  const entity = new Decoder("eu-1").decode(pod, { metadata });

  expect(() => {
    entity.conditions = [];
  }).toThrow(TypeError);
});

test.each([
  ["istio", { mesh: "" }, true],
  ["istio-1-31", { mesh: "" }, true],
  ["istio-sidecar-injector", { config: "" }, false],
  ["istiod", { mesh: "" }, false],
])("the ConfigMap %s with %o is a mesh's: %s", (name, data, kept) => {
  expect(istioMeshConfig.keep?.({ metadata: { name }, data })).toBe(kept);
});

function withContainer(status: object): object {
  const named = { name: "app", ...status };
  return { metadata, spec: { containers: [{ name: "app" }] }, status: { containerStatuses: [named] } };
}

function bomb(): string {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let i = 1; i < 9; i += 1)
    lines.push(
      `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(", ")}]`,
    );
  return lines.join("\n");
}

/** Goes down by the steps, each the number of a member, and puts the value in the place of the last. */
function replaceAt(root: object, steps: readonly number[], value: unknown): void {
  let parent = root as Record<string, unknown>;
  for (const [at, step] of steps.entries()) {
    const names = Object.keys(parent);
    const name = names[step % Math.max(1, names.length)];
    if (name === undefined) return;
    const member = parent[name];
    if (at === steps.length - 1 || typeof member !== "object" || member === null) {
      parent[name] = value;
      return;
    }
    parent = member as Record<string, unknown>;
  }
}
