import { expect, test } from "vitest";
import type { KubernetesSourceOptions } from "../../../connectors/kubernetes/cluster-source.ts";
import { kind } from "../../../connectors/kubernetes/kind.ts";
import { KubernetesObject } from "../../../schema/kubernetes-object.ts";
import { errorEvent, refuse } from "../../support/fake-behaviour.ts";
import { FakeKube } from "../../support/fake-kube.ts";
import { recordingLogger } from "../../support/start-graph.ts";
import { aThing, Reading, thing, things } from "../../support/start-reading.ts";

const FAILED = "the watch failed and will try again";
const RECOVERED = "the watch works again";

/** A reading whose log is looked at. */
function logging(fake: FakeKube, options: Partial<KubernetesSourceOptions> = {}) {
  const { logged, logger } = recordingLogger();
  const reading = new Reading(fake.url, { log: logger, ...options });
  /** The levels of what was said, and the code where there is one. */
  const said = (message: string): string[] =>
    logged
      .filter((line) => line.message === message)
      .map(({ level, fields }) => [level, fields["code"]].filter(Boolean).join(" "));
  return { reading, logged, said };
}

/** Lets the back-off pass until the watch was tried so many times more. */
async function triesAgain(fake: FakeKube, reading: Reading, times: number): Promise<void> {
  const before = fake.count("watch");
  await reading.healed(() => fake.count("watch") >= before + times);
}

test("a watch that fails says so once, without a stack, and once that it works again", async () => {
  await using fake = await FakeKube.start(things);
  const { reading, logged, said } = logging(fake);
  await using _ = reading;
  await reading.phase("WATCHING");
  fake.always.set("watch", refuse(500, "InternalError"));
  await reading.end(fake);
  await reading.failure("UPSTREAM_ERROR");

  await triesAgain(fake, reading, 4);
  fake.always.clear();
  await reading.healed(() => reading.watch.phase === "WATCHING");
  await reading.passes(() => said(RECOVERED).length > 0);
  await reading.clock.advance(30_000);

  expect(said(FAILED).slice(0, 4)).toEqual([
    "warn UPSTREAM_ERROR",
    "debug UPSTREAM_ERROR",
    "debug UPSTREAM_ERROR",
    "debug UPSTREAM_ERROR",
  ]);
  expect(said(FAILED).filter((line) => line.startsWith("warn"))).toHaveLength(1);
  expect(said(RECOVERED)).toEqual(["info"]);
  expect(logged.find(({ message }) => message === FAILED)?.fields).toEqual({
    code: "UPSTREAM_ERROR",
    message: "HTTP 500: InternalError says the fake",
    retryInMs: expect.any(Number),
  });
});

test("a watch that fails as before, after it worked again, says so anew", async () => {
  await using fake = await FakeKube.start(things);
  const { reading, said } = logging(fake);
  await using _ = reading;
  await reading.phase("WATCHING");

  for (const times of [1, 2]) {
    fake.always.set("watch", refuse(500, "InternalError"));
    await reading.end(fake);
    await reading.failure("UPSTREAM_ERROR");
    fake.always.clear();
    await reading.healed(() => reading.watch.phase === "WATCHING");
    await reading.passes(() => said(RECOVERED).length === times);
  }

  expect(said(FAILED)).toEqual(["warn UPSTREAM_ERROR", "warn UPSTREAM_ERROR"]);
});

test("a watch that fails in another way says that, too; numbers in a message are no other way", async () => {
  await using fake = await FakeKube.start(things);
  const { reading, said } = logging(fake);
  await using _ = reading;
  await reading.phase("WATCHING");
  let tries = 0;
  fake.always.set("watch", (exchange) => errorEvent(500, "InternalError", `try ${(tries += 1)}`)(exchange));
  await reading.end(fake);
  await reading.failure("UPSTREAM_ERROR");
  await triesAgain(fake, reading, 2);

  fake.always.set("watch", refuse(429));
  await reading.healed(() => reading.watch.error?.code === "RATE_LIMITED");

  expect(said(FAILED).filter((line) => line.startsWith("warn"))).toEqual(["warn UPSTREAM_ERROR", "warn RATE_LIMITED"]);
});

test("a watch that opens and fails at once, again and again, does not say that it works", async () => {
  await using fake = await FakeKube.start(things);
  const { reading, said } = logging(fake);
  await using _ = reading;
  await reading.phase("WATCHING");
  fake.always.set("watch", errorEvent(500, "InternalError"));
  await reading.end(fake);

  await reading.failure("UPSTREAM_ERROR");
  await triesAgain(fake, reading, 5);

  expect(said(RECOVERED)).toEqual([]);
  expect(said(FAILED).filter((line) => line.startsWith("warn"))).toHaveLength(1);
});

test("a cluster that cannot be reached at the start says so once, whatever number of kinds it has", async () => {
  class Other extends KubernetesObject {}
  const other = kind({ type: Other, group: "test.dev", versions: ["v1"], plural: "others", read: () => ({}) });
  await using fake = await FakeKube.start(things, { ...things, plural: "others", kind: "Other" });
  await fake.stop();
  const { reading, logged, said } = logging(fake, { kinds: [thing, other] });
  await using _ = reading;
  await reading.failure("CONNECTION_FAILED");
  for (let time = 0; time < 3; time += 1) {
    const before = reading.watch.error;
    await reading.healed(() => reading.watch.error !== before);
  }
  await fake.listen();
  await reading.healed(() => reading.source.phase === "LIVE");

  expect(said("the cluster did not answer").slice(0, 3)).toEqual([
    "warn CONNECTION_FAILED",
    "debug CONNECTION_FAILED",
    "debug CONNECTION_FAILED",
  ]);
  expect(said("the cluster answered")).toEqual(["info"]);
  expect(logged.filter(({ level }) => level === "warn")).toHaveLength(1);
  expect(logged.filter(({ fields }) => "err" in fields)).toEqual([]);
});

test("a failure of our own keeps its stack and its level each time", async () => {
  await using fake = await FakeKube.start(things);
  const { reading, logged } = logging(fake);
  await using _ = reading;
  await reading.phase("WATCHING");
  const failures = () => logged.filter(({ message, fields }) => message === FAILED && fields["code"] === "INTERNAL");

  const broken = new Error("full disk");
  for (const times of [1, 2]) {
    reading.sink.broken = broken;
    fake.put("things", aThing("a", `${times}`));
    await reading.until(() => failures().length === times);
    reading.sink.broken = null;
    await reading.clock.advance(3000);
    await reading.until(() => reading.values.join() === `a=${times}`);
  }

  expect(failures()).toMatchObject([
    { level: "warn", fields: { err: broken } },
    { level: "warn", fields: { err: broken } },
  ]);
});
