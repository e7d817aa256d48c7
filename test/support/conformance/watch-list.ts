import { expect, test } from "vitest";
import { initialEventsEnd } from "../kube-wire.ts";
import { configMaps, samples } from "./samples.ts";
import type { Subject } from "./subject.ts";

const stream = { sendInitialEvents: true, allowWatchBookmarks: true, resourceVersionMatch: "NotOlderThan" };

export function watchListConformance(subject: Subject): void {
  test.each(samples)("a WatchList stream of $plural brings what is there, says so, and goes on", async (sample) => {
    const room = await subject.room(sample);
    const objects = [await room.create("a"), await room.create("b")];

    await using watch = await subject.client.watch(room.path, { ...room.query, ...stream });

    const first = await watch.take(2);
    expect(first.map(({ type }) => type)).toEqual(["ADDED", "ADDED"]);
    expect(first.map(({ object }) => object)).toEqual(expect.arrayContaining(objects));
    const end = await watch.next();
    expect(end).toMatchObject({
      type: "BOOKMARK",
      object: { kind: sample.kind, metadata: { annotations: { [initialEventsEnd]: "true" } } },
    });
    const later = await room.create("c");
    expect(await watch.next()).toEqual({ type: "ADDED", object: later });
  });

  test("the bookmark that ends a WatchList stream's first events names a resourceVersion to watch from", async () => {
    const room = await subject.room(configMaps);
    const created = await room.create("a");
    await using watch = await subject.client.watch(room.path, stream);
    const [, end] = await watch.take(2);
    const resourceVersion = end?.type === "BOOKMARK" ? end.object.metadata.resourceVersion : "";

    await using after = await subject.client.watch(room.path, { resourceVersion });
    const later = await room.create("b");

    expect(Number(resourceVersion)).toBeGreaterThanOrEqual(Number(created.metadata.resourceVersion));
    expect(await after.next()).toEqual({ type: "ADDED", object: later });
  });

  test("a WatchList stream of nothing is a bookmark", async () => {
    const room = await subject.room(configMaps);

    await using watch = await subject.client.watch(room.path, { ...stream, timeoutSeconds: 1 });

    const [end, ...others] = await watch.rest();
    expect(end).toMatchObject({
      type: "BOOKMARK",
      object: { metadata: { annotations: { [initialEventsEnd]: "true" } } },
    });
    expect(others).toEqual([]);
  });

  test("a WatchList stream must say how it matches resourceVersions", async () => {
    const { status, body } = await subject.client.request("GET", "/api/v1/configmaps", {
      query: { watch: true, sendInitialEvents: true, allowWatchBookmarks: true },
    });

    expect(status).toBe(422);
    expect(body).toMatchObject({ reason: "Invalid", details: { causes: [{ field: "resourceVersionMatch" }] } });
  });
}
