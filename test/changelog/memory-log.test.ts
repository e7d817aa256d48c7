import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { EntityClass } from "../../schema/entity.ts";
import { KubernetesNode } from "../../schema/kubernetes-node.ts";
import { Pod } from "../../schema/pod.ts";
import { MemoryLog } from "../../src/changelog/memory-log.ts";
import { FencedError } from "../../src/errors.ts";
import { MAX_FACTS } from "../../src/ports.ts";
import type { Batch, Fact, LogEntry, LogReader } from "../../src/ports.ts";

const kept = { maxAgeMs: Infinity, maxBytes: Infinity };
const types: readonly EntityClass<Pod | KubernetesNode>[] = [Pod, KubernetesNode];

function entity(type: EntityClass<Pod | KubernetesNode>, name: string): Pod | KubernetesNode {
  return Object.assign(new type(), { cluster: "eu-1", name });
}

const put = (name: string, quiet = false): Fact => ({ op: "put", entity: entity(Pod, name), quiet });

async function told(log: MemoryLog): Promise<readonly LogEntry[]> {
  const entries: LogEntry[] = [];
  const reader: LogReader = { restart: () => {}, advance: (entry) => entries.push(entry) };
  await log.follow(reader);
  return entries;
}

const typeOf = fc.constantFrom(...types);
const fact: fc.Arbitrary<Fact> = fc
  .record({ type: typeOf, name: fc.constantFrom("a", "b", "c", "d"), isPut: fc.boolean(), quiet: fc.boolean() })
  .map(({ type, name, isPut, quiet }) => {
    const of = entity(type, name);
    return isPut ? { op: "put", entity: of, quiet } : { op: "delete", type, id: of.id };
  });
const list = fc.record({ type: typeOf, mark: fc.constantFrom("begin" as const, "complete" as const) });
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ facts: fc.array(fact, { maxLength: 4 }), list: fc.option(list) }) },
  { weight: 1, arbitrary: fc.constantFrom("own" as const, "repeat" as const, "withdraw" as const) },
);

test("what the log holds and tells is what a naive model holds, over batches, lists, terms and repeats", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const log = new MemoryLog(kept);
      const entries = await told(log);
      let owner = await log.own("s");
      let seq = 0;
      let last: Batch | null = null;
      const held = new Map<string, unknown>();
      const lists = new Map<unknown, Set<string>>();
      for (const next of steps) {
        if (next === "own") {
          owner = await log.own("s");
          [seq, last] = [0, null];
          lists.clear();
        } else if (next === "repeat") {
          if (last !== null) await log.append(owner, last);
        } else if (next === "withdraw") {
          await log.withdraw(owner, (seq += 1));
          last = { seq, facts: [] };
          held.clear();
          lists.clear();
        } else {
          last = { seq: (seq += 1), facts: next.facts, ...(next.list && { list: next.list }) };
          await log.append(owner, last);
          if (next.list?.mark === "begin") lists.set(next.list.type, new Set());
          for (const one of next.facts) {
            const id = one.op === "put" ? one.entity.id : one.id;
            const type = one.op === "put" ? one.entity.constructor : one.type;
            if (one.op === "put") held.set(id, one.entity);
            else held.delete(id);
            if (one.op === "put") lists.get(type)?.add(id);
          }
          if (next.list?.mark === "complete") {
            const seen = lists.get(next.list.type);
            lists.delete(next.list.type);
            for (const id of held.keys())
              if (seen !== undefined && id.startsWith(`${next.list.type.name}/`) && !seen.has(id)) held.delete(id);
          }
        }
        expect(new Map([...(await log.held("s"))].map((one) => [one.id, one]))).toEqual(held);
      }
      const replayed = new Map<string, unknown>();
      for (const { kind, id, entity: state } of entries.flatMap(({ changes }) => changes)) {
        expect(kind === "ADDED").toBe(!replayed.has(id));
        if (kind === "DELETED") replayed.delete(id);
        else replayed.set(id, state);
      }
      expect(replayed).toEqual(held);
    }),
  );
});

test("a later owner fences the earlier one, and a hole is refused", async () => {
  const log = new MemoryLog(kept);
  const first = await log.own("s");
  const second = await log.own("s");

  await expect(log.append(first, { seq: 1, facts: [] })).rejects.toThrow(FencedError);
  await expect(log.append(second, { seq: 2, facts: [] })).rejects.toThrow(FencedError);
  await expect(log.append({ ...second, epoch: "other" }, { seq: 1, facts: [] })).rejects.toThrow(FencedError);
  await log.append(second, { seq: 1, facts: [put("a")] });
  expect([...(await log.held("s"))]).toHaveLength(1);
});

test("a batch of too many facts is refused whole", async () => {
  const log = new MemoryLog(kept);
  const owner = await log.own("s");
  const facts = Array.from({ length: MAX_FACTS + 1 }, (_, i) => put(`p-${i}`));

  await expect(log.append(owner, { seq: 1, facts })).rejects.toThrow(RangeError);
  expect([...(await log.held("s"))]).toEqual([]);
});

test("the first list of a type is news but no history, and nobody resumes across it", async () => {
  const log = new MemoryLog(kept);
  const entries = await told(log);
  const owner = await log.own("s");
  await log.append(owner, { seq: 1, facts: [put("a")], list: { type: Pod, mark: "begin" } });
  await log.append(owner, { seq: 2, facts: [], list: { type: Pod, mark: "complete" } });
  await log.append(owner, { seq: 3, facts: [put("b")], list: { type: Pod, mark: "begin" } });
  await log.append(owner, { seq: 4, facts: [put("c", true)] });

  expect(entries.flatMap(({ changes }) => changes.map(({ news }) => news))).toEqual(["first", "change", "quiet"]);
  expect(await log.since(owner.epoch, "0-0")).toHaveProperty("gap");
  expect(await log.since(owner.epoch, "1-0")).toEqual({ entries: entries.slice(1, 2) });
  const past: LogEntry[] = [];
  for await (const entry of log.history({})) past.push(entry);
  expect(past).toEqual(entries.slice(1, 2));
});

test("another epoch and a position that was never reached are gaps", async () => {
  const log = new MemoryLog(kept);
  const { epoch } = await log.own("s");

  expect(await log.since("another", "0-0")).toHaveProperty("gap");
  expect(await log.since(epoch, "1-0")).toHaveProperty("gap");
  expect(await log.since(epoch, "0-0")).toEqual({ entries: [] });
});

test("a reader that is disposed hears nothing more", async () => {
  const log = new MemoryLog(kept);
  const heard: unknown[] = [];
  const following = await log.follow({ restart: () => {}, advance: (entry) => heard.push(entry) });
  following[Symbol.dispose]();
  await log.append(await log.own("s"), { seq: 1, facts: [put("a")] });

  expect(heard).toEqual([]);
});
