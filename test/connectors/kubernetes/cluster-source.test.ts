import { performance } from "node:perf_hooks";
import { expect, test } from "vitest";
import { Cluster } from "../../../schema/cluster.ts";
import { kind } from "../../../connectors/kubernetes/kind.ts";
import { KubernetesObject } from "../../../schema/kubernetes-object.ts";
import { systemClock } from "../../../src/lib/clock.ts";
import type { Behaviour } from "../../support/fake-kube.ts";
import { html, refuse, stall, trickle } from "../../support/fake-behaviour.ts";
import { FakeKube } from "../../support/fake-kube.ts";
import { eventually } from "../../support/eventually.ts";
import { aThing, connectionTo, putThings, Reading, Thing, thing, things } from "../../support/start-reading.ts";

class Other extends KubernetesObject {}

const other = kind({ type: Other, group: "test.dev", versions: ["v1"], plural: "others", read: () => ({}) });
const others = { ...things, plural: "others", kind: "Other" };
const both = { kinds: [thing, other] };

test("the source and the cluster are told from the start, and as more is known", async () => {
  await using fake = await FakeKube.start(things);
  fake.next("identity", stall);
  await using reading = new Reading(fake.url);

  expect(reading.source).toMatchObject({ name: "kubernetes", cluster: "eu-1", phase: "STARTING" });
  expect(reading.sink.of(Cluster)).toMatchObject([{ name: "eu-1", version: null }]);
  await reading.until(() => fake.count("identity") === 1);
  await reading.clock.advance(8000);
  await reading.healed(() => reading.source.phase === "LIVE");

  expect(reading.source).toMatchObject({ identity: "uid-of-kube-system", error: null });
  expect(reading.sink.of(Cluster)).toMatchObject([{ version: "v1.37.2" }]);
});

test("one kind that fails does not touch the others", async () => {
  await using fake = await FakeKube.start(things, others);
  fake.always.set("list", (exchange) => {
    if (exchange.request.path.endsWith("others")) html(exchange);
    else exchange.serve();
  });
  await using reading = new Reading(fake.url, both);
  await reading.phase("WATCHING");
  await reading.until(() => reading.watchOf("others.test.dev").error?.code === "NOT_JSON");

  fake.put("things", aThing("a"));

  await reading.until(() => reading.values.length === 1 && reading.source.phase === "LIVE");
});

test("a kind that is not served is ABSENT, and found when its CRD appears", async () => {
  await using fake = await FakeKube.start(things);
  await using reading = new Reading(fake.url, both);
  await reading.until(() => reading.watchOf("others.test.dev").phase === "ABSENT");
  await reading.until(() => reading.source.phase === "LIVE");

  await reading.passes(() => fake.requests.filter(({ headers }) => headers["if-none-match"] !== undefined).length >= 2);
  fake.serve(others);
  fake.put("others", aThing("o"));

  await reading.passes(() => reading.sink.of(Other).length === 1);
});

test("an older API server is discovered group by group, and the best version it serves is read", async () => {
  await using fake = await FakeKube.start({ ...things, version: "v1beta1" });
  fake.legacyDiscovery = true;
  fake.put("things", aThing("a"));
  await using reading = new Reading(fake.url);

  await reading.phase("WATCHING");

  expect(reading.values).toEqual(["a=one"]);
  expect(fake.requests.find(({ operation }) => operation === "list")?.path).toBe("/apis/test.dev/v1beta1/things");
});

test("a cluster that does not answer is DOWN with every watch WAITING, and is found when it comes up", async () => {
  await using fake = await FakeKube.start(things);
  await fake.stop();
  await using reading = new Reading(fake.url);

  await reading.failure("CONNECTION_FAILED");
  await reading.until(() => reading.source.phase === "DOWN" && reading.source.error?.code === "CONNECTION_FAILED");
  await fake.listen();

  await reading.healed(() => reading.source.phase === "LIVE");
});

test("a cluster that refuses everything is FORBIDDEN", async () => {
  await using fake = await FakeKube.start(things, others);
  await using reading = new Reading(fake.url, both);
  await reading.until(() => reading.source.phase === "LIVE");

  fake.always.set("watch", refuse(403, "Forbidden"));
  await reading.clock.advance(2000);
  fake.endWatches("things");
  fake.endWatches("others");

  await reading.until(() => reading.source.phase === "FORBIDDEN" && reading.source.error?.code === "FORBIDDEN");
});

test("a kube-system namespace that may not be read hides who the cluster is, and no more", async () => {
  await using fake = await FakeKube.start(things);
  fake.always.set("identity", refuse(403, "Forbidden"));
  await using reading = new Reading(fake.url);

  await reading.phase("WATCHING");

  expect(reading.source.identity).toBe("");
});

