import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { Doorbell } from "../../src/lib/doorbell.ts";

const never = new AbortController().signal;

test("a ring ends the wait", async () => {
  const bell = new Doorbell();
  const waiting = bell.wait(60_000, never);

  bell.ring();

  expect(await waiting).toBe(true);
});

test("a ring before the wait is not lost, and counts once", async () => {
  const bell = new Doorbell();
  bell.ring();
  bell.ring();

  expect(await bell.wait(60_000, never)).toBe(true);
  expect(await bell.wait(1, never)).toBe(false);
});

test("the signal ends the wait, and nothing is left on it", async () => {
  const bell = new Doorbell();
  const stop = new AbortController();
  const waiting = bell.wait(60_000, stop.signal);

  stop.abort();

  expect(await waiting).toBe(false);
  expect(await bell.wait(60_000, stop.signal)).toBe(false);
  expect(getEventListeners(stop.signal, "abort")).toEqual([]);
});
