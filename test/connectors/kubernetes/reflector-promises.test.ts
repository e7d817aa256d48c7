import { setTimeout as delay } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import type { Behaviour } from "../../support/fake-kube.ts";
import { answer, errorEvent, events, fin, html, refuse, reset, thenWith } from "../../support/fake-behaviour.ts";
import { FakeKube } from "../../support/fake-kube.ts";
import { aThing, putThings, Reading, Thing, thing, things } from "../../support/start-reading.ts";

test.each<[string, Behaviour]>([
  ["refuses with 500", refuse(500)],
  ["refuses with 429", refuse(429)],
  ["refuses with 410", refuse(410, "Expired")],
  ["breaks the connection", reset],
  ["says HTML", html],
  ["lists nothing", answer({ kind: "ThingList", apiVersion: "test.dev/v1", metadata: {}, items: null })],
])("R5: an API server that %s gets at most 0.22 lists a second", async (_, behaviour) => {
  await using fake = await FakeKube.start(things);
  fake.always.set("list", behaviour);
  await using reading = new Reading(fake.url);
  await reading.until(() => reading.watch.error !== null);

  const startedAt = reading.clock.monotonic();
  await reading.healed(() => reading.clock.monotonic() - startedAt >= 60_000);

  expect(fake.count("list") - 1).toBeLessThanOrEqual(0.22 * 60);
});

test("R5: watches that expire again and again are no storm of lists", async () => {
  await using fake = await FakeKube.start(things);
  fake.always.set("watch", errorEvent(410, "Expired"));
  await using reading = new Reading(fake.url);
  await reading.until(() => reading.watch.error !== null);

  const startedAt = reading.clock.monotonic();
  await reading.healed(() => reading.clock.monotonic() - startedAt >= 60_000);

  expect(fake.count("list") - 1).toBeLessThanOrEqual(0.22 * 60);
});

test("R7: an object that cannot be read keeps its last good state, is counted, and leaves when it can be read", async () => {
  await using fake = await FakeKube.start(things);
  fake.put("things", aThing("a", "good"));
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");

  fake.put("things", { ...aThing("a"), value: { not: "a string" } });
  fake.put("things", aThing("b"));
  await reading.until(() => reading.values.join() === "a=good,b=one" && reading.watch.quarantined === 1);
  const loud = reading.sink.told.flatMap((told) => (told.op === "put" && !told.quiet ? [told.entity] : []));
  expect(loud).toContain(reading.watch);
  fake.put("things", { ...aThing("a"), value: 7 });
  fake.put("things", { ...aThing("c"), value: null });
  await reading.until(() => reading.watch.quarantined === 2);
  fake.put("things", aThing("a", "better"));
  fake.delete("things", "c", "shop");

  await reading.until(() => reading.watch.quarantined === 0);
  expect(reading.values).toEqual(["a=better", "b=one"]);
});

test("R7: an object that cannot be read is kept by a list, too", async () => {
  await using fake = await FakeKube.start(things);
  fake.put("things", aThing("a", "good"));
  fake.put("things", aThing("b"));
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  fake.put("things", { ...aThing("a"), value: 7 }, true);
  fake.compact();
  await reading.end(fake);

  await reading.healed(() => fake.count("list") === 2 && reading.watch.phase === "WATCHING");

  expect(reading.values).toEqual(["a=good", "b=one"]);
  expect(reading.watch.quarantined).toBe(1);
});

test("R7: what cannot be read is logged once for each state, without its values", async () => {
  const logged: string[] = [];
  const warn = (fields: object, message: string): number => logged.push(`${message} ${JSON.stringify(fields)}`);
  const nothing = (): void => {};
  const log = { error: nothing, warn, info: nothing, debug: nothing, child: () => log };
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url, { log });
  await reading.phase("WATCHING");

  const bad = fake.put("things", { ...aThing("a"), value: { password: "hunter2" } });
  for (let again = 0; again < 3; again += 1) fake.send("things", { type: "MODIFIED", object: bad });
  fake.put("things", aThing("b"));
  await reading.until(() => reading.values.length === 1);

  expect(logged).toHaveLength(1);
  expect(logged.join()).not.toContain("hunter2");
});

/** A thing with a spec that is kept as it is. */
class Deep extends Thing {
  readonly spec: JsonObject = {};
}

const deepThing = {
  ...thing,
  type: Deep,
  read: ({ value, spec }: JsonObject) => ({ value: String(value), spec: spec as JsonObject }),
};

test("R7: an object that is deeper than any should be is set aside, and does not end the process when it is written", async () => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url, { kinds: [deepThing] });
  await reading.phase("WATCHING");
  const spec = '{"a":'.repeat(20_000) + "1" + "}".repeat(20_000);
  const line = JSON.stringify({
    type: "ADDED",
    object: { ...aThing("deep", "one", { uid: "deep", resourceVersion: "2000" }), spec: "deep" },
  }).replace('"deep"}}', `${spec}}}`);

  for (const watch of fake.watchesOf("things")) watch.raw(`${line}\n`);
  fake.put("things", { ...aThing("flat"), spec: {} });
  await reading.until(() => reading.values.includes("flat=one"));

  expect(reading.values).toEqual(["flat=one"]);
  expect(reading.watch).toMatchObject({ quarantined: 1, error: null });
  expect(JSON.stringify(reading.sink.of(Deep))).toContain("flat");
});

