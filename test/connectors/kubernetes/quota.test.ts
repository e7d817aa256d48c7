import { expect, test } from "vitest";
import { kind } from "../../../connectors/kubernetes/kind.ts";
import { KubernetesObject } from "../../../schema/kubernetes-object.ts";
import { sizeOf } from "../../../src/lib/size-of.ts";
import { FakeKube } from "../../support/fake-kube.ts";
import { aThing, connectionTo, putThings, Reading, Thing, thing, things } from "../../support/start-reading.ts";

/** As many bytes as this many things take, and half a thing more. */
async function roomFor(count: number): Promise<number> {
  await using fake = await FakeKube.start(things);
  fake.put("things", aThing("thing-0"));
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  return reading.sink.of(Thing).reduce((size, entity) => size + sizeOf(entity), 0) * (count + 0.5);
}

const maxMemory = await roomFor(3);

/** Lets the back-off pass, and waits until the next list was over the quota, too. */
async function failsAgain(reading: Reading): Promise<void> {
  const before = reading.watch.error?.retryAt?.getTime();
  await reading.retry();
  await reading.until(() => {
    const { error } = reading.watch;
    return error?.code === "QUOTA_EXCEEDED" && error.retryAt?.getTime() !== before;
  });
}

function named(...numbers: number[]): string[] {
  return numbers.map((number) => `thing-${number}=one`);
}

test("a list over the quota is QUOTA_EXCEEDED and STALE with what there was room for, and heals when it fits", async () => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 5);
  await using reading = new Reading(fake.url, { maxMemory });

  expect(await reading.failure("QUOTA_EXCEEDED")).toBeGreaterThanOrEqual(60_000);
  expect(reading.watch).toMatchObject({ phase: "WAITING", objects: 3, listed: false });
  expect(reading.source).toMatchObject({ phase: "STALE", error: { code: "QUOTA_EXCEEDED" } });
  expect(reading.values).toEqual(named(0, 1, 2));
  fake.delete("things", "thing-0", "shop");
  fake.delete("things", "thing-3", "shop");

  await reading.healed(() => reading.watch.phase === "WATCHING");
  expect(reading.values).toEqual(named(1, 2, 4));
  expect(reading.source).toMatchObject({ phase: "LIVE", error: null });
});

test.each(["refused", "served"] as const)(
  "a watch over the quota keeps what is held, and heals (WatchList %s)",
  async (watchList) => {
    await using fake = await FakeKube.start(things);
    fake.watchList = watchList;
    putThings(fake, 3);
    await using reading = new Reading(fake.url, { maxMemory });
    await reading.phase("WATCHING");

    fake.put("things", aThing("thing-3"));
    await reading.failure("QUOTA_EXCEEDED");
    expect(reading.values).toEqual(named(0, 1, 2));
    await failsAgain(reading);
    expect(reading.source.phase).toBe("STALE");
    expect(reading.values).toEqual(named(0, 1, 2));
    expect(reading.sink.told.filter(({ op }) => op === "delete")).toEqual([]);
    fake.delete("things", "thing-1", "shop");

    await reading.healed(() => reading.watch.phase === "WATCHING");
    expect(reading.values).toEqual(named(0, 2, 3));
    fake.delete("things", "thing-2", "shop");
    fake.put("things", aThing("thing-4"));
    await reading.until(() => reading.values.join() === named(0, 3, 4).join());
    expect(reading.source.phase).toBe("LIVE");
  },
);

test("a cluster that stays over its quota is listed less and less often", async () => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 5);
  await using reading = new Reading(fake.url, { maxMemory });

  const waits = [await reading.failure("QUOTA_EXCEEDED")];
  for (let time = 0; time < 5; time += 1) {
    await failsAgain(reading);
    waits.push(reading.retryIn());
  }

  expect(waits).toEqual([60_000, 120_000, 240_000, 480_000, 900_000, 900_000]);
});

