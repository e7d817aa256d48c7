import { expect, test } from "vitest";
import { errorEvent, events, html, refuse } from "../../support/fake-behaviour.ts";
import { FakeKube } from "../../support/fake-kube.ts";
import { aThing, connectionTo, putThings, Reading, things } from "../../support/start-reading.ts";

test("429 is met with the back-off, the same place and no list", async () => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.next("watch", refuse(429, "TooManyRequests"), refuse(429, "TooManyRequests"));
  await reading.end(fake);

  await reading.failure("RATE_LIMITED");
  expect(reading.retryIn()).toBe(1200);
  await reading.healed(() => reading.watch.phase === "WATCHING");

  expect(fake.count("list")).toBe(1);
  const places = fake.requests
    .filter(({ operation }) => operation === "watch")
    .map(({ query }) => query.get("resourceVersion"));
  expect(new Set(places).size).toBe(1);
});

test("429 with Retry-After waits as long as it says", async () => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.next("watch", refuse(429, "TooManyRequests", { "retry-after": "17" }));
  await reading.end(fake);

  expect(await reading.failure("RATE_LIMITED")).toBe(17_000);
  await reading.clock.advance(16_900);
  expect(fake.count("watch")).toBe(2);
  await reading.clock.advance(200);
  await reading.phase("WATCHING");

  expect(fake.count("list")).toBe(1);
});

test("Retry-After on a list is waited for, too", async () => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 2);
  fake.next("list", refuse(429, "TooManyRequests", { "retry-after": "17" }));
  await using reading = new Reading(fake.url);

  expect(await reading.failure("RATE_LIMITED")).toBe(17_000);
  await reading.clock.advance(16_900);
  expect(fake.count("list")).toBe(1);
  await reading.clock.advance(200);
  await reading.phase("WATCHING");

  expect(fake.count("list")).toBe(2);
  expect(reading.values).toHaveLength(2);
});

test("HTTP 500 on a watch is tried again from the same place without a list", async () => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.next("watch", refuse(500, "InternalError"), refuse(503, "ServiceUnavailable"));
  await reading.end(fake);
  await reading.failure("UPSTREAM_ERROR");

  await reading.healed(() => reading.watch.phase === "WATCHING");

  expect(fake.count("list")).toBe(1);
});

test.each(["InternalError", "StoreReadError"])("an ERROR event of %s lists again", async (reason) => {
  await using fake = await FakeKube.start(things);
  fake.put("things", aThing("a"));
  fake.put("things", aThing("b"));
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.delete("things", "a", "shop", true);
  fake.next("watch", errorEvent(500, reason));
  await reading.end(fake);
  await reading.failure("UPSTREAM_ERROR");

  await reading.healed(() => reading.watch.phase === "WATCHING");

  expect(fake.count("list")).toBe(2);
  expect(reading.values).toEqual(["b=one"]);
});

test("after 401 a token that was rotated is used at once", async () => {
  let asked = 0;
  await using fake = await FakeKube.start(things);
  fake.next("list", refuse(401, "Unauthorized"));
  const authorization = async (): Promise<Record<string, string>> => ({ authorization: `Bearer ${(asked += 1)}` });
  await using reading = new Reading(fake.url, { connection: connectionTo(fake.url, { authorization }) });

  await reading.phase("WATCHING");

  expect(
    reading.sink.told.some((told) => told.op === "put" && "error" in told.entity && told.entity.error !== null),
  ).toBe(false);
  const tokens = fake.requests
    .filter(({ operation }) => operation === "list")
    .map(({ headers }) => headers.authorization);
  expect(new Set(tokens).size).toBe(2);
});

test("401 that stays is said, and the credential is asked for at each try", async () => {
  let token = "old";
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url, {
    connection: connectionTo(fake.url, { authorization: async () => ({ authorization: token }) }),
  });
  await reading.phase("WATCHING");
  fake.always.set("watch", (exchange) => {
    if (exchange.request.headers.authorization === "new") exchange.serve();
    else refuse(401, "Unauthorized")(exchange);
  });
  await reading.end(fake);

  await reading.failure("UNAUTHENTICATED");
  expect(reading.watch.phase).toBe("WAITING");
  await reading.retry();
  await reading.until(() => fake.count("watch") === 3);
  token = "new";
  await reading.healed(() => reading.watch.phase === "WATCHING");

  expect(fake.count("list")).toBe(1);
});

