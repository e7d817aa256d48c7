import { setImmediate as turn } from "node:timers/promises";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { KubernetesNode } from "../../schema/kubernetes-node.ts";
import { Pod } from "../../schema/pod.ts";
import { ChangeRouter } from "../../src/access/change-router.ts";
import { readLogCursor, writeLogCursor } from "../../src/access/log-cursor.ts";
import { everything } from "../../src/access/rights.ts";
import { KeyedSeals } from "../../src/access/seals.ts";
import { StoreFeed } from "../../src/access/store-feed.ts";
import { MemoryLog } from "../../src/changelog/memory-log.ts";
import { BadCursorError } from "../../src/errors.ts";
import { comparePositions } from "../../src/lib/position.ts";
import type { ChangeStream, Fact, FeedBatch, FeedEvent, LogEntry } from "../../src/ports.ts";
import { Store } from "../../src/store/store.ts";
import { eventually } from "../support/eventually.ts";

const seals = new KeyedSeals(new Uint8Array(32), "viewer");
const kept = { maxAgeMs: Infinity, maxBytes: Infinity };

function pod(name: string, phase = ""): Pod {
  return Object.assign(new Pod(), { cluster: "eu-1", namespace: "a", name, phase });
}

/** A log, a store and a feed, with all entries that the log ever told. */
async function cell(retention = kept) {
  const log = new MemoryLog(retention);
  const store = new Store();
  const router = new ChangeRouter(store);
  await log.follow(store);
  const entries: LogEntry[] = [];
  await log.follow({ restart: () => {}, advance: (entry) => entries.push(entry) });
  const owner = await log.own("test");
  let seq = 0;
  const append = (...facts: readonly Fact[]) => log.append(owner, { seq: (seq += 1), facts });
  const options = { store, log, router, seals, rights: everything, now: () => new Date(), quietMs: 60_000 };
  const feed = new StoreFeed({ ...options, served: new Set([Pod, KubernetesNode]) });
  return { store, entries, append, feed };
}

const put = (name: string, phase = ""): Fact => ({ op: "put", entity: pod(name, phase) });
const gone = (name: string): Fact => ({ op: "delete", type: Pod, id: pod(name).id });

/** Reads a stream by permits, so that a test says when the subscriber reads. */
function reader(stream: ChangeStream) {
  const batches: FeedBatch[] = [];
  const iterator = stream[Symbol.asyncIterator]();
  let pulls: Promise<void> = Promise.resolve();
  const pull = (): void => {
    const earlier = pulls;
    pulls = (async () => {
      await earlier;
      const { value, done } = await iterator.next();
      if (done !== true) batches.push(value);
    })();
  };
  const events = (): readonly FeedEvent[] => batches.flatMap((batch) => batch.events);
  const until = (count: number): Promise<void> =>
    eventually(
      `${count} events`,
      () => {
        pull();
        expect(events().length).toBeGreaterThanOrEqual(count);
      },
      { everyMs: 1 },
    );
  return { batches, pull, events, until };
}

const told = (events: readonly FeedEvent[]) => events.map(({ kind, node, id }) => [kind, node ?? id]);

/** What the log told of a time after a position. */
function suffix(entries: readonly LogEntry[], position: string) {
  return entries
    .filter((entry) => comparePositions(entry.position, position) > 0)
    .flatMap(({ changes }) => changes)
    .filter(({ news }) => news !== "quiet")
    .map(({ kind, entity, id }) => [kind, kind === "DELETED" ? id : entity]);
}

const facts: fc.Arbitrary<readonly Fact[]> = fc.array(
  fc
    .record({ name: fc.constantFrom("a", "b", "c"), act: fc.constantFrom("put", "quiet", "delete") })
    .map(({ name, act: what }): Fact =>
      what === "delete" ? gone(name) : ({ ...put(name), quiet: what === "quiet" } as Fact),
    ),
  { maxLength: 3 },
);
const steps = fc.array(fc.oneof(facts, fc.constant("pull" as const), fc.constant("turn" as const)), { maxLength: 20 });

