import { expect, test } from "vitest";
import type { KubeList } from "../kube-wire.ts";
import { configMaps, samples, serviceEntries } from "./samples.ts";
import type { Subject } from "./subject.ts";

export function listConformance(subject: Subject): void {
  test.each(samples)("a list of $plural has whole objects, in the order of their names", async (sample) => {
    const room = await subject.room(sample);
    const second = await room.create("second");
    const first = await room.create("first");

    const list = await subject.client.list(room.path, room.query);

    expect(list).toMatchObject({ apiVersion: sample.apiVersion, kind: `${sample.kind}List` });
    expect(list.items.map(({ metadata }) => metadata)).toEqual([first.metadata, second.metadata]);
    expect(Number(list.metadata.resourceVersion)).toBeGreaterThanOrEqual(Number(first.metadata.resourceVersion));
    expect(list.metadata.continue ?? "").toBe("");
  });

  test.each(samples)(
    "the objects in a list of $plural name their kind if they are custom resources",
    async (sample) => {
      const room = await subject.room(sample);
      await room.create("one");

      const { items } = await subject.client.list(room.path, room.query);

      const { apiVersion, kind } = sample;
      expect(items.map((item) => [item.apiVersion, item.kind])).toEqual([
        sample.custom ? [apiVersion, kind] : [undefined, undefined],
      ]);
    },
  );

  test.each(samples)("a list of no $plural has a resourceVersion and an empty array", async (sample) => {
    const room = await subject.room(sample);

    const list = await subject.client.list(room.path, room.query);

    expect(list.items).toEqual([]);
    expect(list.metadata.resourceVersion).toMatch(/^[1-9]\d*$/);
  });

  test.each(samples)("an object of $plural is read as it was written", async (sample) => {
    const room = await subject.room(sample);
    const created = await room.create("one");

    const read = await subject.client.get(room.pathOf("one"));

    expect(read).toEqual(created);
    expect(read).toMatchObject(room.draft("one"));
    expect(read.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(read.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  test.each([configMaps, serviceEntries])("pages of $plural are of one moment", async (sample) => {
    const room = await subject.room(sample);
    for (const name of ["a", "b", "c", "d", "e"]) await room.create(name);
    const { client } = subject;

    const first = await client.list(room.path, { limit: 2 });
    await room.create("bb");
    await room.delete("e");
    const second = await client.list(room.path, { limit: 2, continue: first.metadata.continue ?? "" });
    const third = await client.list(room.path, { limit: 2, continue: second.metadata.continue ?? "" });

    const pages = [first, second, third];
    expect(pages.map(names)).toEqual([["a", "b"], ["c", "d"], ["e"]]);
    expect(pages.map(({ metadata }) => metadata.remainingItemCount)).toEqual([3, 1, undefined]);
    expect(new Set(pages.map(({ metadata }) => metadata.resourceVersion)).size).toBe(1);
    expect(third.metadata.continue ?? "").toBe("");
  });

  test("a limit as great as the list makes one page", async () => {
    const room = await subject.room(configMaps);
    await room.create("a");
    await room.create("b");

    const list = await subject.client.list(room.path, { limit: 2 });

    expect(names(list)).toEqual(["a", "b"]);
    expect(list.metadata.continue ?? "").toBe("");
    expect(list.metadata.remainingItemCount).toBeUndefined();
  });
}

function names({ items }: KubeList): string[] {
  return items.map(({ metadata }) => metadata.name);
}
