import { expect, test } from "vitest";
import type { WatchEvent } from "../kube-wire.ts";
import { configMaps, samples, serviceEntries } from "./samples.ts";
import type { Subject } from "./subject.ts";

export function watchConformance(subject: Subject): void {
  const removable = samples.filter((sample) => sample.removable);

  test.each(samples)(
    "a watch of $plural from a list's resourceVersion hears what followed, in order",
    async (sample) => {
      const room = await subject.room(sample);
      await room.create("before");
      const { metadata } = await subject.client.list(room.path, room.query);

      const one = await room.create("one");
      await using watch = await subject.client.watch(room.path, {
        ...room.query,
        resourceVersion: metadata.resourceVersion,
      });
      const two = await room.create("two");
      const changed = await room.touch("one", "changed");

      expect(await watch.take(3)).toEqual([
        { type: "ADDED", object: one },
        { type: "ADDED", object: two },
        { type: "MODIFIED", object: changed },
      ]);
      expect(versionOf(changed)).toBeGreaterThan(versionOf(two));
      expect(versionOf(two)).toBeGreaterThan(versionOf(one));
    },
  );

  test.each(removable)("a deleted object of $plural comes with a newer resourceVersion", async (sample) => {
    const room = await subject.room(sample);
    const created = await room.create("one");
    const { resourceVersion } = created.metadata;
    await using watch = await subject.client.watch(room.path, { ...room.query, resourceVersion });

    await room.delete("one");
    const again = await room.create("one");

    const events: WatchEvent[] = [];
    while (events.at(-1)?.type !== "ADDED") events.push(...(await watch.take(1)));
    const added = events.pop();
    const deleted = events.pop();
    // A pod is marked before it goes, whatever its grace.
    expect(events.filter(({ object }) => !("deletionTimestamp" in object.metadata))).toEqual([]);
    expect(deleted).toMatchObject({
      type: "DELETED",
      object: { kind: sample.kind, metadata: { uid: created.metadata.uid } },
    });
    expect(versionOf(deleted?.object)).toBeGreaterThan(versionOf(created));
    expect(added).toEqual({ type: "ADDED", object: again });
    expect(again.metadata.uid).not.toBe(created.metadata.uid);
  });

  test.each([configMaps, serviceEntries])(
    "a watch of $plural without a resourceVersion begins with what is there",
    async (sample) => {
      const room = await subject.room(sample);
      const objects = [await room.create("a"), await room.create("b")];

      await using watch = await subject.client.watch(room.path);
      const later = await room.create("c");

      const events = await watch.take(3);
      expect(events.slice(0, 2).toSorted(byName)).toEqual(objects.map((object) => ({ type: "ADDED", object })));
      expect(events[2]).toEqual({ type: "ADDED", object: later });
    },
  );

  test.each([configMaps, serviceEntries])("two watchers of $plural hear one order", async (sample) => {
    const room = await subject.room(sample);
    const { resourceVersion } = (await subject.client.list(room.path)).metadata;
    await using one = await subject.client.watch(room.path, { resourceVersion });
    await using two = await subject.client.watch(room.path, { resourceVersion });

    const names = Array.from({ length: 10 }, (_, index) => `object-${index}`);
    await Promise.all(
      names.map(async (name) => {
        await room.create(name);
        await room.touch(name, "changed");
        await room.delete(name);
      }),
    );

    const heard = await one.take(30);
    expect(await two.take(30)).toEqual(heard);
    const versions = heard.map(({ object }) => versionOf(object));
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    for (const name of names)
      expect(heard.filter((event) => nameOf(event) === name).map(({ type }) => type)).toEqual([
        "ADDED",
        "MODIFIED",
        "DELETED",
      ]);
  });

  test.each([configMaps, serviceEntries])(
    "a watch of $plural goes on from any event's resourceVersion",
    async (sample) => {
      const room = await subject.room(sample);
      const { resourceVersion } = (await subject.client.list(room.path)).metadata;
      for (const name of ["a", "b", "c", "d"]) await room.create(name);
      await using whole = await subject.client.watch(room.path, { resourceVersion });
      const [, second, ...later] = await whole.take(4);

      await using rest = await subject.client.watch(room.path, { resourceVersion: versionOf(second?.object) });

      expect(await rest.take(2)).toEqual(later);
    },
  );

  test("a watch ends cleanly after timeoutSeconds", async () => {
    const room = await subject.room(configMaps);
    const { resourceVersion } = (await subject.client.list(room.path)).metadata;
    const begun = performance.now();

    await using watch = await subject.client.watch(room.path, { resourceVersion, timeoutSeconds: 1 });

    expect(await watch.rest()).toEqual([]);
    expect(performance.now() - begun).toBeGreaterThan(900);
  });

  test.each([configMaps, serviceEntries])(
    "a watch of quiet $plural is told before its end how far it has come, if it asked",
    async (sample) => {
      const room = await subject.room(sample);
      const elsewhere = await subject.room(sample);
      const { resourceVersion } = (await subject.client.list(room.path)).metadata;
      const query = { resourceVersion, timeoutSeconds: 5 };
      await using asking = await subject.client.watch(room.path, { ...query, allowWatchBookmarks: true });
      await using silent = await subject.client.watch(room.path, query);

      const other = await elsewhere.create("other");
      const [told, untold] = await Promise.all([asking.rest(), silent.rest()]);

      expect(untold).toEqual([]);
      const last = told.at(-1);
      expect(new Set(told.map(({ type }) => type))).toEqual(new Set(["BOOKMARK"]));
      expect(last?.object).toMatchObject({ apiVersion: sample.apiVersion, kind: sample.kind });
      expect(versionOf(last?.object)).toBeGreaterThanOrEqual(versionOf(other));
      expect(last?.object.metadata).toEqual({ resourceVersion: String(versionOf(last?.object)) });
    },
  );
}

function versionOf(object: WatchEvent["object"] | undefined): number {
  return object !== undefined && "resourceVersion" in object.metadata
    ? Number(object.metadata.resourceVersion)
    : Number.NaN;
}

function nameOf({ object }: WatchEvent): string {
  return "name" in object.metadata ? object.metadata.name : "";
}

function byName(a: WatchEvent, b: WatchEvent): number {
  return nameOf(a) < nameOf(b) ? -1 : 1;
}
