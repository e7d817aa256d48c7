import { expect, test } from "vitest";
import type { Behaviour } from "../../support/fake-kube.ts";
import { answer, changed, fin, html, refuse } from "../../support/fake-behaviour.ts";
import { FakeKube } from "../../support/fake-kube.ts";
import { aThing, putThings, Reading, things } from "../../support/start-reading.ts";

const list = { kind: "ThingList", apiVersion: "test.dev/v1" };
const metadata = { resourceVersion: "5000" };

/** Reads three things, then meets a 410, so that it must list again and gets this. */
async function relisting(fake: FakeKube, ...lists: Behaviour[]): Promise<Reading> {
  putThings(fake, 3);
  const reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.next("watch", refuse(410, "Expired"));
  fake.next("list", ...lists);
  await reading.end(fake);
  await reading.failure("EXPIRED");
  await reading.retry();
  await reading.until(
    () => fake.count("list") === 2 && reading.watch.error !== null && reading.watch.error.code !== "EXPIRED",
  );
  return reading;
}

test.each<[string, Behaviour, string]>([
  ["without items", answer({ ...list, metadata }), "MALFORMED_LIST"],
  ["with items: null", answer({ ...list, metadata, items: null }), "MALFORMED_LIST"],
  ["of another kind", answer({ ...list, kind: "OtherList", metadata, items: [] }), "MALFORMED_LIST"],
  ["of another version", answer({ ...list, apiVersion: "v1", metadata, items: [] }), "MALFORMED_LIST"],
  [
    "of items of another kind",
    answer({ ...list, metadata, items: [{ kind: "Other", metadata: { name: "x" } }] }),
    "MALFORMED_LIST",
  ],
  ["that is a Table", answer({ kind: "Table", apiVersion: "meta.k8s.io/v1", metadata, rows: [] }), "MALFORMED_LIST"],
  ["without metadata", answer({ ...list, items: [] }), "MALFORMED_LIST"],
  ["without a resourceVersion", answer({ ...list, metadata: {}, items: [] }), "MALFORMED_LIST"],
  ["that is null", answer(null), "MALFORMED_LIST"],
  ["that is HTML with 200", html, "NOT_JSON"],
  ["that is cut in mid-JSON", changed((text) => text.slice(0, -20)), "NOT_JSON"],
  ["that breaks off", fin, "CONNECTION_FAILED"],
  ["that a lost right forbids", refuse(403, "Forbidden"), "FORBIDDEN"],
])("a list %s is a failure and deletes nothing", async (_, behaviour, code) => {
  await using fake = await FakeKube.start(things);
  await using reading = await relisting(fake, behaviour);

  expect(reading.watch.error?.code).toBe(code);
  expect(reading.values).toHaveLength(3);
  await reading.healed(() => reading.watch.phase === "WATCHING");

  expect(reading.values).toHaveLength(3);
  expect(reading.sink.told.some(({ op }) => op === "delete")).toBe(false);
});

test("a list that is suddenly empty is not believed, and the next one tells the truth", async () => {
  await using fake = await FakeKube.start(things);
  await using reading = await relisting(fake, answer({ ...list, metadata, items: [] }));

  expect(reading.watch).toMatchObject({ phase: "WAITING", objects: 3, error: { code: "LIST_NOT_BELIEVED" } });
  expect(reading.retryIn()).toBe(5000);
  await reading.healed(() => reading.watch.phase === "WATCHING");

  expect(reading.values).toHaveLength(3);
});

test("a list that is empty twice is believed", async () => {
  await using fake = await FakeKube.start(things);
  const empty = answer({ ...list, metadata, items: [] });
  await using reading = await relisting(fake, empty, empty);
  expect(reading.values).toHaveLength(3);

  await reading.retry();
  await reading.phase("WATCHING");

  expect(reading.values).toEqual([]);
  expect(reading.watch.objects).toBe(0);
});

test("a list that lacks more than half is believed only when the next one agrees", async () => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 100);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  const only = (from: number, to: number): Behaviour =>
    changed((text) => {
      const body = JSON.parse(text) as { items: unknown[] };
      return JSON.stringify({ ...body, items: body.items.slice(from, to) });
    });
  fake.next("watch", refuse(410, "Expired"));
  fake.next("list", only(0, 30), only(50, 80), only(50, 81));
  await reading.end(fake);

  await reading.healed(() => fake.count("list") === 3 && reading.watch.error?.code === "LIST_NOT_BELIEVED");
  expect(reading.values).toHaveLength(100);
  await reading.healed(() => fake.count("list") === 4 && reading.watch.phase === "WATCHING");

  expect(reading.values).toHaveLength(31);
});

test("a list that lacks a few is believed at once", async () => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 30);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  for (let number = 0; number < 20; number += 1) fake.delete("things", `thing-${number}`, "shop", true);
  fake.compact();
  await reading.end(fake);

  await reading.healed(() => fake.count("list") === 2 && reading.watch.phase === "WATCHING");

  expect(reading.values).toHaveLength(10);
});

test("a list comes in pages of 500, each put as it comes", async () => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 1201);
  let put = 0;
  fake.next(
    "list",
    ({ serve }) => serve(),
    ({ serve }) => {
      put = reading.values.length;
      serve();
    },
  );
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");

  expect(put).toBe(500);
  expect(fake.count("list")).toBe(3);
  expect(reading.values).toHaveLength(1201);
});

test("pages that never end are a failure", async () => {
  await using fake = await FakeKube.start(things);
  const page = answer({ ...list, metadata: { ...metadata, continue: "more" }, items: [] });
  fake.next("list", page, page, page);
  await using reading = new Reading(fake.url);

  await reading.failure("MALFORMED_LIST");
  await reading.healed(() => reading.watch.phase === "WATCHING");
});

test.each<[string, (item: { metadata: { name?: string } }) => unknown]>([
  ["without a name", (item) => ({ ...item, metadata: { ...item.metadata, name: undefined } })],
  ["whose metadata is gone", (item) => ({ ...item, metadata: undefined })],
  ["that is null", () => null],
  ["that is a list", () => []],
])("an item %s is set aside, and since it may be any, nothing is deleted", async (_, spoil) => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 3);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  const spoilt = changed((text) => {
    const body = JSON.parse(text) as { items: { metadata: { name?: string } }[] };
    return JSON.stringify({ ...body, items: body.items.map((item, at) => (at === 1 ? spoil(item) : item)) });
  });
  fake.next("watch", refuse(410, "Expired"));
  fake.next("list", spoilt);
  await reading.end(fake);

  await reading.healed(() => fake.count("list") === 2 && reading.watch.phase === "WATCHING");

  expect(reading.values).toHaveLength(3);
  expect(reading.watch.quarantined).toBe(1);
});

test("a relist of what is held is quiet", async () => {
  await using fake = await FakeKube.start(things);
  fake.put("things", aThing("a"));
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  const before = reading.sink.told.length;
  fake.compact();
  fake.put("things", aThing("b"), true);
  fake.compact();
  await reading.end(fake);

  await reading.healed(() => fake.count("list") === 2 && reading.watch.phase === "WATCHING");

  const loud = reading.sink.told
    .slice(before)
    .flatMap((told) => (told.op === "put" && !told.quiet ? [told.entity] : []));
  expect(loud.filter(({ id }) => id.startsWith("Thing/")).map(({ name }) => name)).toEqual(["b"]);
});
