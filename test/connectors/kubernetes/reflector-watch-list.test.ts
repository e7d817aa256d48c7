import { expect, test } from "vitest";
import { errorEvent, events, refuse, reset, thenWith } from "../../support/fake-behaviour.ts";
import { FakeKube } from "../../support/fake-kube.ts";
import { aThing, putThings, Reading, thing, things } from "../../support/start-reading.ts";

const wire = { kind: "Thing", apiVersion: "test.dev/v1" };

test("where the API server can, the list comes by the watch, and the watch goes on", async () => {
  await using fake = await FakeKube.start(things);
  fake.watchList = "served";
  putThings(fake, 3);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");

  fake.put("things", aThing("later"));
  await reading.until(() => reading.values.length === 4);

  expect(fake.count("watchlist")).toBe(1);
  expect(fake.count("list", "watch")).toBe(0);
  expect(
    Object.fromEntries(fake.requests.find(({ operation }) => operation === "watchlist")?.query ?? []),
  ).toMatchObject({
    allowWatchBookmarks: "true",
    resourceVersionMatch: "NotOlderThan",
  });
});

test("what a list by watch lacks is deleted only at its end", async () => {
  await using fake = await FakeKube.start(things);
  fake.watchList = "served";
  putThings(fake, 3);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.next("watch", refuse(410, "Expired"));
  fake.next(
    "watchlist",
    events({
      type: "ADDED",
      object: {
        ...wire,
        ...aThing("thing-0"),
        metadata: { namespace: "shop", name: "thing-0", uid: "u", resourceVersion: "1" },
      },
    }),
  );
  fake.delete("things", "thing-2", "shop", true);
  await reading.end(fake);

  await reading.healed(() => reading.watch.error?.code === "WATCH_LIST_FAILED");
  expect(reading.values).toHaveLength(3);
  await reading.healed(() => reading.watch.phase === "WATCHING");

  expect(reading.values.map((value) => value.split("=")[0])).toEqual(["thing-0", "thing-1"]);
});

test.each(["refused", "unsupported"] as const)(
  "an API server whose WatchList is %s is listed by pages, without a failure, and not asked again for any kind",
  async (watchList) => {
    const other = { ...things, plural: "others" };
    await using fake = await FakeKube.start(things, other);
    fake.watchList = watchList;
    putThings(fake, 3);
    await using reading = new Reading(fake.url, {
      kinds: [thing, { ...thing, type: class Other extends thing.type {}, plural: "others" }],
    });
    await reading.until(
      () => reading.watchOf("others.test.dev").phase === "WATCHING" && reading.watch.phase === "WATCHING",
    );
    const asked = fake.count("watchlist");
    fake.next("watch", refuse(410, "Expired"));
    await reading.end(fake);
    await reading.healed(() => fake.count("list") === 3 && reading.watch.phase === "WATCHING");

    expect(fake.count("watchlist")).toBe(asked);
    expect(asked).toBeLessThanOrEqual(2);
    expect(
      reading.sink.told.filter((told) => told.op === "put" && "error" in told.entity && told.entity.error !== null),
    ).toHaveLength(1);
  },
);

test("an API server that takes the question for a plain watch is found out by its first bookmark", async () => {
  await using fake = await FakeKube.start(things);
  fake.watchList = "ignored";
  putThings(fake, 3);
  await using reading = new Reading(fake.url);

  await reading.healed(() => reading.watch.phase === "WATCHING");
  expect(reading.values).toHaveLength(3);
  fake.next("watch", refuse(410, "Expired"));
  await reading.end(fake);
  await reading.healed(() => fake.count("list") === 2 && reading.watch.phase === "WATCHING");

  expect(fake.count("watchlist")).toBe(1);
});

test("an API server from before WatchList is not asked for it", async () => {
  await using fake = await FakeKube.start(things);
  fake.gitVersion = "v1.26.9-eks-1";
  await using reading = new Reading(fake.url);

  await reading.phase("WATCHING");

  expect(fake.count("watchlist")).toBe(0);
});

test.each([
  ["breaks", thenWith((watch) => watch.reset())],
  ["cannot begin", reset],
  ["reports an error", errorEvent(500, "InternalError")],
])("a list by watch that %s is followed by pages, and that once only", async (_, behaviour) => {
  await using fake = await FakeKube.start(things);
  fake.watchList = "served";
  putThings(fake, 3);
  fake.next("watchlist", behaviour);
  await using reading = new Reading(fake.url);
  await reading.until(() => reading.watch.error !== null);
  await reading.healed(() => reading.watch.phase === "WATCHING");
  expect(fake.count("list")).toBe(1);

  fake.compact();
  fake.put("things", aThing("x"), true);
  fake.compact();
  await reading.end(fake);
  await reading.healed(() => fake.count("watchlist") === 2 && reading.watch.phase === "WATCHING");

  expect(reading.values).toHaveLength(4);
});

test("a list by watch that falls silent is FROZEN", async () => {
  await using fake = await FakeKube.start(things);
  fake.watchList = "served";
  fake.next("watchlist", ({ response }) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
  });
  await using reading = new Reading(fake.url);
  await reading.phase("LISTING");

  await reading.clock.advance(65_000);

  await reading.failure("FROZEN");
  await reading.healed(() => reading.watch.phase === "WATCHING");
});

test("a list by watch that is suddenly empty is not believed, and pages decide", async () => {
  await using fake = await FakeKube.start(things);
  fake.watchList = "served";
  putThings(fake, 3);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  const end = { metadata: { resourceVersion: "1003", annotations: { "k8s.io/initial-events-end": "true" } } };
  fake.next("watch", refuse(410, "Expired"));
  fake.next("watchlist", events({ type: "BOOKMARK", object: { ...wire, ...end } }));
  await reading.end(fake);

  await reading.healed(() => reading.watch.error?.code === "LIST_NOT_BELIEVED");
  expect(reading.values).toHaveLength(3);
  await reading.healed(() => reading.watch.phase === "WATCHING");

  expect(reading.values).toHaveLength(3);
  expect(fake.count("list")).toBe(1);
});
