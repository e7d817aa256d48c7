import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Cluster } from "../../schema/cluster.ts";
import type { Entity, EntityClass } from "../../schema/entity.ts";
import { Pod } from "../../schema/pod.ts";
import { everything } from "../../src/access/rights.ts";
import { KeyedSeals } from "../../src/access/seals.ts";
import type { ChangeStream, FeedBatch, FeedEvent } from "../../src/ports.ts";
import { MAX_FACTS } from "../../src/ports.ts";
import { MINUTE, cell } from "./support/cell.ts";

/** Events that a reader may leave unread in its opening. */
const BOUND = 10_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

const pod = (name: string): Pod => Object.assign(new Pod(), { cluster: "eu-1", namespace: "a", name });
const clusterOf = (name: string): Cluster => Object.assign(new Cluster(), { name });

/** A cell of pods and clusters, and what puts them. */
async function given() {
  const { time, append, feed } = await cell(new Set<EntityClass>([Pod, Cluster]));
  const put = (...entities: readonly Entity[]) => append(entities.map((entity) => ({ op: "put", entity })));
  return { time, put, feed };
}

const told = (events: readonly FeedEvent[]) => events.map(({ kind, node }) => (node ? `${kind} ${node.name}` : kind));

/** What a reader hears in its opening; `meanwhile` happens when it has read the first batch. */
async function opening(stream: ChangeStream, meanwhile = async (): Promise<void> => {}): Promise<string[]> {
  const heard: string[] = [];
  for await (const { events } of stream.opening(() => {})) {
    const first = heard.length === 0;
    heard.push(...told(events));
    if (first) await meanwhile();
  }
  return heard;
}

test("a quiet stream says PROGRESS each time it was quiet for long, counted from the last change", async () => {
  const { put, feed } = await given();
  const heard: FeedEvent[] = [];
  using _ = feed()
    .changes({ filter: {}, snapshot: false })
    .live(({ events }) => heard.push(...events));
  vi.advanceTimersByTime(MINUTE - 1);
  await put(pod("a"));
  await turn();
  vi.advanceTimersByTime(MINUTE - 1);
  expect(told(heard)).toEqual(["ADDED a"]);
  vi.advanceTimersByTime(1 + MINUTE);

  expect(told(heard)).toEqual(["ADDED a", "PROGRESS", "PROGRESS"]);
});

test("from the cursor of PROGRESS a reader goes on with nothing lost and nothing again, also after changes of others", async () => {
  const { time, put, feed } = await given();
  const stream = { filter: { types: [Pod] }, snapshot: false };
  const heard: FeedBatch[] = [];
  using _ = feed()
    .changes(stream)
    .live((batch) => heard.push(batch));
  await put(pod("a"));
  await turn();
  await put(clusterOf("eu-1"));
  time.now += 61 * MINUTE;
  await put(pod("unheard"));
  vi.advanceTimersByTime(MINUTE);
  expect(heard.map(({ events }) => told(events))).toEqual([["ADDED a"], ["ADDED unheard"], ["PROGRESS"]]);
  const [first, , progress] = heard.map(({ cursor }) => cursor);
  await put(pod("b"), clusterOf("us-1"));

  expect(await opening(feed().changes({ ...stream, since: progress }))).toEqual(["ADDED b"]);
  expect(await opening(feed().changes({ ...stream, since: first }))).toContain("GAP");
});

test.each([
  ["hears all of it", BOUND, Array.from({ length: BOUND }, () => "MODIFIED a")],
  ["hears what it came to", BOUND + 1, ["MODIFIED a"]],
])("a reader that leaves much unread in its opening %s: %d events", async (_, count, changes) => {
  const { put, feed } = await given();
  await put(pod("a"));
  const heard = await opening(feed().changes({ filter: {}, snapshot: true }), async () => {
    for (let left = count; left > 0; left -= MAX_FACTS)
      await put(...Array.from({ length: Math.min(left, MAX_FACTS) }, () => pod("a")));
  });

  expect(heard).toEqual(["SNAPSHOT a", "SNAPSHOT_END", ...changes]);
});

test("a cursor holds as long as what follows it is kept, and then gives a gap and a snapshot of what is meant", async () => {
  const { time, put, feed } = await given();
  const since = feed().cursor();
  await put(pod("a"), clusterOf("eu-1"));
  const resume = () => opening(feed().changes({ filter: { types: [Pod] }, since, snapshot: false }));
  time.now += 60 * MINUTE;
  expect(await resume()).toEqual(["ADDED a"]);
  time.now += 1;

  expect(await resume()).toEqual(["GAP", "SNAPSHOT a", "SNAPSHOT_END"]);
});

test("a cursor that was sealed with another key gives a gap and a snapshot", async () => {
  const { put, feed } = await given();
  const since = feed(everything, new KeyedSeals(new Uint8Array(32).fill(1), "viewer")).cursor();
  await put(pod("a"));

  expect(await opening(feed().changes({ filter: {}, since, snapshot: false }))).toEqual([
    "GAP",
    "SNAPSHOT a",
    "SNAPSHOT_END",
  ]);
});
