import { expect, test } from "vitest";
import { Pod } from "../../schema/pod.ts";
import { MemoryLog } from "../../src/changelog/memory-log.ts";
import { MAX_FACTS } from "../../src/ports.ts";
import type { Fact, LogEntry, LogReader, LogState } from "../../src/ports.ts";

const kept = { maxAgeMs: Infinity, maxBytes: Infinity };

function put(name: string, more: object = {}): Fact {
  return { op: "put", entity: Object.assign(new Pod(), { cluster: "eu-1", namespace: "a", name, ...more }) };
}

/** A log, the faults of its readers, and a way to append to it. */
async function cell() {
  const faults: unknown[] = [];
  const log = new MemoryLog(kept, undefined, (error) => faults.push(error));
  const owner = await log.own("s");
  let seq = 0;
  const append = (...facts: readonly Fact[]) => log.append(owner, { seq: (seq += 1), facts });
  const withdraw = () => log.withdraw(owner, (seq += 1));
  return { log, faults, append, withdraw };
}

/** A reader that keeps the position and the names that it knows of, and fails where a test says. */
class Pupil implements LogReader {
  readonly names = new Set<string>();
  position = "";
  restarts = 0;
  readonly fails: { advance?: (entry: LogEntry) => boolean; restart?: (state: LogState) => boolean } = {};

  restart(state: LogState): void {
    this.restarts += 1;
    if (this.fails.restart?.(state) === true) throw new Error("no restart");
    this.names.clear();
    for (const { name } of state.entities) this.names.add(name);
    this.position = state.position;
  }

  advance(entry: LogEntry): void {
    for (const { kind, entity } of entry.changes) {
      if (kind === "DELETED") this.names.delete(entity.name);
      else this.names.add(entity.name);
      if (this.fails.advance?.(entry) === true) throw new Error("no advance");
    }
    this.position = entry.position;
  }
}

async function pupils(log: MemoryLog, count: number): Promise<readonly Pupil[]> {
  const all = Array.from({ length: count }, () => new Pupil());
  for (const pupil of all) await log.follow(pupil);
  return all;
}

test("a reader that fails is restarted with the whole state, and the others get their entry", async () => {
  const { log, faults, append } = await cell();
  await append(put("old"));
  const [before, failing, after] = await pupils(log, 3);
  if (failing !== undefined) failing.fails.advance = ({ position }) => position === "2-0";
  await append(put("a"), put("b"));

  for (const pupil of [before, failing, after]) {
    expect(pupil?.names).toEqual(new Set(["old", "a", "b"]));
    expect(pupil?.position).toBe("2-0");
  }
  expect([before?.restarts, failing?.restarts, after?.restarts]).toEqual([1, 2, 1]);
  expect(faults).toEqual([new Error("no advance")]);
  await append(put("c"));
  expect(failing?.names).toEqual(new Set(["old", "a", "b", "c"]));
  expect(failing?.restarts).toBe(2);
});

test("a reader that cannot be restarted either hears nothing more, and the batch is in the log for all others", async () => {
  const { log, faults, append } = await cell();
  const [before, failing, after] = await pupils(log, 3);
  if (failing !== undefined) Object.assign(failing.fails, { advance: () => true, restart: () => true });
  await append(put("a"));
  await append(put("b"));

  expect([before?.names, after?.names]).toEqual([new Set(["a", "b"]), new Set(["a", "b"])]);
  expect(failing?.names).toEqual(new Set(["a"]));
  expect(faults).toEqual([new Error("no advance"), new Error("no restart")]);
});

test("a reader that fails in the midst of a withdrawal goes on from there", async () => {
  const { log, append, withdraw } = await cell();
  for (const part of ["a", "b", "c"]) await append(...Array.from({ length: MAX_FACTS }, (_, i) => put(`${part}-${i}`)));
  const [failing] = await pupils(log, 1);
  const sizes: number[] = [];
  if (failing !== undefined) failing.fails.advance = ({ position }) => position === "5-0";
  await log.follow({ restart: () => {}, advance: () => sizes.push(failing?.names.size ?? NaN) });
  await withdraw();

  expect(sizes).toEqual([2 * MAX_FACTS, MAX_FACTS, 0]);
  expect(failing?.restarts).toBe(2);
});

test("an object of very many levels is told, kept and counted", async () => {
  const { log, faults, append } = await cell();
  const [pupil] = await pupils(log, 1);
  const LEVELS = 200_000;
  const spec: unknown = JSON.parse(`${'{"a":'.repeat(LEVELS)}1${"}".repeat(LEVELS)}`);
  await append(put("deep", { spec }));
  await append(put("next"));

  expect(pupil?.names).toEqual(new Set(["deep", "next"]));
  expect(faults).toEqual([]);
  const past: string[] = [];
  for await (const { position } of log.history({})) past.push(position);
  expect(past).toEqual(["2-0", "1-0"]);
});
