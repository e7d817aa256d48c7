import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pod } from "../../schema/pod.ts";
import { withdraw } from "../../src/fleet/source-runner.ts";
import { WatchedLog, running } from "./support/running-source.ts";

/** The pause before a source is owned anew. */
const PAUSE = 1000;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

const pod = (name: string): Pod => Object.assign(new Pod(), { cluster: "eu-1", namespace: "a", name });

/** Lets time pass, and what waited for it do all that it can at once. */
async function pass(ms: number): Promise<void> {
  await turn();
  vi.advanceTimersByTime(ms);
  await turn();
}

const fail = async (): Promise<void> => {
  throw new Error("broken");
};

test("a source that fails is told of, and begins a later term after a pause, each time", async () => {
  const log = new WatchedLog();
  const { runner, runs, lines } = running(log, fail, fail);
  await pass(PAUSE - 1);
  expect(runs).toHaveLength(1);
  expect(lines).toMatchObject([{ source: "s", err: { message: "broken" } }]);
  await pass(1);
  expect(lines).toHaveLength(2);
  await pass(PAUSE);
  await pass(10 * PAUSE);
  await runner.stop();

  expect(runs).toHaveLength(3);
  expect(log.terms).toEqual([...new Set(log.terms)].toSorted((a, b) => a - b));
});

test("a source that ends by itself is begun again, with what it brought", async () => {
  const log = new WatchedLog();
  const { runner, runs, lines } = running(log, async ({ sink }) => sink.put(pod("a")));
  await pass(PAUSE);
  await runner.stop();

  expect(runs.map(({ held }) => held)).toEqual([[], ["a"]]);
  expect(lines).toEqual([]);
});

test("a log that cannot be reached is tried again", async () => {
  const log = new WatchedLog();
  log.broken = new Error("unreachable");
  const { runner, runs, lines } = running(log);
  await pass(0);
  log.broken = null;
  await pass(PAUSE);
  await runner.stop();

  expect(runs).toHaveLength(1);
  expect(lines).toMatchObject([{ err: { message: "unreachable" } }]);
});

test("a source that is stopped ends at once, also in the pause, and does not run again", async () => {
  const { runner, runs } = running(new WatchedLog(), fail);
  await pass(0);
  await runner.stop();
  await pass(10 * PAUSE);

  expect(runs).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});

test("the stop waits until all that the source said at its end is in the log", async () => {
  const log = new WatchedLog();
  const gate = Promise.withResolvers<void>();
  log.gate = gate.promise;
  const { runner } = running(log, async ({ sink, signal }) => {
    await once(signal, "abort");
    sink.put(pod("last"));
  });
  await pass(0);
  let isStopped = false;
  const stopped = runner.stop().then(() => (isStopped = true));
  await pass(PAUSE);
  expect(isStopped).toBe(false);
  gate.resolve();
  await stopped;

  expect(await log.names()).toEqual(["last"]);
});

test("another outside begins a new term, and what the old one still says is refused", async () => {
  const log = new WatchedLog();
  const { runner, runs } = running(log);
  await pass(0);
  runs[0]?.sink.put(pod("a"));
  await pass(0);
  runner.renew();
  expect(runs[0]?.signal.aborted).toBe(true);
  await pass(PAUSE);
  expect(runs.map(({ held, signal }) => [held, signal.aborted])).toEqual([
    [[], true],
    [["a"], false],
  ]);
  runs[0]?.sink.put(pod("late"));
  runs[1]?.sink.put(pod("b"));
  await pass(0);
  await runner.stop();

  expect(await log.names()).toEqual(["a", "b"]);
  expect(runs).toHaveLength(2);
});

test("what is withdrawn is gone, and whoever still owned the source is fenced", async () => {
  const log = new WatchedLog();
  const { runner, runs } = running(log);
  await pass(0);
  runs[0]?.sink.put(pod("a"));
  await pass(0);
  await withdraw("s", log);
  expect(await log.names()).toEqual([]);
  runs[0]?.sink.put(pod("late"));
  await pass(0);
  expect(runs[0]?.signal.aborted).toBe(true);
  await runner.stop();

  expect(await log.names()).toEqual([]);
});

test("the stop waits for what a source said before it failed, and a failure at the stop is no news", async () => {
  const log = new WatchedLog();
  const gate = Promise.withResolvers<void>();
  log.gate = gate.promise;
  const { runner, lines } = running(log, async ({ sink, signal }) => {
    await once(signal, "abort");
    sink.put(pod("last"));
    throw signal.reason;
  });
  await pass(0);
  let isStopped = false;
  const stopped = runner.stop().then(() => (isStopped = true));
  await pass(PAUSE);
  expect(isStopped).toBe(false);
  gate.resolve();
  await stopped;

  expect(await log.names()).toEqual(["last"]);
  expect(lines).toEqual([]);
});
