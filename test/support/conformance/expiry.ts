import { expect, test } from "vitest";
import type { KubeList } from "../kube-wire.ts";
import { configMaps, serviceEntries, type Sample } from "./samples.ts";
import type { Room, Subject } from "./subject.ts";

const tooLarge = {
  reason: "Timeout",
  code: 504,
  details: {
    retryAfterSeconds: 1,
    causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
  },
};

/** A resourceVersion that no server of a test reaches. */
const future = "9000000000000";

export function expiryConformance(subject: Subject): void {
  test("a list not older than a resourceVersion of the future is refused", async () => {
    const room = await subject.room(configMaps);

    const answer = await subject.client.request("GET", room.path, { query: { resourceVersion: future } });

    expect(answer).toMatchObject({ status: 504, body: tooLarge });
  });

  test("a WatchList stream not older than a resourceVersion of the future ends with an error", async () => {
    const room = await subject.room(configMaps);

    await using watch = await subject.client.watch(room.path, {
      sendInitialEvents: true,
      allowWatchBookmarks: true,
      resourceVersionMatch: "NotOlderThan",
      resourceVersion: future,
    });

    expect(await watch.rest()).toMatchObject([{ type: "ERROR", object: tooLarge }]);
  });

  test("what was before a compaction cannot be continued", async ({ skip }) => {
    const { client, target } = subject;
    skip(target.compact === undefined, "this server cannot be compacted");
    const remembered = [await remember(subject, configMaps), await remember(subject, serviceEntries)];

    await target.compact?.();

    for (const { room, page } of remembered) {
      const { resourceVersion, continue: token = "" } = page.metadata;
      await using watch = await client.watch(room.path, { resourceVersion });
      expect(await watch.rest()).toMatchObject([
        { type: "ERROR", object: { status: "Failure", reason: "Expired", code: 410 } },
      ]);

      const refused = await client.request("GET", room.path, { query: { limit: 1, continue: token } });
      expect(refused).toMatchObject({ status: 410, body: { kind: "Status", reason: "Expired", code: 410 } });

      const [, end] = await firstOf(subject, room, resourceVersion);
      expect(end).toMatchObject({ type: "BOOKMARK" });
    }
  });
}

/** A page whose rest is of a moment that is over when the server is compacted. */
async function remember(subject: Subject, sample: Sample): Promise<{ room: Room; page: KubeList }> {
  const room = await subject.room(sample);
  await room.create("a");
  await room.create("b");
  const page = await subject.client.list(room.path, { limit: 1 });
  await room.delete("b");
  return { room, page };
}

/** A WatchList stream's events up to its bookmark: it asks for a moment not older than that one, so it has nothing to continue. */
async function firstOf({ client }: Subject, room: Room, resourceVersion: string): Promise<readonly unknown[]> {
  await using watch = await client.watch(room.path, {
    sendInitialEvents: true,
    allowWatchBookmarks: true,
    resourceVersionMatch: "NotOlderThan",
    resourceVersion,
  });
  return await watch.take(2);
}