async function act(step: "turn" | readonly Fact[], append: (...some: readonly Fact[]) => Promise<void>): Promise<void> {
  if (step === "turn") await turn();
  else await append(...step);
}

test("a snapshot is followed by exactly what came after its moment, whenever changes and reads happen", async () => {
  await fc.assert(
    fc.asyncProperty(facts, steps, async (before, then) => {
      const { entries, append, feed } = await cell();
      await append(...before);
      const { batches, pull, events, until } = reader(feed.changes({ filter: {}, snapshot: true }));
      for (const step of then) {
        if (step === "pull") pull();
        else await act(step, append);
      }
      await until(1);
      await eventually("the end of the snapshot", async () => {
        await until(events().length + Number(!events().some(({ kind }) => kind === "SNAPSHOT_END")));
        expect(events().some(({ kind }) => kind === "SNAPSHOT_END")).toBe(true);
      });
      const end = events().findIndex(({ kind }) => kind === "SNAPSHOT_END");
      const cursor = batches.find((batch) => batch.events.some(({ kind }) => kind === "SNAPSHOT_END"))?.cursor ?? "";
      const expected = suffix(entries, readLogCursor(seals, cursor)?.position ?? "");
      await until(end + 1 + expected.length);
      await turn();

      expect(told(events().slice(end + 1))).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test("from a cursor on a subscriber hears exactly the suffix, also of what comes while it opens", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(facts, { maxLength: 6 }), fc.nat(6), steps, async (before, place, then) => {
      const { entries, append, feed, store } = await cell();
      let since = { cursor: feed.cursor(), position: store.position };
      for (const [i, batch] of before.entries()) {
        await append(...batch);
        if (i < place) since = { cursor: feed.cursor(), position: store.position };
      }
      const { pull, events, until } = reader(feed.changes({ filter: {}, since: since.cursor, snapshot: true }));
      for (const step of then) {
        if (step === "pull") pull();
        else await act(step, append);
      }
      const expected = suffix(entries, since.position);
      await until(expected.length);
      await turn();

      expect(told(events())).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test("without a snapshot a subscriber hears only what comes from the moment it asked", async () => {
  const { append, feed } = await cell();
  await append(put("before"));
  const stream = feed.changes({ filter: {}, snapshot: false });
  await append(put("after"));
  const { events, until } = reader(stream);
  await until(1);

  expect(told(events())).toEqual([["ADDED", pod("after")]]);
});

test("a cursor whose suffix is trimmed gives a gap and a snapshot", async () => {
  const { append, feed } = await cell({ maxAgeMs: Infinity, maxBytes: 0 });
  const since = feed.cursor();
  await append(put("p"));
  const { events, until } = reader(feed.changes({ filter: {}, since, snapshot: false }));
  await until(3);

  expect(events().map(({ kind }) => kind)).toEqual(["GAP", "SNAPSHOT", "SNAPSHOT_END"]);
});

test.each([
  ["of another epoch", writeLogCursor(seals, { epoch: "another", position: "1-0" })],
  ["of another viewer", new KeyedSeals(new Uint8Array(32), "other").seal("log cursor", "epoch 1-0")],
  ["that is forged but well formed", "A".repeat(40)],
])("a cursor %s gives a gap and a snapshot", async (_, since) => {
  const { append, feed } = await cell();
  await append(put("p"));
  const { events, until } = reader(feed.changes({ filter: {}, since, snapshot: false }));
  await until(3);

  expect(events().map(({ kind }) => kind)).toEqual(["GAP", "SNAPSHOT", "SNAPSHOT_END"]);
});

test("what is no cursor at all is refused", async () => {
  const { feed } = await cell();

  expect(() => feed.changes({ filter: {}, since: "yesterday", snapshot: false })).toThrow(BadCursorError);
});

test("a new epoch under a live stream is told as a gap", async () => {
  const { append, feed, store } = await cell();
  const { events, until } = reader(feed.changes({ filter: {}, snapshot: true }));
  await append(put("p"));
  await until(2);
  store.restart({ epoch: "next", position: "0-0", entities: [] });
  await until(3);

  expect(events()[2]?.kind).toBe("GAP");
});
