import { array, assert, boolean, constantFrom, integer, property, record } from "fast-check";
import { expect, test } from "vitest";
import { Storage } from "../../../src/demo/storage/storage.ts";
import type { KubeObject } from "../../../src/demo/kube-object.ts";

const object = (name: string, note = ""): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "shop" },
  data: { note },
});

function start(window = 1000) {
  const storage = new Storage(window);
  return { storage, table: storage.createTable() };
}

type Tables = ReturnType<typeof start>;
const namesAt = ({ table }: Tables, revision?: number) =>
  Array.from(table.list("shop/", "shop/", revision), ({ key }) => key.slice("shop/".length));

test("a list is in the order of keys", () => {
  const tables = start();

  for (const name of ["b", "a", "c"]) tables.storage.write(tables.table, object(name));

  expect(namesAt(tables)).toEqual(["a", "b", "c"]);
});

test("a list of the past is as it was then", () => {
  const tables = start();
  const first = tables.storage.write(tables.table, object("a"));
  tables.storage.write(tables.table, object("b"));
  tables.storage.delete(tables.table, first);

  expect(namesAt(tables, first.revision)).toEqual(["a"]);
  expect(namesAt(tables, first.revision + 1)).toEqual(["a", "b"]);
  expect(namesAt(tables)).toEqual(["b"]);
});

test("what falls out of the window is forgotten, and the floor rises with it", () => {
  const { storage, table } = start(2);

  const versions = ["a", "b", "c"].map((name) => storage.write(table, object(name)));

  expect(table.floor).toBe(versions[0]?.revision);
  expect(table.since(table.floor).map(({ key }) => key)).toEqual(["shop/b", "shop/c"]);
  expect(table.get("shop/a")).toBe(versions[0]);
});

test("after a compaction only the present is left", () => {
  const { storage, table } = start();
  const quiet = storage.createTable();
  storage.delete(table, storage.write(table, object("a")));
  storage.write(table, object("b"));

  storage.compact();

  expect([table.floor, quiet.floor]).toEqual([storage.revision, storage.revision]);
  expect(table.since(0)).toEqual([]);
  expect(Array.from(table.list(), ({ key }) => key)).toEqual(["shop/b"]);
});

test("a state that fell out of the window is let go", () => {
  const { storage, table } = start(1);

  const [, second, third] = ["1", "2", "3"].map((note) => storage.write(table, object("a", note)));

  expect(third?.previous).toBe(second);
  expect(second?.previous).toBeUndefined();
});

test("an object is serialised once, however many read it", () => {
  const { storage, table } = start();
  const version = storage.write(table, object("a"));

  expect(version.tail).toBe(version.tail);
  expect(JSON.parse(`{${version.tail.toString()}`)).toEqual({
    metadata: { name: "a", namespace: "shop", resourceVersion: String(version.revision) },
    data: { note: "" },
  });
});

const step = record({ name: constantFrom("a", "b", "c", "d"), deletes: boolean() });

test("every moment within the window reads as a naive copy of it", () => {
  assert(
    property(array(step, { maxLength: 60 }), integer({ min: 1, max: 40 }), (steps, window) => {
      const tables = start(window);
      const { storage, table } = tables;
      const present = new Set<string>();
      const moments = new Map([[storage.revision, ""]]);
      for (const { name, deletes } of steps) {
        const found = table.get(`shop/${name}`);
        if (deletes && found === undefined) continue;
        if (deletes && found !== undefined) storage.delete(table, found);
        else storage.write(table, object(name));
        if (deletes) present.delete(name);
        else present.add(name);
        moments.set(storage.revision, [...present].toSorted().join());
      }
      const remembered = [...moments].filter(([revision]) => revision >= table.floor);
      for (const [revision, names] of remembered) expect(namesAt(tables, revision).join()).toBe(names);
      expect(namesAt(tables).join()).toBe([...present].toSorted().join());
      expect(table.size).toBe(present.size);
    }),
  );
});
