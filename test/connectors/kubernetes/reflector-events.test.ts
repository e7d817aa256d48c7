import { expect, test } from "vitest";
import { FakeKube } from "../../support/fake-kube.ts";
import { aThing, Reading, Thing, things } from "../../support/start-reading.ts";

const wire = { kind: "Thing", apiVersion: "test.dev/v1" };

function event(type: string, name: string, version: number | string, value = "one", more: object = {}): object {
  const metadata = { namespace: "shop", name, uid: `uid-${name}`, resourceVersion: String(version), ...more };
  return { type, object: { ...wire, metadata, value } };
}

/** How often something of that name was put, and how. */
function puts(reading: Reading, name: string): string[] {
  return reading.sink.told.flatMap((told) =>
    told.op === "put" && told.entity instanceof Thing && told.entity.name === name
      ? [told.quiet ? "quiet" : "loud"]
      : [],
  );
}

/** A reading that watches, and a way to know that all sent so far was taken. */
async function watching(fake: FakeKube): Promise<{ reading: Reading; settle: () => Promise<void> }> {
  const reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  let mark = 0;
  const settle = async (): Promise<void> => {
    const name = `mark-${(mark += 1)}`;
    fake.send("things", event("ADDED", name, 100_000 + mark));
    await reading.until(() => reading.sink.of(Thing).some((candidate) => candidate.name === name));
    fake.send("things", event("DELETED", name, 100_000 + mark));
    await reading.until(() => !reading.sink.of(Thing).some((candidate) => candidate.name === name));
  };
  return { reading, settle };
}

test("a duplicate ADDED changes nothing", async () => {
  await using fake = await FakeKube.start(things);
  const { reading, settle } = await watching(fake);
  await using _ = reading;

  fake.send("things", event("ADDED", "a", 2000), event("ADDED", "a", 2000));
  await settle();

  expect(puts(reading, "a")).toEqual(["loud"]);
});

test("an ADDED of what is held is a change of it", async () => {
  await using fake = await FakeKube.start(things);
  const { reading, settle } = await watching(fake);
  await using _ = reading;

  fake.send("things", event("ADDED", "a", 2000), event("ADDED", "a", 2001, "two"));
  await settle();

  expect(reading.values).toEqual(["a=two"]);
  await reading.clock.advance(1000);
  expect(reading.watch.objects).toBe(1);
});

test("a MODIFIED before its ADDED brings the object", async () => {
  await using fake = await FakeKube.start(things);
  const { reading, settle } = await watching(fake);
  await using _ = reading;

  fake.send("things", event("MODIFIED", "a", 2001, "two"), event("ADDED", "a", 2000, "one"));
  await settle();

  expect(reading.values).toEqual(["a=two"]);
});

test("a DELETED of what is not held is nothing", async () => {
  await using fake = await FakeKube.start(things);
  const { reading, settle } = await watching(fake);
  await using _ = reading;

  fake.send("things", event("DELETED", "nobody", 2000));
  await settle();

  expect(reading.sink.told.filter(({ op }) => op === "delete")).toHaveLength(1);
  expect(reading.watch.error).toBeNull();
});

test("an event that is older than what is held is ignored, be its number longer than a double can tell", async () => {
  await using fake = await FakeKube.start(things);
  const { reading, settle } = await watching(fake);
  await using _ = reading;

  fake.send("things", event("ADDED", "a", 999), event("MODIFIED", "a", "10000000000000000001", "new"));
  fake.send("things", event("MODIFIED", "a", "10000000000000000000", "old"), event("MODIFIED", "a", 1000, "older"));
  fake.send("things", event("DELETED", "a", "9999999999999999999"));
  await settle();

  expect(reading.values).toEqual(["a=new"]);
});

test("an object that was deleted does not come back by a late event", async () => {
  await using fake = await FakeKube.start(things);
  const { reading, settle } = await watching(fake);
  await using _ = reading;

  fake.send("things", event("ADDED", "a", 2000), event("DELETED", "a", 2002), event("MODIFIED", "a", 2001));
  await settle();

  expect(reading.values).toEqual([]);
});

test("an object that was created again under its name is the new one", async () => {
  await using fake = await FakeKube.start(things);
  const { reading, settle } = await watching(fake);
  await using _ = reading;

  fake.send("things", event("ADDED", "a", 2000), event("ADDED", "a", 2003, "again", { uid: "second" }));
  fake.send("things", event("DELETED", "a", 2002));
  await settle();

  expect(reading.values).toEqual(["a=again"]);
});

test("events out of order bring each object to its newest state, and the place is the newest", async () => {
  await using fake = await FakeKube.start(things);
  const { reading } = await watching(fake);
  await using _ = reading;

  fake.send("things", event("ADDED", "b", 2005), event("ADDED", "a", 2001), event("MODIFIED", "a", 2004, "two"));
  fake.send("things", event("MODIFIED", "a", 2003, "old"));
  await reading.until(() => reading.values.join() === "a=two,b=one");
  await reading.end(fake);
  await reading.until(() => fake.count("watch") === 2);

  expect(fake.requests.at(-1)?.query.get("resourceVersion")).toBe("2005");
});

