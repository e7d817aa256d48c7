import { setTimeout as pass } from "node:timers/promises";
import type { Seen } from "./bare-watch.ts";
import type { ChangingCluster } from "./changing-cluster.ts";
import type { Part } from "./part.ts";

/** How long the last changes of a round may take to come. */
const PATIENCE_MS = 10_000;

/** Milliseconds, one for each change, or each change and subscriber; in order of size. */
export interface Lags {
  /** From the write of a change until the bare watcher has it. */
  readonly bare: Float64Array;
  /** From the write of a change until a subscriber has it. */
  readonly pushed: Float64Array;
  /** How far a subscriber is behind the bare watcher. */
  readonly behind: Float64Array;
}

export interface Heard {
  readonly cluster: Part<ChangingCluster>;
  readonly subscribers: Part<boolean>;
  readonly seen: Map<number, Seen>;
}

/** Lets the cluster change for a time and tells how late its changes came to whom. Fails when a change did not reach all who asked for it. */
export async function measureLags(heard: Heard, ms: number, hearers: number): Promise<Lags> {
  const { cluster, subscribers, seen } = heard;
  seen.clear();
  await subscribers.ask("take");
  await cluster.ask("go");
  await pass(ms);
  await cluster.ask("halt");
  await allCame(heard, hearers);
  const pairs = await subscribers.ask<Float64Array>("take");
  const [pushed, behind] = [new Float64Array(pairs.length / 2), new Float64Array(pairs.length / 2)];
  for (let i = 0; i < pushed.length; i += 1) {
    const change = seen.get(pairs[2 * i] ?? 0);
    const at = pairs[2 * i + 1] ?? Number.NaN;
    pushed[i] = at - (change?.writtenAt ?? Number.NaN);
    behind[i] = at - (change?.seenAt ?? Number.NaN);
  }
  const bare = Float64Array.from(seen.values(), ({ writtenAt, seenAt }) => seenAt - writtenAt);
  return { bare: bare.toSorted(), pushed: pushed.toSorted(), behind: behind.toSorted() };
}

async function allCame({ subscribers, seen }: Heard, hearers: number): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let count = -1; count !== seen.size * hearers; count = await subscribers.ask<number>("count")) {
    if (performance.now() > deadline)
      throw new Error(`${seen.size} changes for ${hearers} subscribers each: ${count} came`);
    await pass(200);
  }
}

/** The value that this part of all, such as 0.99, does not exceed. */
export function quantile(sorted: Float64Array, part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
