import { setImmediate as turn } from "node:timers/promises";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Pod } from "../../schema/pod.ts";
import { Watch } from "../../schema/watch.ts";
import { MemoryLog } from "../../src/changelog/memory-log.ts";
import { PendingFacts } from "../../src/fleet/pending-facts.ts";
import { SourceSink } from "../../src/fleet/source-sink.ts";
import type { Batch, Fact, Ownership } from "../../src/ports.ts";
import { MAX_FACTS } from "../../src/ports.ts";

/** A log that keeps its batches, and lets a test hold back or refuse an append. */
class SlowLog extends MemoryLog {
  readonly batches: Batch[] = [];
  gate: Promise<void> = Promise.resolve();
  inFlight = 0;
  mostInFlight = 0;

  constructor() {
    super({ maxAgeMs: Infinity, maxBytes: Infinity });
  }

  override async append(owner: Ownership, batch: Batch): Promise<void> {
    this.mostInFlight = Math.max(this.mostInFlight, (this.inFlight += 1));
    this.batches.push(batch);
    try {
      await this.gate;
      await super.append(owner, batch);
    } finally {
      this.inFlight -= 1;
    }
  }
}

function pod(name: string, phase = ""): Pod {
  return Object.assign(new Pod(), { cluster: "eu-1", namespace: "a", name, phase });
}

function watch(resourceVersion: string): Watch {
  return Object.assign(new Watch(), { cluster: "eu-1", name: "pods", resourceVersion });
}

const unexpected = (error: unknown): never => expect.fail(String(error));

/** One turn of the microtask queue. */
const microtask = (): Promise<void> => Promise.resolve();

function state(facts: readonly Fact[]): Map<string, string> {
  const held = new Map<string, string>();
  for (const fact of facts)
    if (fact.op === "delete") held.delete(fact.id);
    else if (fact.entity instanceof Pod) held.set(fact.entity.id, fact.entity.phase);
  return held;
}

test("what is put in one turn is one batch, numbered from 1 and chunked", async () => {
  const log = new SlowLog();
  const sink = new SourceSink(log, await log.own("s"), unexpected);
  for (let i = 0; i <= MAX_FACTS; i += 1) sink.put(pod(`p-${i}`));
  await sink.flush();

  expect(log.batches.map(({ seq, facts }) => [seq, facts.length])).toEqual([
    [1, MAX_FACTS],
    [2, 1],
  ]);
});

test("a put at any moment of an append's end is appended without another push", async () => {
  for (let depth = 0; depth < 12; depth += 1) {
    const log = new SlowLog();
    const gate = Promise.withResolvers<void>();
    log.gate = gate.promise;
    const sink = new SourceSink(log, await log.own("s"), unexpected);
    sink.put(pod("a"));
    await turn();
    gate.resolve();
    for (let i = 0; i < depth; i += 1) await microtask();
    sink.put(pod("b"));
    for (let i = 0; i < 3; i += 1) await turn();

    expect([...(await log.held("s"))].map(({ name }) => name)).toEqual(["a", "b"]);
  }
});

test("appends go one at a time, also when lists end while others put", async () => {
  const log = new SlowLog();
  const gate = Promise.withResolvers<void>();
  log.gate = gate.promise;
  const sink = new SourceSink(log, await log.own("s"), unexpected);
  const ends = [sink.beginList(Pod), sink.beginList(Watch), sink.completeList(Watch)];
  await microtask();
  sink.put(pod("a"));
  await turn();
  gate.resolve();
  await Promise.all([...ends, sink.flush()]);

  expect(log.mostInFlight).toBe(1);
  expect(log.batches.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
});

test("a refused append ends the term: it is told once, and nothing more is appended", async () => {
  const log = new SlowLog();
  const stale = await log.own("s");
  await log.own("s");
  const failures: unknown[] = [];
  const sink = new SourceSink(log, stale, (error) => failures.push(error));
  sink.put(pod("a"));
  await sink.flush();
  sink.put(pod("b"));
  await sink.completeList(Pod);
  await sink.flush();

  expect(failures).toHaveLength(1);
  expect(log.batches).toHaveLength(1);
});

test("a list that was whole deletes what it did not have", async () => {
  const log = new SlowLog();
  const sink = new SourceSink(log, await log.own("s"), unexpected);
  sink.put(pod("old"));
  await sink.beginList(Pod);
  sink.put(pod("new"));
  await sink.completeList(Pod);

  expect([...(await log.held("s"))].map(({ name }) => name)).toEqual(["new"]);
});

test("wherever an owner is cut off, its last watch and what follows it give the whole state", () => {
  const step = fc.oneof(
    fc.record({ name: fc.constantFrom("a", "b", "c"), isPut: fc.boolean(), quiet: fc.boolean() }),
    fc.constant("watch" as const),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), fc.nat(20), (steps, cut) => {
      const pending = new PendingFacts();
      const events = new Map<number, Fact>();
      for (const [i, one] of steps.entries()) {
        const fact: Fact =
          one === "watch"
            ? { op: "put", entity: watch(String(i)), quiet: true }
            : one.isPut
              ? { op: "put", entity: pod(one.name, String(i)), quiet: one.quiet }
              : { op: "delete", type: Pod, id: pod(one.name).id };
        if (one !== "watch") events.set(i, fact);
        pending.add(fact);
      }
      const taken = pending.take(cut);
      const watched = taken
        .map((fact) => (fact.op === "put" ? fact.entity : null))
        .findLast((one) => one instanceof Watch);
      const resumed = watched instanceof Watch ? Number(watched.resourceVersion) : -1;
      const replayed = [...events].filter(([i]) => i > resumed).map(([, fact]) => fact);

      expect(state([...taken, ...replayed])).toEqual(state([...events.values()]));
    }),
  );
});

test("a quiet put in the place of a loud one or of a delete is loud", () => {
  const pending = new PendingFacts();
  pending.add({ op: "put", entity: pod("a") });
  pending.add({ op: "put", entity: pod("a", "next"), quiet: true });
  pending.add({ op: "delete", type: Pod, id: pod("b").id });
  pending.add({ op: "put", entity: pod("b"), quiet: true });
  pending.add({ op: "put", entity: pod("c"), quiet: true });
  pending.add({ op: "put", entity: pod("c"), quiet: true });

  expect(pending.take(9).map((fact) => fact.op === "put" && fact.quiet)).toEqual([false, false, true]);
  expect(pending.size).toBe(0);
});
