import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Entity, EntityId } from "../../schema/entity.ts";
import { KubernetesNode } from "../../schema/kubernetes-node.ts";
import { Pod } from "../../schema/pod.ts";
import { ChangeRouter } from "../../src/access/change-router.ts";
import { readLogCursor } from "../../src/access/log-cursor.ts";
import type { Rights } from "../../src/access/rights.ts";
import { everything } from "../../src/access/rights.ts";
import { KeyedSeals } from "../../src/access/seals.ts";
import { StoreFeed } from "../../src/access/store-feed.ts";
import { MemoryLog } from "../../src/changelog/memory-log.ts";
import type { Change, ChangeFilter, ChangeStream, FeedBatch, LogEntry } from "../../src/ports.ts";
import { Store } from "../../src/store/store.ts";

/** Above so many events that wait, only what became of each entity waits. */
const BOUND = 10_000;

const seals = new KeyedSeals(new Uint8Array(32), "viewer");

function pod(name: string, phase = "", namespace = "a", cluster = "eu-1"): Pod {
  return Object.assign(new Pod(), { cluster, namespace, name, phase });
}

function change(kind: Change["kind"], entity: Entity): Change {
  return { kind, type: Pod, id: entity.id, entity, news: "change" };
}

/** A store that a test moves by hand, with the changes of its past from position 0-0 on, and feeds of it. */
function given(entities: Iterable<Entity> = []) {
  const store = new Store();
  const past: LogEntry[] = [];
  const log = Object.assign(new MemoryLog({ maxAgeMs: Infinity, maxBytes: Infinity }), {
    since: async () => {
      // A log outside the process takes its time, and what comes meanwhile is in its answer too.
      await turn();
      return { entries: [...past] };
    },
  });
  const options = { store, log, router: new ChangeRouter(store), seals, now: () => new Date(), quietMs: 60_000 };
  store.restart({ epoch: "this", position: "0-0", entities });
  const feed = (rights: Rights = everything) =>
    new StoreFeed({ ...options, rights, served: new Set([Pod, KubernetesNode]) });
  const advance = (...changes: readonly Change[]): void => {
    const entry = { position: `${past.length + 1}-0`, source: "test", term: 1, at: new Date(), changes };
    past.push(entry);
    store.advance(entry);
  };
  return { store, feed, advance };
}

const rowOf = (entity: Pod) => `${entity.name} ${entity.phase}`;

/** What a client knows that believes what it hears, and complains of what cannot be. */
class Client {
  readonly known = new Map<EntityId, Pod>();
  /** What it knew at each cursor. */
  readonly places: { readonly position: string; readonly known: readonly string[] }[] = [];
  readonly complaints: string[] = [];
  heard = 0;
  gaps = 0;
  readonly #newest = new Map<EntityId, number>();

  hear({ events, cursor }: FeedBatch): void {
    for (const { kind, id, node } of events) {
      this.heard += 1;
      if (kind === "GAP") this.gaps += 1;
      if (id === null) continue;
      if (this.known.has(id) !== (kind === "MODIFIED" || kind === "DELETED")) this.complaints.push(`${kind} ${id}`);
      if (kind === "DELETED") this.known.delete(id);
      else this.#put(node as Pod);
    }
    const position = cursor === null ? undefined : readLogCursor(seals, cursor)?.position;
    if (position !== undefined) this.places.push({ position, known: this.rows() });
  }

  rows(): readonly string[] {
    return [...this.known.values()].map(rowOf).toSorted();
  }

  #put(node: Pod): void {
    const version = Number(node.phase);
    if (version <= (this.#newest.get(node.id) ?? -1)) this.complaints.push(`${node.id} went back to ${version}`);
    this.#newest.set(node.id, version);
    this.known.set(node.id, node);
  }
}

/** Where changes of few pods come from, as a source would tell them. */
function source({ store, advance }: ReturnType<typeof given>) {
  const states = new Map([["0-0", rowsOf(store)]]);
  let version = 0;
  const act = (name: string, isThere: boolean): void => {
    const before = store.of(Pod).get(pod(name).id);
    const after = pod(name, String((version += 1)));
    if (isThere) advance(change(before ? "MODIFIED" : "ADDED", after));
    else if (before) advance(change("DELETED", before));
    states.set(store.position, rowsOf(store));
  };
  return { states, act };
}

const rowsOf = (store: Store): readonly string[] => [...store.of(Pod).values()].map(rowOf).toSorted();

const acts = fc.array(fc.record({ name: fc.constantFrom("a", "b", "c", "d"), isThere: fc.boolean() }), {
  minLength: 1,
  maxLength: 8,
});
/** What comes before a batch is read: some changes, or more of them than may wait. */
const comings = fc.array(fc.record({ acts, isFlood: fc.boolean(), isTurn: fc.boolean() }), { maxLength: 4 });

test("who reads slower than changes come hears what became of each entity, in order, with true cursors and no gap", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.constantFrom("a", "b", "c", "d")), comings, async (names, then) => {
      const cell = given(names.map((name) => pod(name, "0")));
      const { states, act } = source(cell);
      const client = new Client();
      const left = [...then];
      let atJoin: readonly string[] = [];
      const stream = cell.feed().changes({ filter: {}, snapshot: true });
      for await (const batch of stream.opening(() => (atJoin = rowsOf(cell.store)))) {
        client.hear(batch);
        const coming = left.shift();
        const [count, some] = [coming?.isFlood === true ? BOUND + 50 : 1, coming?.acts ?? []];
        for (let i = 0; i < count; i += Math.max(1, some.length))
          for (const { name, isThere } of some) act(name, isThere);
        // What one turn brings is one batch.
        if (coming?.isTurn === true) await turn();
      }

      expect(client.gaps).toBe(0);
      expect(client.complaints).toEqual([]);
      expect(client.rows()).toEqual(atJoin);
      for (const { position, known } of client.places)
        expect([position, known]).toEqual([position, states.get(position)]);
    }),
    { numRuns: 20 },
  );
});