test("a source goes STALE when one of its watches waits too long, and LIVE when it is heard again", async () => {
  await using fake = await FakeKube.start(things, others);
  await using reading = new Reading(fake.url, both);
  await reading.until(() => reading.source.phase === "LIVE");
  const { since } = reading.source;
  fake.always.set("watch", (exchange) => {
    if (exchange.request.path.endsWith("things")) refuse(500)(exchange);
    else exchange.serve();
  });
  await reading.clock.advance(2000);
  fake.endWatches("things");
  await reading.failure("UPSTREAM_ERROR");
  expect(reading.source.phase).toBe("LIVE");

  await reading.healed(() => reading.source.phase === "STALE");
  expect(reading.source.error?.code).toBe("UPSTREAM_ERROR");
  fake.always.clear();
  await reading.healed(() => reading.watch.phase === "WATCHING");
  await reading.passes(() => reading.source.phase === "LIVE");

  expect(reading.source.since).toEqual(since);
});

test("a source that ends is STOPPED", async () => {
  await using fake = await FakeKube.start(things);
  const reading = new Reading(fake.url);
  await reading.phase("WATCHING");

  await reading.stop();

  expect(reading.source.phase).toBe("STOPPED");
  expect(reading.watch.phase).toBe("STOPPED");
});

test("there is one watch for each kind, and not more than four lists at once", async () => {
  const kinds = Array.from({ length: 10 }, (_, number) => ({
    ...thing,
    plural: `things${number}`,
    type: class extends Thing {},
  }));
  await using fake = await FakeKube.start(...kinds.map(({ plural }) => ({ ...things, plural })));
  fake.watchList = "refused";
  let open = 0;
  let most = 0;
  fake.always.set("list", ({ serve, response }) => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(serve, 10);
    response.on("close", () => (open -= 1));
  });
  await using reading = new Reading(fake.url, { kinds });

  await reading.until(() => fake.watches.size === 10);

  expect(most).toBe(4);
  expect(fake.count("watch")).toBe(10);
});

test("R6: a cluster that sends without a pause leaves the event loop to the others", async () => {
  await using loud = await FakeKube.start(things);
  await using calm = await FakeKube.start(things);
  await using loudReading = new Reading(loud.url, { connection: connectionTo(loud.url, { name: "loud" }) });
  await using calmReading = new Reading(calm.url);
  await Promise.all([loudReading.phase("WATCHING"), calmReading.phase("WATCHING")]);
  const lines = Array.from({ length: 30_000 }, (_, number) => {
    const metadata = {
      namespace: "shop",
      name: `n-${number}`,
      uid: `u-${number}`,
      resourceVersion: String(2000 + number),
    };
    return `${JSON.stringify({ type: "ADDED", object: { metadata, value: "v".repeat(500) } })}\n`;
  });
  for (const watch of loud.watchesOf("things")) watch.raw(lines.join(""));
  const delays: number[] = [];

  for (let number = 0; number < 20; number += 1) {
    const sentAt = performance.now();
    calm.put("things", aThing(`calm-${number}`));
    await eventually("heard", () => expect(calmReading.values).toHaveLength(number + 1), {
      everyMs: 0,
      withinMs: 2000,
    });
    delays.push(performance.now() - sentAt);
  }
  await loudReading.until(() => loudReading.sink.entities.size > 30_000);

  expect(delays.toSorted((a, b) => a - b)[10]).toBeLessThan(100);
});

test.each<[string, Behaviour]>([
  ["trickles a byte now and then", trickle],
  ["hangs", stall],
])("R6: a cluster that %s does not delay another", async (_, behaviour) => {
  await using ill = await FakeKube.start(things);
  await using healthy = await FakeKube.start(things);
  putThings(ill, 3);
  ill.always.set("list", behaviour);
  await using illReading = new Reading(ill.url, { connection: connectionTo(ill.url, { name: "ill" }) });
  await illReading.until(() => ill.count("list") === 1);
  const startedAt = performance.now();

  await using reading = new Reading(healthy.url);
  await reading.phase("WATCHING");
  healthy.put("things", aThing("a"));
  await reading.until(() => reading.values.length === 1);

  expect(performance.now() - startedAt).toBeLessThan(1000);
  expect(illReading.watch).toMatchObject({ listed: false, objects: 0 });
  await illReading.clock.advance(60_000);
  await illReading.failure("TIMEOUT");
  expect(reading.source.phase).toBe("LIVE");
});

test("R6: a page of a list that is slow to read is read in slices", async () => {
  const slow = {
    ...thing,
    read: () => {
      const until = performance.now() + 0.3;
      while (performance.now() < until);
      return { value: "slow" };
    },
  };
  await using fake = await FakeKube.start(things);
  putThings(fake, 500);
  await using reading = new Reading(fake.url, { kinds: [slow] });
  let turns = 0;
  const turn = (): void => {
    if (reading.values.length > 0) turns += 1;
    if (reading.values.length < 500) setImmediate(turn);
  };
  turn();

  await reading.phase("WATCHING");

  expect(turns).toBeGreaterThan(20);
});

test("by the system's clock it reads, too", async () => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 2);
  await using reading = new Reading(fake.url, { clock: systemClock });

  await reading.phase("WATCHING");

  expect(reading.values).toHaveLength(2);
});
