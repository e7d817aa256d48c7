import * as fc from "fast-check";
import { expect, test } from "vitest";
import { appliesToSidecars, serviceEntryVisibility } from "../../../src/model/istio/service-entry-visibility.ts";

const teamA = { namespaceSelector: { matchLabels: { team: "a" } } };
const inEurope = { namespaceSelector: { matchExpressions: [{ key: "region", operator: "In", values: ["eu"] }] } };

test.each([
  ["nothing said", null, "PUBLIC"],
  ["nothing said within", {}, "PUBLIC"],
  ["the default", { defaultVisibility: "NAMESPACE" }, "NAMESPACE"],
  ["an unspecified default", { defaultVisibility: "VISIBILITY_UNSPECIFIED" }, "PUBLIC"],
  ["a default by its number", { defaultVisibility: 1 }, "NONE"],
  ["a default by protobuf's name for it", { default_visibility: "NONE" }, "NONE"],
  ["the first policy that matches", policies([teamA], "NONE", [teamA], "NAMESPACE"), "NONE"],
  ["a later policy when the first does not match", policies([inEurope], "NONE", [teamA], "NAMESPACE"), "NAMESPACE"],
  ["a policy only if all its rules match", policies([teamA, inEurope], "NONE"), "PUBLIC"],
  ["a policy without rules, which matches all", policies([], "NAMESPACE"), "NAMESPACE"],
  ["a rule without a selector, which matches none", policies([{}], "NONE"), "PUBLIC"],
  ["a rule of a later release, which matches none", policies([{ hostnameSuffix: ".com" }], "NONE"), "PUBLIC"],
  ["an empty selector, which matches all", policies([{ namespaceSelector: {} }], "NONE"), "NONE"],
  ["a policy that says nothing", policies([teamA], undefined), "PUBLIC"],
  ["an unknown visibility", { defaultVisibility: "SOME" }, null],
  [
    "a selector that is none",
    policies([{ namespaceSelector: { matchExpressions: [{ operator: "Like" }] } }], "NONE"),
    null,
  ],
  ["policies that are no list", { policies: "all" }, null],
])("%s", (_, config, expected) => {
  expect(serviceEntryVisibility(config, { team: "a" })).toBe(expected);
});

test.each([
  [null, false],
  [{}, false],
  [{ applyToSidecars: true }, true],
  [{ apply_to_sidecars: true }, true],
  [{ applyToSidecars: "true" }, null],
])("%j is for sidecars: %s", (config, applies) => {
  expect(appliesToSidecars(config)).toBe(applies);
});

test("no JSON makes it throw", () => {
  const keys = fc.constantFrom("policies", "defaultVisibility", "applyToSidecars");
  fc.assert(
    fc.property(fc.dictionary(keys, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 }), (config) => {
      serviceEntryVisibility(config, { team: "a" });
      appliesToSidecars(config);
      serviceEntryVisibility({ policies: [{ matchingRules: [{ namespaceSelector: config }, config] }] }, {});
    }),
    { numRuns: 500 },
  );
});

function policies(...pairs: readonly unknown[]): Record<string, unknown> {
  const found = [];
  for (let at = 0; at < pairs.length; at += 2)
    found.push({ matchingRules: pairs[at], ...(pairs[at + 1] === undefined ? {} : { visibility: pairs[at + 1] }) });
  return { policies: found };
}