test("a beginning ends, however much comes while it is read", async () => {
  const cell = given(Array.from({ length: 600 }, (_, i) => pod(`p${i}`, "0")));
  const client = new Client();
  let version = 0;
  for await (const batch of cell
    .feed()
    .changes({ filter: {}, snapshot: true })
    .opening(() => {})) {
    client.hear(batch);
    if (client.heard > 5_000) break;
    if (batch.events.every(({ kind }) => kind !== "SNAPSHOT")) continue;
    for (let i = 0; i <= BOUND; i += 1) {
      cell.advance(change("MODIFIED", pod("p0", String((version += 1)))));
      cell.advance(change("ADDED", pod(`passing-${version}`)), change("DELETED", pod(`passing-${version}`)));
    }
  }

  expect([client.gaps, client.heard]).toEqual([0, 602]);
  expect(client.complaints).toEqual([]);
  expect(client.rows()).toEqual(rowsOf(cell.store));
});

test("what became of many entities has a cursor at its end only", async () => {
  const cell = given(Array.from({ length: 450 }, (_, i) => pod(`p${i}`, "0")));
  const cursors: (string | null)[] = [];
  for await (const { events, cursor } of cell
    .feed()
    .changes({ filter: {}, snapshot: true })
    .opening(() => {})) {
    if (events.some(({ kind }) => kind === "MODIFIED")) cursors.push(cursor);
    if (events.every(({ kind }) => kind !== "SNAPSHOT_END")) continue;
    for (let i = 0; i <= BOUND; i += 1) cell.advance(change("MODIFIED", pod(`p${i % 450}`, String(i + 1))));
  }
  const places = cursors.map((cursor) => (cursor === null ? null : readLogCursor(seals, cursor)?.position));

  expect(places).toEqual([null, null, cell.store.position]);
});

test("what came in many turns of the event loop is told in few batches, each with the cursor of its end", async () => {
  const cell = given([pod("p", "0")]);
  const { act, states } = source(cell);
  const client = new Client();
  let reads = 0;
  for await (const batch of cell
    .feed()
    .changes({ filter: {}, snapshot: true })
    .opening(() => {})) {
    client.hear(batch);
    if ((reads += 1) > 1) continue;
    for (let i = 0; i < 300; i += 1) {
      act("p", true);
      await turn();
    }
  }

  // The snapshot, its end, and 300 events of which a batch has at most 200.
  expect([reads, client.heard]).toEqual([4, 302]);
  expect(client.complaints).toEqual([]);
  for (const { position, known } of client.places) expect([position, known]).toEqual([position, states.get(position)]);
});

test("a store that was replaced while a subscriber reads what became of each entity is a gap", async () => {
  const cell = given([pod("p", "0")]);
  const kinds: string[] = [];
  for await (const { events } of cell
    .feed()
    .changes({ filter: {}, snapshot: true })
    .opening(() => {})) {
    kinds.push(...events.map(({ kind }) => kind));
    if (kinds.length > 1) continue;
    for (let i = 0; i <= BOUND; i += 1) cell.advance(change("MODIFIED", pod("p", String(i + 1))));
    cell.store.restart({ epoch: "next", position: "0-0", entities: [] });
  }

  expect(kinds).toEqual(["SNAPSHOT", "SNAPSHOT_END", "GAP", "SNAPSHOT_END"]);
});

/** The same entity, which notes when something of it is read. */
function watched<T extends Entity>(entity: T, looked: Set<EntityId>): T {
  const { id } = entity;
  return new Proxy(entity, {
    get: (target, key): unknown => {
      if (key !== "constructor") looked.add(id);
      return Reflect.get(target, key);
    },
  });
}

const some: Rights = {
  key: "some",
  row: (_, cluster) =>
    cluster === "eu-1"
      ? { namespaces: new Set(["a"]), names: new Map([["b", new Set(["p1"])]]) }
      : { namespaces: new Set(), names: new Map() },
};