test("403 in mid-life is phase FORBIDDEN, keeps what is held, and heals without a list", async () => {
  await using fake = await FakeKube.start(things);
  fake.put("things", aThing("a"));
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.next("watch", refuse(403, "Forbidden"), refuse(403, "Forbidden"));
  await reading.end(fake);

  await reading.phase("FORBIDDEN");
  expect(reading.values).toEqual(["a=one"]);
  expect(reading.watch.error?.code).toBe("FORBIDDEN");
  await reading.healed(() => reading.watch.phase === "WATCHING");

  expect(fake.count("list")).toBe(1);
});

test("a CRD that is deleted is ABSENT, and when it is created again it is listed whole", async () => {
  await using fake = await FakeKube.start(things);
  fake.put("things", aThing("a"));
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");

  fake.withdraw("things");
  await reading.healed(() => reading.watch.phase === "ABSENT");
  expect(reading.values).toEqual([]);
  expect(reading.watch.error).toBeNull();
  fake.serve(things);
  fake.version = 2000;
  fake.put("things", aThing("b"));
  fake.compact();
  await reading.passes(() => reading.watch.phase === "WATCHING");

  expect(reading.values).toEqual(["b=one"]);
});

test("a CRD that is created again at a LOWER resourceVersion is listed whole, and its events are heard", async () => {
  let told = 0;
  await using fake = await FakeKube.start(things);
  const before = fake.put("things", aThing("a"));
  await using reading = new Reading(fake.url, { onIdentityChange: () => (told += 1) });
  await reading.phase("WATCHING");
  fake.withdraw("things");
  await reading.healed(() => reading.watch.phase === "ABSENT");

  fake.serve(things);
  fake.restore(500, "things", [aThing("a", "again", { uid: before.metadata.uid }), aThing("b")]);
  fake.version = 600;
  await reading.passes(() => reading.watch.phase === "WATCHING");
  expect(reading.values).toEqual(["a=again", "b=one"]);
  fake.put("things", aThing("a", "changed"));
  fake.delete("things", "b", "shop");
  fake.put("things", aThing("c"));
  await reading.until(() => reading.values.join() === "a=changed,c=one");

  expect(told).toBe(1);
  expect(Number(reading.watch.resourceVersion)).toBeLessThan(1000);
});

test("a 404 on a watch while discovery still tells of the resource deletes nothing, and is followed by a list", async () => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 3);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.next("watch", refuse(404, "NotFound"));
  await reading.end(fake);

  await reading.failure("NOT_FOUND");
  expect(reading.watch).toMatchObject({ phase: "WAITING", objects: 3 });
  await reading.healed(() => reading.watch.phase === "WATCHING");

  expect(fake.count("list")).toBe(2);
  expect(reading.values).toHaveLength(3);
  expect(reading.sink.told.some(({ op }) => op === "delete")).toBe(false);
});

test("what a CRD left that was deleted while nobody listened goes when its absence has lasted", async () => {
  await using fake = await FakeKube.start(things);
  fake.put("things", aThing("a"));
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.delete("things", "a", "shop", true);
  fake.withdraw("things");
  await reading.healed(() => reading.watch.phase === "ABSENT");
  expect(reading.values).toEqual(["a=one"]);

  await reading.passes(() => reading.values.length === 0);

  expect(reading.watch).toMatchObject({ phase: "ABSENT", objects: 0 });
});

test("a watch that is closed at once, 20 times, is a failure with a back-off and never a list", async () => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.next("watch", ...Array.from({ length: 20 }, () => events()));
  await reading.end(fake);
  await reading.failure("SHORT_WATCH");
  const startedAt = reading.clock.monotonic();

  await reading.healed(() => fake.isDone("watch") && reading.watch.phase === "WATCHING");

  expect(fake.count("list")).toBe(1);
  expect(reading.clock.monotonic() - startedAt).toBeGreaterThan(15 * 30_000);
});

test("a watch that is answered with a page of HTML is a failure, and the place is kept", async () => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.next("watch", html);
  await reading.end(fake);

  await reading.failure("NOT_JSON");
  await reading.healed(() => reading.watch.phase === "WATCHING");

  expect(fake.count("list")).toBe(1);
});
