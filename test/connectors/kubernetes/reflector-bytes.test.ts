import { expect, test } from "vitest";
import { fin, reset, stall, thenWith } from "../../support/fake-behaviour.ts";
import { FakeKube } from "../../support/fake-kube.ts";
import { aThing, putThings, Reading, things } from "../../support/start-reading.ts";
import { gzipSync } from "node:zlib";

function line(name: string, value: string, version = 5000): string {
  const metadata = { namespace: "shop", name, uid: `uid-${name}`, resourceVersion: String(version) };
  return `${JSON.stringify({ type: "ADDED", object: { kind: "Thing", apiVersion: "test.dev/v1", metadata, value } })}\n`;
}

const pause = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 5));

/** Cuts a text in two bytes' places after the first character that is not ASCII began. */
function cutInCharacter(text: string): [Buffer, Buffer] {
  const bytes = Buffer.from(text);
  const at = bytes.findIndex((byte) => byte > 127) + 1;
  return [bytes.subarray(0, at), bytes.subarray(at)];
}

test("a line that comes in two chunks is one event", async () => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  const [watch] = fake.watchesOf("things");

  const text = line("a", "one");
  watch?.raw(text.slice(0, 40));
  await pause();
  watch?.raw(text.slice(40) + line("b", "two"));

  await reading.until(() => reading.values.join() === "a=one,b=two");
});

test("a line that is cut in the middle of a character keeps the character", async () => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  const [watch] = fake.watchesOf("things");

  const [head, tail] = cutInCharacter(line("a", "Жюль 🧩"));
  watch?.raw(head);
  await pause();
  watch?.raw(tail);

  await reading.until(() => reading.values.join() === "a=Жюль 🧩");
});

test("a watch that comes one byte at a time is heard", async () => {
  await using fake = await FakeKube.start(things);
  fake.next(
    "watch",
    thenWith((watch) => (watch.bytesAtOnce = 1)),
  );
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");

  fake.put("things", aThing("a", "Жюль"));
  fake.put("things", aThing("b", "two"));

  await reading.until(() => reading.values.join() === "a=Жюль,b=two");
});

test("a line of 5 MB is heard, and one of 17 MB is a failure", async () => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");

  fake.put("things", aThing("a", "x".repeat(5 << 20)));
  await reading.until(() => reading.values.length === 1);
  fake.watchesOf("things")[0]?.raw("y".repeat(17 << 20));
  await reading.failure("LINE_TOO_LONG");

  await reading.healed(() => reading.watch.phase === "WATCHING");
  expect(fake.count("list")).toBe(1);
});

test("lists come gzipped, and so may a watch", async () => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 2000);
  fake.next("watch", ({ response }) => {
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    response.end(gzipSync(line("zipped", "yes")));
  });
  await using reading = new Reading(fake.url);

  await reading.until(() => reading.values.includes("zipped=yes"));

  expect(reading.values).toHaveLength(2001);
  expect(fake.requests.find(({ operation }) => operation === "list")?.headers["accept-encoding"]).toBe("gzip");
});

test("a chunked trailer after the watch is no event and no failure", async () => {
  await using fake = await FakeKube.start(things);
  fake.next("watch", ({ response }) => {
    response.writeHead(200, { "content-type": "application/json", trailer: "x-checksum" });
    response.write(line("a", "one"));
    response.addTrailers({ "x-checksum": "abc" });
    response.end();
  });
  await using reading = new Reading(fake.url);

  await reading.until(() => fake.count("watch") === 2 && reading.watch.phase === "WATCHING");

  expect(reading.values).toEqual(["a=one"]);
  expect(reading.watch.error).toBeNull();
});

test("a last line that is cut off is a failure, and its event is not lost", async () => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.put("things", aThing("a"));
  await reading.until(() => reading.values.length === 1);
  const [watch] = fake.watchesOf("things");

  fake.put("things", aThing("b"), true);
  watch?.raw(line("b", "cut").slice(0, 50));
  watch?.end();
  await reading.failure("STREAM_CUT");
  fake.put("things", aThing("c"));

  await reading.healed(() => reading.values.includes("c=one"));
  expect(reading.values).not.toContain("b=cut");
});

