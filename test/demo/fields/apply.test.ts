import { expect, test } from "vitest";
import { applyConfiguration } from "../../../src/demo/fields/apply.ts";
import { trackUpdate } from "../../../src/demo/fields/track-update.ts";
import type { JsonObject } from "../../../src/demo/json.ts";
import type { KubeObject } from "../../../src/demo/kube-object.ts";
import { objectSchema, type Schema } from "../../../src/demo/schema/schema.ts";

const ports: Schema = {
  type: "array",
  "x-kubernetes-list-type": "map",
  "x-kubernetes-list-map-keys": ["name"],
};
const schema = objectSchema({ properties: { spec: { properties: { ports } } } });
const scope = { schema, custom: true, hasStatus: true, subresource: undefined };
const apiVersion = "demo.example/v1";

const widget = (spec: JsonObject, metadata: JsonObject = {}): KubeObject => ({
  apiVersion,
  kind: "Widget",
  metadata: { name: "it", ...metadata },
  spec,
});

function apply(live: KubeObject | undefined, manager: string, config: KubeObject, force = false): KubeObject {
  const writer = { name: manager, operation: "Apply", apiVersion, subresource: undefined } as const;
  return applyConfiguration(live, { config, writer, force, time: "2026-11-01T00:00:00Z" }, scope);
}

function update(live: KubeObject, manager: string, spec: JsonObject): KubeObject {
  const writer = { name: manager, operation: "Update", apiVersion, subresource: undefined } as const;
  return trackUpdate(live, { ...live, spec }, scope, writer, "2026-11-01T00:00:00Z");
}

const ledger = ({ metadata }: KubeObject): JsonObject =>
  Object.fromEntries((metadata.managedFields ?? []).map(({ manager, fieldsV1 }) => [manager, fieldsV1]));

test("a list without keys is owned whole, one with keys item by item", () => {
  const applied = apply(undefined, "one", widget({ hosts: ["a"], ports: [{ name: "http", number: 80 }] }));

  expect(ledger(applied)).toEqual({
    one: {
      "f:spec": {
        "f:hosts": {},
        "f:ports": { 'k:{"name":"http"}': { ".": {}, "f:name": {}, "f:number": {} } },
      },
    },
  });
});

test("two managers may each have their item of a list with keys", () => {
  const first = apply(undefined, "one", widget({ ports: [{ name: "http", number: 80 }] }));

  const both = apply(first, "two", widget({ ports: [{ name: "https", number: 443 }] }));

  expect(both["spec"]).toEqual({
    ports: [
      { name: "http", number: 80 },
      { name: "https", number: 443 },
    ],
  });
});

test("an item that its manager no longer applies goes", () => {
  const first = apply(undefined, "one", widget({ ports: [{ name: "http" }, { name: "https" }] }));
  const both = apply(first, "two", widget({ size: 1 }));

  const left = apply(both, "one", widget({ ports: [{ name: "https" }] }));

  expect(left["spec"]).toEqual({ ports: [{ name: "https" }], size: 1 });
});

test("a list with keys goes with its last item", () => {
  const first = apply(undefined, "one", widget({ size: 1, ports: [{ name: "http" }] }));

  expect(apply(first, "one", widget({ size: 1 }))["spec"]).toEqual({ size: 1 });
});

test("an object that holds nothing any more goes with its last field", () => {
  const first = apply(undefined, "one", widget({ size: 1 }, { labels: { team: "shop" } }));

  const left = apply(first, "one", widget({ size: 1 }));

  expect(left.metadata).not.toHaveProperty("labels");
});

test("a conflict names the field as kubectl does, and the manager with what it used", () => {
  const edited = update(apply(undefined, "one", widget({ ports: [{ name: "http", number: 80 }] })), "kubectl-edit", {
    ports: [{ name: "http", number: 81 }],
  });

  expect(() => apply(edited, "one", widget({ ports: [{ name: "http", number: 80 }] }))).toThrow(
    'Apply failed with 1 conflict: conflict with "kubectl-edit" using demo.example/v1: .spec.ports[name="http"].number',
  );
});

test("who updates a field takes it from those who applied it", () => {
  const applied = apply(undefined, "one", widget({ size: 1, colour: "red" }));

  const edited = update(applied, "kubectl-edit", { size: 2, colour: "red" });

  expect(ledger(edited)).toEqual({
    one: { "f:spec": { "f:colour": {} } },
    "kubectl-edit": { "f:spec": { "f:size": {} } },
  });
});

test("what was written before anybody kept a ledger stands against the first apply", () => {
  expect(() => apply(widget({ size: 1 }), "one", widget({ size: 2 }))).toThrow('conflict with "before-first-apply"');
});