/** A kind whose reading fails in ways that nobody thought of. */
const careless = {
  ...thing,
  read: ({ value }: { readonly value?: unknown }) => {
    if (typeof value !== "string") throw value;
    return { value };
  },
};

test.each([
  ["with care", thing],
  ["without", careless],
])("R7: whatever an object is, read %s, it crashes nothing and the others go on", async (_, kind) => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url, { kinds: [kind] });
  await reading.phase("WATCHING");
  const part = fc.anything({ withNullPrototype: false, maxDepth: 2 });
  const metadata = fc.oneof(
    part,
    fc.record({ name: part, namespace: part, uid: part, resourceVersion: part, labels: part }, { requiredKeys: [] }),
  );
  const object = fc.oneof(part, fc.record({ kind: part, metadata, value: part }, { requiredKeys: [] }));
  let version = fake.version;

  for (const [number, objects] of fc.sample(fc.array(object, { minLength: 100, maxLength: 100 }), 100).entries()) {
    const lines = objects.flatMap((one) => {
      const text = JSON.stringify(
        { type: ["ADDED", "MODIFIED", "DELETED", "BOOKMARK"][version % 4], object: one },
        plain,
      );
      return text === undefined ? [] : [text];
    });
    for (const watch of fake.watchesOf("things")) watch.raw(lines.map((line) => `${line}\n`).join(""));
    version += 1;
    fake.put("things", aThing("healthy", `round ${number}`, { uid: "healthy", resourceVersion: "1" }));
    fake.version += 1;
  }
  fake.put("things", aThing("last"));

  await reading.until(() => reading.values.includes("last=one"));
  expect(reading.watch.error).toBeNull();
});

/** fast-check makes values that JSON has no words for. */
function plain(_: string, value: unknown): unknown {
  return typeof value === "bigint" || typeof value === "symbol" ? String(value) : value;
}

const faults: readonly Behaviour[] = [
  refuse(410, "Expired"),
  refuse(429, "TooManyRequests", { "retry-after": "3" }),
  refuse(500),
  refuse(403, "Forbidden"),
  refuse(401, "Unauthorized"),
  html,
  fin,
  reset,
];
const listFaults: readonly Behaviour[] = [
  ...faults,
  answer({ kind: "ThingList", apiVersion: "test.dev/v1", metadata: { resourceVersion: "4000" }, items: [] }),
  answer({ kind: "Table", metadata: { resourceVersion: "4000" } }),
];
const watchFaults: readonly Behaviour[] = [
  ...faults,
  events(),
  errorEvent(410, "Expired"),
  errorEvent(500, "InternalError"),
  thenWith((watch) => {
    watch.raw('{"type":"MODI');
    watch.end();
  }),
  thenWith((watch) => watch.reset()),
];

type Step =
  | { readonly do: "put" | "delete"; readonly name: string }
  | { readonly do: "compact" | "end" | "retry" | "rest" }
  | { readonly do: "failList" | "failWatch"; readonly how: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom("put" as const, "delete" as const),
      name: fc.constantFrom("a", "b", "c", "d"),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom("compact" as const, "end" as const, "retry" as const, "rest" as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("failList" as const, "failWatch" as const), how: fc.nat(20) }),
  },
);

function take(fake: FakeKube, one: Step): void {
  switch (one.do) {
    case "put":
      return void fake.put("things", aThing(one.name, `at ${fake.version}`));
    case "delete":
      return fake.delete("things", one.name, "shop");
    case "compact":
      return fake.compact();
    case "failList":
      return fake.next("list", listFaults[one.how % listFaults.length] ?? reset);
    case "failWatch":
      return fake.next("watch", watchFaults[one.how % watchFaults.length] ?? reset);
    case "end":
    case "retry":
    case "rest":
  }
}

test.each(["refused", "served"] as const)(
  "under random faults the sink comes to hold what the API server holds (WatchList %s)",
  async (watchList) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        await using fake = await FakeKube.start(things);
        fake.watchList = watchList;
        putThings(fake, 2);
        await using reading = new Reading(fake.url);
        const isSettled = (): boolean => reading.watch.phase === "WATCHING" || reading.watch.error !== null;
        await reading.until(isSettled);
        for (const one of steps) {
          take(fake, one);
          if (one.do === "end") await reading.end(fake);
          if (one.do === "retry") await reading.retry();
          if (one.do === "rest") await delay(2);
        }

        const truth = (): string =>
          JSON.stringify(
            fake
              .objects("things")
              .map(({ metadata, value }) => `${metadata.name}=${String(value)}`)
              .toSorted(),
          );
        const converged = (): boolean =>
          reading.watch.phase === "WATCHING" && JSON.stringify(reading.values) === truth();
        // A list that lies about its place is found out by the silence that follows it, and the next one may lie, too.
        for (let silence = 0; silence < 10 && !converged(); silence += 1)
          await reading.healed(converged, 200).catch(() => reading.clock.advance(66_000));
        await reading.healed(converged);
      }),
      { numRuns: 100 },
    );
  },
  30_000,
);
