import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { Pod } from "../../schema/pod.ts";
import { ChangeRouter } from "../../src/access/change-router.ts";
import { everything } from "../../src/access/rights.ts";
import { KeyedSeals } from "../../src/access/seals.ts";
import { StoreFeed } from "../../src/access/store-feed.ts";
import { MemoryLog } from "../../src/changelog/memory-log.ts";
import { TimeoutError } from "../../src/errors.ts";
import { MAX_FACTS } from "../../src/ports.ts";
import type { Fact } from "../../src/ports.ts";
import { Store } from "../../src/store/store.ts";

const ENTRIES = 20_000;

function pod(name: string): Pod {
  return Object.assign(new Pod(), { cluster: "eu-1", namespace: "a", name });
}

async function cell() {
  const log = new MemoryLog({ maxAgeMs: Infinity, maxBytes: Infinity });
  const store = new Store();
  const router = new ChangeRouter(store);
  await log.follow(store);
  const owner = await log.own("s");
  let seq = 0;
  const append = (...facts: readonly Fact[]) => log.append(owner, { seq: (seq += 1), facts });
  const withdraw = () => log.withdraw(owner, (seq += 1));
  const seals = new KeyedSeals(new Uint8Array(32), "viewer");
  const options = { store, log, router, seals, rights: everything, now: () => new Date(), quietMs: 60_000 };
  return { feed: new StoreFeed({ ...options, served: new Set([Pod]) }), append, withdraw };
}

const put = (name: string): Fact => ({ op: "put", entity: pod(name) });

async function longPast() {
  const made = await cell();
  for (let i = 0; i < ENTRIES; i += 1) await made.append(put(`p-${i % 10}`));
  return made;
}

/** Counts the turns of the event loop until it is stopped. */
function turns() {
  const counted = { count: 0, isOver: false };
  void (async () => {
    for (; !counted.isOver; counted.count += 1) await turn();
  })();
  return counted;
}

const nothing = { filter: { clusters: ["elsewhere"] }, first: 50 };

test("a question that nothing answers lets the event loop turn while the past is walked", async () => {
  const { feed } = await longPast();
  const counted = turns();
  const answer = await feed.history(nothing);
  counted.isOver = true;

  expect(answer).toEqual({ events: [], hasNextPage: false });
  expect(counted.count).toBeGreaterThanOrEqual(ENTRIES / 1000 - 1);
});

test("large entries let it turn as often as many small ones", async () => {
  const { feed, append } = await cell();
  for (let i = 0; i < 20; i += 1) await append(...Array.from({ length: MAX_FACTS }, (_, k) => put(`p-${k}`)));
  const counted = turns();
  await feed.history(nothing);
  counted.isOver = true;

  expect(counted.count).toBeGreaterThanOrEqual(8);
});

test("whoever is gone or late is looked for nothing more", async () => {
  const { feed } = await longPast();
  const asker = new AbortController();
  const counted = turns();
  const asked = feed.history({ ...nothing, signal: asker.signal });
  await turn();
  asker.abort(new TimeoutError("late"));

  await expect(asked).rejects.toThrow(TimeoutError);
  counted.isOver = true;
  expect(counted.count).toBeLessThan(5);
  await expect(feed.history({ ...nothing, signal: asker.signal })).rejects.toThrow(TimeoutError);
});

test("what is appended while the past is walked changes nothing of the answer", async () => {
  const { feed, append } = await longPast();
  const asked = feed.history({ filter: { ids: [pod("new").id, pod("p-0").id] }, first: ENTRIES });
  await turn();
  await append(put("new"));
  const { events } = await asked;

  expect(events).toHaveLength(ENTRIES / 10);
  expect(events.every(({ id }) => id === pod("p-0").id)).toBe(true);
});

test("pages through a large withdrawal give each event once, newest first", async () => {
  const { feed, append, withdraw } = await cell();
  const names = Array.from({ length: 3 * MAX_FACTS }, (_, i) => `p-${i}`);
  for (let i = 0; i < names.length; i += MAX_FACTS) await append(...names.slice(i, i + MAX_FACTS).map(put));
  await withdraw();
  const told: (string | null)[] = [];
  let after: string | undefined;
  for (let hasNextPage = true; hasNextPage;) {
    const page = await feed.history({ filter: {}, first: 70, after });
    told.push(...page.events.map(({ kind, id }) => `${kind} ${id}`));
    after = page.events.at(-1)?.key;
    ({ hasNextPage } = page);
  }

  const oldestFirst = ["ADDED", "DELETED"].flatMap((kind) => names.map((name) => `${kind} ${pod(name).id}`));
  expect(told).toHaveLength(oldestFirst.length);
  expect(told).toEqual(oldestFirst.toReversed());
});
