import { expect, test } from "vitest";
import { describePath, readFields, writeFields } from "../../../src/demo/fields/field-set.ts";

const fieldsV1 = {
  "f:metadata": { "f:labels": { ".": {}, "f:app.kubernetes.io/name": {} } },
  "f:spec": {
    "f:hosts": {},
    "f:ports": { ".": {}, 'k:{"name":"http"}': { ".": {}, "f:name": {}, "f:number": {} } },
    "f:finalizers": { 'v:"one"': {} },
  },
};

test("what is read of fieldsV1 is written again", () => {
  expect(writeFields(readFields(fieldsV1))).toEqual(fieldsV1);
});

test("a field is owned without what it lies in, unless a dot says so", () => {
  expect(readFields({ "f:a": { "f:b": {} }, "f:c": { ".": {}, "f:d": {} } })).toEqual(
    new Set(["f:a\nf:b", "f:c", "f:c\nf:d"]),
  );
});

test("paths read as kubectl prints them", () => {
  const paths = [...readFields(fieldsV1)].map(describePath);

  expect(paths).toEqual([
    ".metadata.labels",
    ".metadata.labels.app.kubernetes.io/name",
    ".spec.hosts",
    ".spec.ports",
    '.spec.ports[name="http"]',
    '.spec.ports[name="http"].name',
    '.spec.ports[name="http"].number',
    '.spec.finalizers[="one"]',
  ]);
});
