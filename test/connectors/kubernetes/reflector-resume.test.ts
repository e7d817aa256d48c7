import { expect, test } from "vitest";
import type { Entity } from "../../../schema/entity.ts";
import { Watch } from "../../../schema/watch.ts";
import { FakeKube } from "../../support/fake-kube.ts";
import { aThing, putThings, Reading, things } from "../../support/start-reading.ts";

/** What the log holds when an owner has read three things and stopped. */
async function leftBy(fake: FakeKube): Promise<Entity[]> {
  putThings(fake, 3);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  await reading.stop();
  return [...reading.sink.entities.values()];
}

test("the next owner watches on from where the last one stopped, without a list", async () => {
  await using fake = await FakeKube.start(things);
  const held = await leftBy(fake);
  fake.put("things", aThing("later"));
  fake.delete("things", "thing-0", "shop");

  await using reading = new Reading(fake.url, {}, held);
  await reading.until(() => reading.values.join() === "later=one,thing-1=one,thing-2=one");

  expect(fake.count("list")).toBe(1);
  expect(reading.watch).toMatchObject({ phase: "WATCHING", listed: true });
});

test("another build lists again, and tells loudly only what it reads otherwise", async () => {
  await using fake = await FakeKube.start(things);
  const held = await leftBy(fake);

  await using reading = new Reading(fake.url, { build: "next" }, held);
  await reading.phase("WATCHING");

  expect(fake.count("list")).toBe(2);
  const loud = reading.sink.told.filter(
    (told) => told.op === "put" && !told.quiet && told.entity.id.startsWith("Thing/"),
  );
  expect(loud).toEqual([]);
});

test("another cluster under the name lists again, before its identity is told", async () => {
  await using fake = await FakeKube.start(things);
  const held = await leftBy(fake);
  fake.identity = "another";

  await using reading = new Reading(fake.url, {}, held);
  await reading.healed(() => reading.watch.phase === "WATCHING" && reading.source.identity === "another");

  expect(fake.count("list")).toBe(2);
  const order = reading.sink.told.flatMap((told) => (told.op === "put" ? [told.entity] : []));
  const told = order.findIndex((entity) => "identity" in entity && entity.identity === "another");
  const before = order.slice(0, told).filter((entity) => entity instanceof Watch);
  expect(before.at(-1)).toMatchObject({ listed: false, resourceVersion: "" });
});

test("a restored etcd is noticed before the watch is resumed", async () => {
  await using fake = await FakeKube.start(things);
  const held = await leftBy(fake);
  fake.restore(500, "things", [aThing("old-0"), aThing("old-1")]);

  await using reading = new Reading(fake.url, {}, held);
  await reading.healed(() => reading.watch.phase === "WATCHING" && reading.values.join() === "old-0=one,old-1=one");
});

test("a watch that was never listed is listed, and what it left is not lost to a list that is empty once", async () => {
  await using fake = await FakeKube.start(things);
  const held = (await leftBy(fake)).map((entity) =>
    entity instanceof Watch ? Object.freeze(Object.assign(new Watch(), entity, { listed: false })) : entity,
  );
  fake.next("list", ({ response }) => {
    response.writeHead(200, { "content-type": "application/json" });
    const metadata = { resourceVersion: "1003" };
    response.end(JSON.stringify({ kind: "ThingList", apiVersion: "test.dev/v1", metadata, items: [] }));
  });

  await using reading = new Reading(fake.url, {}, held);
  await reading.failure("LIST_NOT_BELIEVED");
  expect(reading.values).toHaveLength(3);
  await reading.healed(() => reading.watch.phase === "WATCHING");

  expect(reading.values).toHaveLength(3);
});

test("an owner that stops leaves the watch STOPPED at its place", async () => {
  await using fake = await FakeKube.start(things);

  const watch = (await leftBy(fake)).find((entity) => entity instanceof Watch);

  expect(watch).toMatchObject({ phase: "STOPPED", resourceVersion: "1003", listed: true, objects: 3 });
  expect(fake.watches.size).toBe(0);
});
