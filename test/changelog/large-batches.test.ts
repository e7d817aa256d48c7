import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { KubernetesNode } from "../../schema/kubernetes-node.ts";
import { Pod } from "../../schema/pod.ts";
import { MemoryLog } from "../../src/changelog/memory-log.ts";
import { comparePositions } from "../../src/lib/position.ts";
import { MAX_FACTS } from "../../src/ports.ts";
import type { Fact, LogEntry, LogReader, Ownership } from "../../src/ports.ts";

const MANY = 20 * MAX_FACTS + 7;

function pod(name: string, cluster = "eu-1"): Pod {
  return Object.assign(new Pod(), { cluster, namespace: "a", name });
}

const put = (name: string, cluster?: string): Fact => ({ op: "put", entity: pod(name, cluster) });

const newLog = () => new MemoryLog({ maxAgeMs: Infinity, maxBytes: Infinity });

/** A reader that keeps what it was told, and what is held by that. */
function recorder() {
  const entries: LogEntry[] = [];
  const held = new Set<string>();
  const reader: LogReader = {
    restart: ({ entities }) => {
      held.clear();
      for (const { id } of entities) held.add(id);
    },
    advance: (entry) => {
      entries.push(entry);
      for (const { kind, id } of entry.changes) {
        if (kind === "DELETED") held.delete(id);
        else held.add(id);
      }
    },
  };
  return { reader, entries, held };
}

/** A log that holds many pods of a source, and an owner of it who has come to `seq`. */
async function filled(): Promise<{ readonly log: MemoryLog; readonly owner: Ownership; readonly seq: number }> {
  const log = newLog();
  const owner = await log.own("s");
  let seq = 0;
  for (let done = 0; done < MANY; done += MAX_FACTS) {
    const facts = Array.from({ length: Math.min(MAX_FACTS, MANY - done) }, (_, i) => put(`p-${done + i}`));
    await log.append(owner, { seq: (seq += 1), facts });
  }
  return { log, owner, seq };
}

/** Every entry is of a bearable size at a place of its own, and what is kept of it for readers who come later is the same. */
async function expectBounded(log: MemoryLog, entries: readonly LogEntry[]): Promise<void> {
  expect(entries.map(({ changes }) => changes.length)).toEqual([...Array<number>(20).fill(MAX_FACTS), 7]);
  const [first] = entries;
  for (const [i, { position }] of entries.entries())
    expect(comparePositions(position, entries[i - 1]?.position ?? "0-0")).toBeGreaterThan(0);
  const { epoch } = await log.own("other");
  const before = `${Number(first?.position.split("-")[0]) - 1}-0`;
  expect(await log.since(epoch, before)).toEqual({ entries });
  const past: LogEntry[] = [];
  for await (const entry of log.history({})) past.push(entry);
  expect(past.slice(0, entries.length)).toEqual(entries.toReversed());
}

test("a withdrawal of many is told in entries of a bearable size", async () => {
  const { log, owner, seq } = await filled();
  const { reader, entries, held } = recorder();
  await log.follow(reader);
  await log.withdraw(owner, seq + 1);

  expect(held.size).toBe(0);
  expect([...(await log.held("s"))]).toEqual([]);
  await expectBounded(log, entries);
});

test("a list that lacks many is told in entries of a bearable size, and no turn of the loop comes between them", async () => {
  const { log, owner, seq } = await filled();
  const { reader, entries, held } = recorder();
  await log.follow(reader);
  await log.append(owner, { seq: seq + 1, facts: [], list: { type: Pod, mark: "begin" } });
  let isNextTurn = false;
  setImmediate(() => (isNextTurn = true));
  await log.append(owner, { seq: seq + 2, facts: [], list: { type: Pod, mark: "complete" } });

  expect(isNextTurn).toBe(false);
  expect(held.size).toBe(0);
  await expectBounded(log, entries);
});

test("the facts of a batch and what its list lacks fill an entry together", async () => {
  const log = newLog();
  const owner = await log.own("s");
  await log.append(owner, { seq: 1, facts: [put("a"), put("b")] });
  await log.append(owner, { seq: 2, facts: [], list: { type: Pod, mark: "begin" } });
  const { reader, entries } = recorder();
  await log.follow(reader);
  await log.append(owner, { seq: 3, facts: [put("a"), put("c")], list: { type: Pod, mark: "complete" } });

  expect(entries.map(({ changes }) => changes.map(({ kind, entity }) => [kind, entity.name]))).toEqual([
    [
      ["MODIFIED", "a"],
      ["ADDED", "c"],
      ["DELETED", "b"],
    ],
  ]);
});

test("a long withdrawal lets the event loop turn, and nothing else is written or read whole before its end", async () => {
  const { log, owner, seq } = await filled();
  const other = await log.own("other");
  const { reader, entries, held } = recorder();
  await log.follow(reader);
  const late = recorder();
  const sizes = new Set<number>();
  const over = new AbortController();
  const looking = (async () => {
    for (; !over.signal.aborted; await turn()) sizes.add(held.size);
  })();
  const node = Object.assign(new KubernetesNode(), { cluster: "eu-2", name: "n" });
  const withdrawn = log.withdraw(owner, seq + 1);
  await turn();
  expect(held.size).toBeGreaterThan(0);
  const [, [next, left], state] = await Promise.all([
    log.append(other, { seq: 1, facts: [{ op: "put", entity: node }] }),
    log.own("s").then((owned) => [owned, [...held]] as const),
    log.held("s"),
    log.follow(late.reader),
    log.withdraw(owner, seq + 1).catch((error: unknown) => error),
    withdrawn,
  ]);
  over.abort();
  await looking;

  expect(sizes.size).toBeGreaterThan(3);
  expect(left).toEqual([node.id]);
  expect([...state]).toEqual([]);
  expect([...late.held]).toEqual([node.id]);
  expect(late.entries).toEqual([]);
  expect(entries.map(({ source }) => source)).toEqual([...Array<string>(21).fill("s"), "other"]);
  await log.append(next, { seq: 1, facts: [put("again")] });
  expect([...late.held]).toEqual([node.id, pod("again").id]);
  expect(late.held).toEqual(held);
});

test("the same withdrawal again ends when the first one has", async () => {
  const { log, owner, seq } = await filled();
  const { reader, held } = recorder();
  await log.follow(reader);
  const first = log.withdraw(owner, seq + 1);
  await log.withdraw(owner, seq + 1);

  expect(held.size).toBe(0);
  await first;
});