test("a full cluster whose objects are all replaced by others heals: what is gone makes room", async () => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 3);
  await using reading = new Reading(fake.url, { maxMemory });
  await reading.phase("WATCHING");
  for (const number of [0, 1, 2]) fake.delete("things", `thing-${number}`, "shop", true);
  for (const number of [3, 4, 5]) fake.put("things", aThing(`thing-${number}`), true);
  fake.compact();
  await reading.end(fake);

  await reading.healed(() => reading.watch.phase === "WATCHING" && reading.values.join() === named(3, 4, 5).join());
});

test("an object that grows over the quota keeps its last state, and one that shrinks is taken in", async () => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 3);
  await using reading = new Reading(fake.url, { maxMemory });
  await reading.phase("WATCHING");

  fake.put("things", aThing("thing-0", "v".repeat(2000)));
  await reading.failure("QUOTA_EXCEEDED");
  await failsAgain(reading);
  expect(reading.values).toEqual(named(0, 1, 2));
  fake.put("things", aThing("thing-0", "1"));

  await reading.healed(() => reading.watch.phase === "WATCHING" && reading.values.includes("thing-0=1"));
});

test("R6: a cluster over its quota does not stop another in the same process", async () => {
  await using huge = await FakeKube.start(things);
  await using small = await FakeKube.start(things);
  putThings(huge, 2000);
  const connection = connectionTo(huge.url, { name: "huge" });
  await using hugeReading = new Reading(huge.url, { maxMemory, connection });
  await using reading = new Reading(small.url, { maxMemory });
  await reading.phase("WATCHING");

  await hugeReading.failure("QUOTA_EXCEEDED");
  putThings(small, 3);
  await reading.until(() => reading.values.length === 3);

  expect(hugeReading.values).toHaveLength(3);
  expect(reading.source.phase).toBe("LIVE");
});

test("a watch that has room goes on while another of its cluster has none", async () => {
  class Other extends KubernetesObject {}
  const other = kind({ type: Other, group: "test.dev", versions: ["v1"], plural: "others", read: () => ({}) });
  await using fake = await FakeKube.start(things, { ...things, plural: "others", kind: "Other" });
  fake.put("others", aThing("o"));
  await using reading = new Reading(fake.url, { kinds: [thing, other], maxMemory });
  await reading.phase("WATCHING");
  await reading.until(() => reading.watchOf("others.test.dev").phase === "WATCHING");
  putThings(fake, 5);
  await reading.failure("QUOTA_EXCEEDED");

  fake.delete("others", "o", "shop");
  await reading.until(() => reading.sink.of(Other).length === 0);

  expect(reading.watchOf("others.test.dev").phase).toBe("WATCHING");
  expect(reading.source.phase).toBe("STALE");
});

test("what another build decoded is not believed for a list that there was no room for", async () => {
  const longer = { ...thing, read: () => ({ value: "v".repeat(500) }) };
  await using fake = await FakeKube.start(things);
  putThings(fake, 3);
  const first = new Reading(fake.url, { maxMemory });
  await first.phase("WATCHING");
  await first.stop();
  await using second = new Reading(
    fake.url,
    { maxMemory, kinds: [longer], build: "another" },
    first.sink.entities.values(),
  );

  await second.failure("QUOTA_EXCEEDED");
  expect(second.values).toEqual(named(0, 1, 2));
  fake.delete("things", "thing-0", "shop");
  fake.delete("things", "thing-1", "shop");

  await second.healed(() => second.watch.phase === "WATCHING");
  expect(second.values).toEqual([`thing-2=${"v".repeat(500)}`]);
});

test("a term that begins with what is held counts it, and takes in no more than there is room for", async () => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 3);
  const first = new Reading(fake.url, { maxMemory });
  await first.phase("WATCHING");
  await first.stop();
  putThings(fake, 5);

  await using second = new Reading(fake.url, { maxMemory }, first.sink.entities.values());
  await second.failure("QUOTA_EXCEEDED");

  expect(second.values).toEqual(named(0, 1, 2));
});