test.each([
  ["FIN before the headers", fin],
  ["RST before the headers", reset],
  ["FIN after the headers", thenWith((watch) => watch.close())],
  ["RST after the headers", thenWith((watch) => watch.reset())],
  [
    "FIN in mid-line",
    thenWith((watch) => {
      watch.raw('{"type":"ADD');
      setTimeout(() => watch.close(), 5);
    }),
  ],
  [
    "RST in mid-line",
    thenWith((watch) => {
      watch.raw('{"type":"ADD');
      setTimeout(() => watch.reset(), 5);
    }),
  ],
])("%s: the watch is opened again from the same place", async (_, behaviour) => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 3);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.next("watch", behaviour);
  await reading.end(fake);
  await reading.failure("CONNECTION_FAILED");
  expect(reading.watch.phase).toBe("WAITING");

  await reading.healed(() => reading.watch.phase === "WATCHING");
  fake.put("things", aThing("later"));
  await reading.until(() => reading.values.includes("later=one"));

  expect(fake.count("list")).toBe(1);
  expect(reading.values).toHaveLength(4);
});

test("a connection that is half-open before the headers is given up after 30 s", async () => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.next("watch", stall);
  await reading.end(fake);
  await reading.until(() => fake.count("watch") === 2);

  await reading.clock.advance(29_000);
  expect(reading.watch.phase).toBe("WATCHING");
  await reading.clock.advance(1000);

  await reading.failure("TIMEOUT");
  await reading.healed(() => reading.watch.phase === "WATCHING");
});

test.each([
  ["after the headers", ""],
  ["in mid-line", '{"type":"ADD'],
])("a connection that is half-open %s, and stays so, is FROZEN within 75 s", async (_, sent) => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.watchesOf("things")[0]?.raw(sent);
  await pause();
  for (const operation of ["watch", "probe", "identity"] as const) fake.always.set(operation, stall);

  await reading.clock.advance(65_000);
  await reading.until(() => fake.count("identity") + fake.count("probe") >= 2);
  expect(reading.watch.phase).toBe("WATCHING");
  await reading.clock.advance(8000);
  await reading.failure("FROZEN");

  expect(reading.watch.phase).toBe("WAITING");
  fake.always.clear();
  await reading.healed(() => reading.watch.phase === "WATCHING");
  expect(fake.count("list")).toBe(1);
});

test("a watch that is silent because nothing happens is opened anew without a word", async () => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 1);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  const { since } = reading.watch;

  await reading.clock.advance(65_000);
  await reading.until(() => fake.count("watch") === 2);
  await reading.until(() => reading.watch.lastEventAt?.getTime() === reading.clock.now());

  expect(reading.watch).toMatchObject({ phase: "WATCHING", error: null, since });
  expect(fake.watchesOf("things")).toHaveLength(1);
  expect(fake.count("list")).toBe(1);
});

test("bookmarks keep a quiet watch open", async () => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");

  for (let minute = 1; minute <= 4; minute += 1) {
    await reading.clock.advance(60_000);
    fake.bookmark("things", (fake.version += 1));
    await reading.until(() => reading.watch.resourceVersion === String(fake.version));
  }

  expect(fake.count("watch")).toBe(1);
  expect(fake.requests.find(({ operation }) => operation === "watch")?.query.get("allowWatchBookmarks")).toBe("true");
});

test("a sink that is full holds the watch back, and that is not the watch's silence", async () => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  let empty = (): void => {};
  reading.sink.full = new Promise((resolve) => (empty = resolve));
  fake.put("things", aThing("a"));
  await reading.until(() => reading.values.length === 1);

  await reading.clock.advance(200_000);
  expect(fake.count("watch")).toBe(1);
  reading.sink.full = null;
  empty();
  fake.put("things", aThing("b"));
  await reading.until(() => reading.values.length === 2);

  expect(fake.count("watch")).toBe(1);
});
