import { expect, test } from "vitest";
import { kind } from "../../../connectors/kubernetes/kind.ts";
import { KubernetesObject } from "../../../schema/kubernetes-object.ts";
import type { Watch } from "../../../schema/watch.ts";
import { errorEvent } from "../../support/fake-behaviour.ts";
import { FakeKube } from "../../support/fake-kube.ts";
import { putThings, Reading, thing, things } from "../../support/start-reading.ts";
import { TestClock } from "../../support/test-clock.ts";

class Other extends KubernetesObject {}

const other = kind({ type: Other, group: "other.dev", versions: ["v1"], plural: "others", read: () => ({}) });
const others = { ...things, group: "other.dev", plural: "others", kind: "Other" };

/** A clock whose chance differs from time to time, so that two watches do not wake together. */
class UnevenClock extends TestClock {
  #chance = 0;

  override random(): number {
    this.#chance = (this.#chance + 0.37) % 1;
    return this.#chance;
  }
}

/** Two watches of a cluster that has been away for some minutes, so that both wait for half a minute. */
async function afterAnOutage(fake: FakeKube): Promise<Reading> {
  putThings(fake, 1);
  const reading = new Reading(fake.url, { kinds: [thing, other], clock: new UnevenClock() });
  await reading.phase("WATCHING");
  await reading.until(() => reading.watchOf("others.other.dev").phase === "WATCHING");
  await reading.clock.advance(2000);
  await fake.stop();
  await reading.failure("CONNECTION_FAILED");
  await reading.passes(() => [reading.watch, reading.watchOf("others.other.dev")].every(waitsLong(reading)));
  return reading;
}

function waitsLong({ clock }: Reading) {
  return ({ error }: Watch): boolean => (error?.retryAt?.getTime() ?? 0) - clock.now() > 10_000;
}

test("when a cluster answers one of its watches again, the others do not wait any longer", async () => {
  await using fake = await FakeKube.start(things, others);
  await using reading = await afterAnOutage(fake);
  const { error: first } = reading.watch;
  const { error: second } = reading.watchOf("others.other.dev");
  const next = Math.min(first?.retryAt?.getTime() ?? Infinity, second?.retryAt?.getTime() ?? Infinity);
  await fake.listen();

  await reading.clock.advance(next - reading.clock.now());

  await reading.phase("WATCHING");
  await reading.until(() => reading.watchOf("others.other.dev").phase === "WATCHING");
  expect(first?.retryAt).not.toEqual(second?.retryAt);
});

test("the first expiry after an outage waits like a first failure, and the next ones longer and longer", async () => {
  await using fake = await FakeKube.start(things);
  putThings(fake, 1);
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");
  await reading.clock.advance(2000);
  await fake.stop();
  await reading.failure("CONNECTION_FAILED");
  await reading.passes(() => reading.retryIn() > 20_000);
  fake.always.set("watch", errorEvent(410, "Expired"));
  await fake.listen();

  await reading.retry();
  const waits = [await reading.failure("EXPIRED")];
  for (let time = 0; time < 3; time += 1) {
    const { error } = reading.watch;
    await reading.retry();
    await reading.until(() => reading.watch.error !== null && reading.watch.error.at !== error?.at);
    waits.push(reading.retryIn());
  }

  expect(waits[0]).toBeLessThanOrEqual(1600);
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(waits.at(-1)).toBeGreaterThan(4000);
});
