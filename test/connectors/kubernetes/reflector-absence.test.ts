import { expect, test } from "vitest";
import { kind } from "../../../connectors/kubernetes/kind.ts";
import { KubernetesObject } from "../../../schema/kubernetes-object.ts";
import { refuse } from "../../support/fake-behaviour.ts";
import { FakeKube } from "../../support/fake-kube.ts";
import { putThings, Reading, thing, things } from "../../support/start-reading.ts";

class Other extends KubernetesObject {}

const other = kind({ type: Other, group: "other.dev", versions: ["v1"], plural: "others", read: () => ({}) });
const others = { ...things, group: "other.dev", plural: "others", kind: "Other" };

/** Reads three things, and is then told that there is no such resource. */
async function absent(fake: FakeKube, afterMs = 0): Promise<Reading> {
  putThings(fake, 3);
  const reading = new Reading(fake.url, { kinds: [thing, other] });
  await reading.until(() => reading.watchOf("others.other.dev").phase === "WATCHING");
  await reading.phase("WATCHING");
  await reading.clock.advance(afterMs);
  fake.unread.add("things");
  fake.next("watch", refuse(404, "NotFound"));
  await reading.end(fake);
  await reading.phase("ABSENT");
  return reading;
}

/** Lets time pass until the cluster was asked once more what it serves, and has answered. */
async function look(fake: FakeKube, reading: Reading): Promise<void> {
  const asked = fake.count("discovery");
  await reading.passes(() => fake.count("discovery") >= asked + 2);
  await new Promise((resolve) => void setTimeout(resolve, 30));
}

test("an absence between whose looks the cluster could not be asked is not proven", async () => {
  await using fake = await FakeKube.start(things, others);
  await using reading = await absent(fake);
  fake.next("discovery", refuse(503, "ServiceUnavailable"));

  await reading.passes(() => fake.isDone("discovery"));
  await look(fake, reading);

  expect(reading.watch).toMatchObject({ phase: "ABSENT", objects: 3 });
  expect(reading.values).toHaveLength(3);
});

test("an absence between whose looks the contact was lost is not proven", async () => {
  await using fake = await FakeKube.start(things, others);
  await using reading = await absent(fake);
  await reading.clock.advance(5000);
  for (const watch of fake.watchesOf("others")) watch.reset();
  await reading.until(() => reading.watchOf("others.other.dev").error !== null);
  await reading.clock.advance(2000);
  await reading.until(() => reading.watchOf("others.other.dev").phase === "WATCHING");

  await look(fake, reading);

  expect(reading.watch).toMatchObject({ phase: "ABSENT", objects: 3 });
});

test("an API server in a crash loop, which knows no CRD in its first second, deletes nothing", async () => {
  await using fake = await FakeKube.start(things, others);
  await using reading = await absent(fake);

  for (let crash = 0; crash < 3; crash += 1) {
    await fake.stop();
    await reading.clock.advance(30_000);
    await reading.until(() => reading.watchOf("others.other.dev").error !== null);
    await fake.listen();
    await look(fake, reading);
    expect(reading.values).toHaveLength(3);
  }
  fake.unread.clear();
  await reading.passes(() => reading.watch.phase === "WATCHING");

  expect(reading.values).toHaveLength(3);
});

test("an absence that was interrupted is proven when it lasts from then on", async () => {
  await using fake = await FakeKube.start(things, others);
  await using reading = await absent(fake);
  fake.next("discovery", refuse(503, "ServiceUnavailable"));

  await reading.passes(() => fake.isDone("discovery"));
  await reading.passes(() => reading.values.length === 0);

  expect(reading.watch).toMatchObject({ phase: "ABSENT", objects: 0 });
});

test("a quiet watch that is opened anew does not put off the proof of an absence", async () => {
  await using fake = await FakeKube.start(things, others);
  await using reading = await absent(fake, 60_000);
  const watches = fake.count("watch");

  await reading.passes(() => fake.count("watch") > watches);
  await look(fake, reading);

  expect(reading.values).toEqual([]);
});
