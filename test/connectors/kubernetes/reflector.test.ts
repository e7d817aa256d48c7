import { expect, test } from "vitest";
import { FakeKube } from "../../support/fake-kube.ts";
import { aThing, Reading, things } from "../../support/start-reading.ts";

test("what the cluster has is listed, and then what changes is heard", async () => {
  await using fake = await FakeKube.start(things);
  fake.put("things", aThing("a"));
  fake.put("things", aThing("b"));
  await using reading = new Reading(fake.url);
  await reading.phase("WATCHING");

  fake.put("things", aThing("b", "two"));
  fake.put("things", aThing("c"));
  fake.delete("things", "a", "shop");

  await reading.until(() => reading.values.join() === "b=two,c=one");
  expect(fake.count("list")).toBe(1);
});