test("a DELETED that was skipped is found by the next list", async () => {
  await using fake = await FakeKube.start(things);
  fake.put("things", aThing("a"));
  fake.put("things", aThing("b"));
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.delete("things", "a", "shop", true);
  fake.put("things", aThing("b", "two"));
  await reading.until(() => reading.values.join() === "a=one,b=two");

  fake.put("things", aThing("c"), true);
  fake.compact();
  await reading.end(fake);
  await reading.healed(() => reading.values.join() === "b=two,c=one");
});

test("a BOOKMARK moves the place and puts no object", async () => {
  await using fake = await FakeKube.start(things);
  const { reading } = await watching(fake);
  await using _ = reading;

  fake.bookmark("things", 7000);
  await reading.until(() => reading.watch.resourceVersion === "7000");
  await reading.end(fake);
  await reading.until(() => fake.count("watch") === 2);

  expect(fake.requests.at(-1)?.query.get("resourceVersion")).toBe("7000");
  expect(reading.sink.of(Thing)).toEqual([]);
  expect(reading.watch.quarantined).toBe(0);
});

test("a BOOKMARK that is lower than the last one is ignored", async () => {
  await using fake = await FakeKube.start(things);
  const { reading, settle } = await watching(fake);
  await using _ = reading;
  fake.bookmark("things", 200_000);

  fake.bookmark("things", 6000);
  await settle();
  await reading.end(fake);
  await reading.until(() => fake.count("watch") === 2);

  expect(fake.requests.at(-1)?.query.get("resourceVersion")).toBe("200000");
});

test("an event of an unknown type is ignored, and what follows it is heard", async () => {
  await using fake = await FakeKube.start(things);
  const { reading } = await watching(fake);
  await using _ = reading;

  fake.send("things", event("RENAMED", "a", 2000), event("ADDED", "b", 2001));
  await reading.until(() => reading.values.join() === "b=one");

  expect(reading.watch.phase).toBe("WATCHING");
});

test.each([
  ["a number", 7],
  ["null", null],
  ["without a type", { object: {} }],
])("a line that is no event (%s) is never skipped: the watch begins again before it", async (_, line) => {
  await using fake = await FakeKube.start(things);
  const { reading } = await watching(fake);
  await using __ = reading;
  fake.put("things", aThing("a"));
  await reading.until(() => reading.values.length === 1);
  const place = String(fake.version);

  fake.send("things", line);
  fake.put("things", aThing("b"));
  await reading.failure("MALFORMED_EVENT");
  await reading.healed(() => reading.values.join() === "a=one,b=one");

  expect(fake.requests.at(-1)?.query.get("resourceVersion")).toBe(place);
});

test("a change of what is not served is quiet", async () => {
  await using fake = await FakeKube.start(things);
  const { reading, settle } = await watching(fake);
  await using _ = reading;

  const lastApplied = { annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}" } };
  fake.send("things", event("ADDED", "a", 2000), event("MODIFIED", "a", 2001, "one", { managedFields: [{}] }));
  fake.send("things", event("MODIFIED", "a", 2002, "one", lastApplied), event("MODIFIED", "a", 2003, "two"));
  await settle();

  expect(puts(reading, "a")).toEqual(["loud", "quiet", "quiet", "loud"]);
  expect(reading.sink.of(Thing)[0]?.resourceVersion).toBe("2003");
});

test("the place is told after the facts that it covers", async () => {
  await using fake = await FakeKube.start(things);
  const { reading } = await watching(fake);
  await using _ = reading;

  fake.send("things", event("ADDED", "a", 2000), {
    type: "BOOKMARK",
    object: { metadata: { resourceVersion: "2001" } },
  });
  await reading.until(() => reading.watch.resourceVersion === "2001");

  const order = reading.sink.told.map((told) => (told.op === "put" ? told.entity : told));
  expect(order.indexOf(reading.watch)).toBeGreaterThan(order.indexOf(reading.sink.of(Thing)[0] ?? reading.watch));
  expect(reading.watch.objects).toBe(1);
});

test("the place of a stream of events is told once a second", async () => {
  await using fake = await FakeKube.start(things);
  const { reading } = await watching(fake);
  await using _ = reading;
  const told = (): number =>
    reading.sink.told.filter((one) => one.op === "put" && one.entity.id === reading.watch.id).length;
  const before = told();

  for (let version = 2000; version < 2500; version += 1) fake.send("things", event("ADDED", `t${version}`, version));
  await reading.until(() => reading.values.length === 500);
  expect(told()).toBe(before);
  await reading.clock.advance(1000);

  expect(told()).toBe(before + 1);
  expect(reading.watch).toMatchObject({ resourceVersion: "2499", objects: 500 });
});
