import { expect, test } from "vitest";
import { FakeKube } from "../../support/fake-kube.ts";
import { createServerCertificate } from "../../../src/demo/certificate.ts";
import { aThing, connectionTo, putThings, Reading, things } from "../../support/start-reading.ts";

test("a server whose certificate is rotated to one that is trusted is read on; one that is not is not spoken to", async () => {
  const made = ["first", "second", "foreign"].map((name) => createServerCertificate(name, ["127.0.0.1"]));
  const [first, second, foreign] = (await Promise.all(made)).map(({ ca, certificate, key }) => ({
    ca,
    cert: certificate,
    key,
  }));
  await using fake = new FakeKube(first);
  fake.serve(things);
  putThings(fake, 2);
  await fake.listen();
  const connection = connectionTo(fake.url, { ca: `${first?.ca}\n${second?.ca}` });
  await using reading = new Reading(fake.url, { connection });
  await reading.phase("WATCHING");

  await fake.stop(foreign);
  await fake.listen();
  const requests = fake.requests.length;
  await reading.failure("CONNECTION_FAILED");
  await reading.retry();
  await reading.until(() => /SELF_SIGNED/.test(reading.watch.error?.message ?? ""));
  expect(fake.requests).toHaveLength(requests);
  await fake.stop(second);
  await fake.listen();
  fake.put("things", aThing("later"));

  await reading.healed(() => reading.values.includes("later=one"));
  expect(fake.count("list")).toBe(1);
});

test.each([
  ["forward", 3_600_000],
  ["back", -3_600_000],
])("a system clock that is stepped an hour %s disturbs nothing", async (_, step) => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");

  reading.clock.step(step);
  await reading.clock.advance(10_000);
  fake.put("things", aThing("a"));
  await reading.until(() => reading.values.length === 1);
  await reading.clock.advance(5000);

  expect(reading.watch).toMatchObject({ phase: "WATCHING", error: null, objects: 1 });
  expect(reading.source.phase).toBe("LIVE");
  expect(fake.count("watch")).toBe(1);
});

test("an API server that refuses connections is not listed again when it is back", async () => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 2);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");

  await fake.stop();
  await reading.failure("CONNECTION_FAILED");
  await reading.until(() => reading.source.phase === "DOWN");
  await reading.retry();
  fake.delete("things", "thing-0", "shop");
  await fake.listen();
  await reading.healed(() => reading.watch.phase === "WATCHING" && reading.values.length === 1);

  expect(fake.count("list")).toBe(1);
  await reading.until(() => reading.source.phase === "LIVE");
});

test("another cluster under the same name is listed anew, and the owner is told", async () => {
  let told = 0;
  await using fake = await FakeKube.start(things);
  putThings(fake, 3);
  await using reading = new Reading(fake.url, { onIdentityChange: () => (told += 1) });
  await reading.phase("WATCHING");

  await fake.stop();
  fake.identity = "another";
  for (const { metadata } of fake.objects("things")) fake.delete("things", metadata.name, "shop", true);
  for (const name of ["x", "y", "z"]) fake.put("things", aThing(name), true);
  await fake.listen();
  await reading.healed(() => reading.values.join() === "x=one,y=one,z=one" && reading.watch.phase === "WATCHING");

  expect(told).toBe(1);
  expect(reading.source.identity).toBe("another");
});

test("a sink that throws is a failure with a back-off, and what it missed comes again", async () => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  reading.sink.broken = new Error("full disk");
  fake.put("things", aThing("a"));
  await reading.until(() => fake.watchesOf("things").length === 0);
  reading.sink.broken = null;

  await reading.clock.advance(2000);
  await reading.until(() => reading.values.join() === "a=one");
});
