import { expect, test } from "vitest";
import type { Json } from "../../../src/demo/json.ts";
import { jsonPatch } from "../../../src/demo/writes/json-patch.ts";
import { mergePatch, strategicMergePatch } from "../../../src/demo/writes/merge-patch.ts";

const before = { a: { b: [1, 2] }, "c/d": "e" };

test.each<[string, Json, Json]>([
  ["add to an object", { op: "add", path: "/x", value: 1 }, { ...before, x: 1 }],
  ["add into a list", { op: "add", path: "/a/b/1", value: 9 }, { ...before, a: { b: [1, 9, 2] } }],
  ["add at a list's end", { op: "add", path: "/a/b/-", value: 9 }, { ...before, a: { b: [1, 2, 9] } }],
  ["replace in a list", { op: "replace", path: "/a/b/0", value: 9 }, { ...before, a: { b: [9, 2] } }],
  ["remove from a list", { op: "remove", path: "/a/b/0" }, { ...before, a: { b: [2] } }],
  ["replace under an escaped name", { op: "replace", path: "/c~1d", value: "f" }, { ...before, "c/d": "f" }],
  ["move", { op: "move", from: "/a/b/0", path: "/x" }, { a: { b: [2] }, "c/d": "e", x: 1 }],
  ["copy", { op: "copy", from: "/a/b", path: "/x" }, { ...before, x: [1, 2] }],
  ["test what is so", { op: "test", path: "/a", value: { b: [1, 2] } }, before],
])("a JSON patch can %s", (_, operation, after) => {
  expect(jsonPatch(before, [operation])).toEqual(after);
});

test.each<[string, Json]>([
  ["tests what is not so", { op: "test", path: "/a", value: 1 }],
  ["removes what is not there", { op: "remove", path: "/x" }],
  ["replaces what is not there", { op: "replace", path: "/x", value: 1 }],
  ["adds past a list's end", { op: "add", path: "/a/b/5", value: 1 }],
  ["steps into a text", { op: "add", path: "/c~1d/x", value: 1 }],
  ["has no known operation", { op: "shake", path: "/a" }],
  ["has no pointer", { op: "remove", path: "a" }],
  ["adds nothing", { op: "add", path: "/x" }],
])("a JSON patch that %s is refused", (_, operation) => {
  expect(() => jsonPatch(before, [operation])).toThrow("the server rejected our request");
});

test("a merge patch replaces lists and takes away what is null", () => {
  expect(mergePatch(before, { a: { b: [3] }, "c/d": null, x: { y: null } })).toEqual({ a: { b: [3] }, x: {} });
});

test("a strategic merge patch merges lists by their keys", () => {
  const schema = {
    properties: { containers: { "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"] } },
  } as const;
  const pod = { containers: [{ name: "app", image: "a:1" }, { name: "proxy" }] };

  const patched = strategicMergePatch(
    pod,
    {
      containers: [
        { name: "app", image: "a:2" },
        { name: "proxy", $patch: "delete" },
      ],
    },
    schema,
  );

  expect(patched).toEqual({ containers: [{ name: "app", image: "a:2" }] });
});
