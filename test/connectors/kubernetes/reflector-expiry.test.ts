import { expect, test } from "vitest";
import { errorEvent, refuse } from "../../support/fake-behaviour.ts";
import { FakeKube } from "../../support/fake-kube.ts";
import { aThing, putThings, Reading, things } from "../../support/start-reading.ts";

test("a watch whose place is too old gets 410 and lists again", async () => {
  await using fake = await FakeKube.start(things);
  fake.put("things", aThing("a"));
  fake.put("things", aThing("b"));
  fake.next("watch", refuse(410, "Expired"));
  await using reading = new Reading(fake.url);
  await reading.failure("EXPIRED");
  fake.delete("things", "a", "shop", true);

  await reading.retry();
  await reading.phase("WATCHING");

  expect(reading.values).toEqual(["b=one"]);
  expect(fake.count("list")).toBe(2);
});

test("a 410 that comes as an ERROR event lists again", async () => {
  await using fake = await FakeKube.start(things);
  fake.put("things", aThing("a"));
  fake.put("things", aThing("b"));
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.delete("things", "a", "shop", true);
  fake.compact();
  await reading.end(fake);

  await reading.healed(() => reading.watch.phase === "WATCHING" && fake.count("list") === 2);

  expect(reading.values).toEqual(["b=one"]);
});

test("a 410 on a page begins the list anew, and nothing is deleted meanwhile", async () => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 600);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.next("watch", refuse(410, "Expired"));
  fake.next("list", ({ serve }) => serve(), refuse(410, "Expired"));
  await reading.end(fake);
  await reading.failure("EXPIRED");

  await reading.retry();
  await reading.until(() => fake.count("list") === 4 && reading.watch.error !== null);
  expect(reading.values).toHaveLength(600);
  expect(reading.sink.told.filter(({ op }) => op === "complete")).toHaveLength(1);
  await reading.healed(() => reading.watch.phase === "WATCHING");

  expect(reading.values).toHaveLength(600);
  expect(
    fake.requests.filter(({ operation }) => operation === "list").map(({ query }) => query.has("continue")),
  ).toEqual([false, true, false, true, false, true]);
});

test.each([
  ["as a 504", refuse(504, "Timeout")],
  ["by its cause", errorEvent(504, "Timeout", "Timeout", { causes: [{ reason: "ResourceVersionTooLarge" }] })],
  ["by its message", errorEvent(504, "Timeout", "Too large resource version: 9, current: 8")],
])("a place that is too new, told %s, is followed by a back-off", async (_, behaviour) => {
  await using fake = await FakeKube.start(things);
  fake.put("things", aThing("a"));
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.next("watch", behaviour);
  await reading.end(fake);

  await reading.until(() => reading.watch.error !== null);
  expect(reading.retryIn()).toBeGreaterThanOrEqual(800);

  await reading.healed(() => reading.watch.phase === "WATCHING");
});

test("an etcd that was restored from a backup is listed anew, and the owner is told", async () => {
  let told = 0;
  await using fake = await FakeKube.start(things);
  for (const name of ["a", "b", "c"]) fake.put("things", aThing(name, "new"));
  await using reading = new Reading(fake.url, { onIdentityChange: () => (told += 1) });
  await reading.phase("WATCHING");

  fake.restore(900, "things", [aThing("a", "old", { uid: "uid-a" }), aThing("b", "old", { uid: "uid-b" })]);
  await reading.healed(() => reading.values.join() === "a=old,b=old" && reading.watch.phase === "WATCHING");
  fake.put("things", aThing("d"));
  await reading.until(() => reading.values.includes("d=one"));

  expect(told).toBe(1);
});

test("a place from the future, which an API server meets with silence, is noticed", async () => {
  await using fake = await FakeKube.start(things);
  for (const name of ["a", "b", "c"]) fake.put("things", aThing(name, "new"));
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.version = 500;
  fake.put("things", aThing("a", "old"), true);
  await reading.end(fake);
  await reading.until(() => fake.count("watch") === 2);

  await reading.passes(() => reading.values.includes("a=old"));
});
