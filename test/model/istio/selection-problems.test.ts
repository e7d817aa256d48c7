import { expect, test } from "vitest";
import { selectionProblems } from "../../../src/model/istio/selection-problems.ts";
import { serviceEntry, sidecar } from "./support/mesh-world.ts";

const workloadSelector = { labels: { app: "x" } };

test.each([
  ["an entry that selects none", serviceEntry("a", "e", { workloadSelector }), 0, ["ServiceEntry"]],
  ["an entry that selects one", serviceEntry("a", "e", { workloadSelector }), 1, []],
  ["an entry of which that is not known", serviceEntry("a", "e", { workloadSelector }), null, []],
  ["an entry without a selector", serviceEntry("a", "e"), 0, []],
  ["a Sidecar that selects none", sidecar("a", "s", { workloadSelector }), 0, ["Sidecar"]],
  ["a Sidecar without a selector", sidecar("a", "s", {}), 0, []],
])("%s", (_, object, fitting, types) => {
  const problems = selectionProblems(object, fitting);
  expect(problems.map((problem) => problem.object?.type)).toEqual(types);
  for (const { code, message } of problems) {
    expect(code).toBe("SELECTS_NOTHING");
    expect(message).toContain('{"labels":{"app":"x"}}');
  }
});
