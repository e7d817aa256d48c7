import { expect, test } from "vitest";
import { kind } from "../../../connectors/kubernetes/kind.ts";
import { KubernetesObject } from "../../../schema/kubernetes-object.ts";
import { Watch } from "../../../schema/watch.ts";
import { FakeKube } from "../../support/fake-kube.ts";
import type { RecordingSink } from "../../support/recording-sink.ts";
import { putThings, Reading, Thing, thing, things } from "../../support/start-reading.ts";

class Other extends KubernetesObject {}

const other = kind({ type: Other, group: "test.dev", versions: ["v1"], plural: "others", read: () => ({}) });
const others = { ...things, plural: "others", kind: "Other" };

/** The sink does not come to the end of the list of things until it is let. */
function holdEndOfList(sink: RecordingSink): { readonly reached: () => boolean; readonly letGo: () => void } {
  const held = Promise.withResolvers<void>();
  const complete = sink.completeList.bind(sink);
  let reached = false;
  sink.completeList = async (type) => {
    if (type === Thing) {
      reached = true;
      await held.promise;
    }
    await complete(type);
  };
  return { reached: () => reached, letGo: held.resolve };
}

test.each([
  ["refused", "goes on"],
  ["refused", "ends"],
  ["served", "goes on"],
  ["served", "ends"],
] as const)(
  "a list that ends when another cluster was noticed gives no place to watch from (WatchList %s, the owner %s)",
  async (watchList, owner) => {
    await using fake = await FakeKube.start(things, others);
    fake.watchList = watchList;
    putThings(fake, 3);
    await using reading = new Reading(fake.url, { kinds: [thing, other] });
    const end = holdEndOfList(reading.sink);
    await reading.until(() => end.reached() && reading.watchOf("others.test.dev").phase === "WATCHING");

    fake.identity = "another";
    for (const watch of fake.watchesOf("others")) watch.reset();
    await reading.until(() => reading.watchOf("others.test.dev").error !== null);
    await reading.clock.advance(2000);
    await reading.failure("IDENTITY_CHANGED");
    const before = reading.sink.told.length;
    const stopped = owner === "ends" ? reading.stop() : null;
    end.letGo();
    if (stopped === null) await reading.until(() => reading.retryIn() > 0);
    await (stopped ?? reading.stop());

    const claims = reading.sink.told
      .slice(before)
      .flatMap((told) => (told.op === "put" && told.entity instanceof Watch ? [told.entity] : []))
      .filter(({ type }) => type === "Thing");
    expect(claims.filter(({ listed, resourceVersion }) => listed || resourceVersion !== "")).toEqual([]);
    expect(claims.at(-1)?.phase).toBe("STOPPED");
  },
);