test.each<readonly [what: string, filter: ChangeFilter, rights: Rights, heard: readonly string[]]>([
  ["ids", { ids: ["Pod/us-1/b/p1", "Pod/us-1/b/none", "none", ""] }, everything, ["us-1/b/p1"]],
  ["ids of other places", { ids: ["Pod/us-1/b/p1"], clusters: ["eu-1"] }, everything, []],
  ["ids of another type", { ids: ["Pod/us-1/b/p1"], types: [KubernetesNode] }, everything, []],
  ["ids that may not be seen", { ids: ["Pod/us-1/b/p1", "Pod/eu-1/b/p0", "Pod/eu-1/b/p1"] }, some, ["eu-1/b/p1"]],
  ["clusters", { clusters: ["us-1", "none"] }, everything, ["us-1/a/p0", "us-1/a/p1", "us-1/b/p0", "us-1/b/p1"]],
  ["namespaces", { namespaces: ["b"] }, everything, ["eu-1/b/p0", "eu-1/b/p1", "us-1/b/p0", "us-1/b/p1"]],
  ["both", { clusters: ["eu-1"], namespaces: ["b"] }, everything, ["eu-1/b/p0", "eu-1/b/p1"]],
  ["places that may not be seen", { clusters: ["us-1"] }, some, []],
  ["nothing, and may be seen", {}, some, ["eu-1/a/p0", "eu-1/a/p1", "eu-1/b/p1"]],
])("the snapshot of a filter of %s has what it means and looks at little else", async (_, filter, rights, heard) => {
  const looked = new Set<EntityId>();
  const places = ["eu-1", "us-1"].flatMap((cluster) => ["a", "b"].map((namespace) => ({ cluster, namespace })));
  const cell = given(
    places.flatMap(({ cluster, namespace }) =>
      ["p0", "p1"].map((name) => watched(pod(name, "", namespace, cluster), looked)),
    ),
  );
  looked.clear();
  const told: EntityId[] = [];
  for await (const { events } of cell
    .feed(rights)
    .changes({ filter, snapshot: true })
    .opening(() => {}))
    told.push(...events.map(({ id }) => id).filter((id) => id !== null));

  expect(told.toSorted()).toEqual(heard.map((path) => `Pod/${path}`));
  // Of a namespace of which single objects may be seen, or of ids, those are looked at that may not.
  const isNear = (id: EntityId): boolean => rights === some && id.startsWith("Pod/eu-1/b/");
  expect([...looked].filter((id) => !isNear(id) && !told.includes(id) && filter.ids?.includes(id) !== true)).toEqual(
    [],
  );
});

/** Reads what a stream gives until it has joined, and does something in each of the first turns of the event loop meanwhile. */
async function turnsOf(stream: ChangeStream, client: Client, meanwhile: () => void): Promise<number> {
  let turns = 0;
  const end = new AbortController();
  const others = (async () => {
    for (; !end.signal.aborted; turns += 1) {
      await turn();
      if (turns < 5) meanwhile();
    }
  })();
  for await (const batch of stream.opening(() => end.abort())) client.hear(batch);
  await others;
  return turns;
}

test("who resumes leaves the others their turns, and loses and doubles nothing of what they do", async () => {
  const cell = given();
  const since = cell.feed().cursor();
  const { act } = source(cell);
  for (let i = 0; i < 10_500; i += 1) act(`other-${i % 7}`, true);
  act("mine", true);
  const client = new Client();
  const filter = { ids: [pod("mine").id] };
  const turns = await turnsOf(cell.feed().changes({ filter, since, snapshot: false }), client, () => act("mine", true));

  expect(turns).toBeGreaterThanOrEqual(10);
  expect(client.complaints).toEqual([]);
  expect(client.heard).toBe(6);
  expect(client.rows()).toEqual(rowsOf(cell.store).filter((row) => row.startsWith("mine")));
});

/** A cell of some pods, and references to them that keep nothing alive. */
function weakly(count: number) {
  const cell = given(Array.from({ length: count }, (_, i) => pod(`p${i}`)));
  return { cell, states: [...cell.store.of(Pod).values()].map((entity) => new WeakRef(entity)) };
}

test("what is read of a snapshot is not kept for the rest of it", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const { cell, states } = weakly(1000);
  const opening = cell
    .feed()
    .changes({ filter: {}, snapshot: true })
    .opening(() => {});
  for (let i = 0; i < 3; i += 1) await opening.next();
  for (let i = 0; i < states.length; i += 1) cell.advance(change("MODIFIED", pod(`p${i}`, "1")));
  await turn();
  collect();
  const kept = states.filter((state) => state.deref() !== undefined).length;
  await opening.return();

  // The two batches that are not read, and at most the one that was read last.
  expect(kept).toBeGreaterThanOrEqual(400);
  expect(kept).toBeLessThanOrEqual(600);
});
