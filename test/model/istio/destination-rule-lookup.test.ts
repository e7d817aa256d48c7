import fc from "fast-check";
import { expect, test } from "vitest";
import type { DestinationRule } from "../../../schema/destination-rule.ts";
import { destinationRuleFor } from "../../../src/model/istio/destination-rule-lookup.ts";
import type { WorldFields } from "./support/mesh-world.ts";
import { sidecarOf } from "./support/mesh-world.ts";
import { destinationRule, routeWorldOf } from "./support/route-world.ts";

const service = { host: "eu.api.com", namespace: "service" };

interface Asked extends WorldFields {
  readonly from?: string;
  readonly labels?: Record<string, string>;
}

function found(objects: readonly DestinationRule[], { from = "client", labels = {}, ...fields }: Asked = {}): string {
  const answer = destinationRuleFor(routeWorldOf({ ...fields, objects }), sidecarOf(from, labels), service);
  if (answer.outcome === "UNKNOWN") return answer.reason;
  const names = answer.rule?.from.map(({ object }) => `${object.namespace}/${object.name}`).join(" ") ?? "none";
  const subsets = answer.rule?.spec.subsets.map(({ name }) => name).join() ?? "";
  return subsets === "" ? names : `${names}: ${subsets}`;
}

const host = "eu.api.com";
const inClient = destinationRule("client", "c", { host });
const inService = destinationRule("service", "s", { host });
const inRoot = destinationRule("istio-system", "r", { host });

test.each([
  ["the client's namespace goes first", [inRoot, inService, inClient], "client/c"],
  ["then the service's", [inRoot, inService], "service/s"],
  ["then the root's", [inRoot], "istio-system/r"],
  ["others do not count", [destinationRule("other", "o", { host })], "none"],
  [
    "a wildcard in the client's namespace outdoes an exact one elsewhere",
    [inService, destinationRule("client", "w", { host: "*.com" })],
    "client/w",
  ],
  [
    "within a namespace the most specific goes first",
    [destinationRule("client", "w", { host: "*.com" }), destinationRule("client", "x", { host: "*.api.com" })],
    "client/x",
  ],
  ["an exact one goes before wildcards", [destinationRule("client", "w", { host: "*.api.com" }), inClient], "client/c"],
  ["everything is a wildcard too", [destinationRule("client", "w", { host: "*" })], "client/w"],
  ["what only ends alike does not count", [destinationRule("client", "w", { host: "u.api.com" })], "none"],
])("%s", (_, objects, expected) => {
  expect(found(objects)).toBe(expected);
});

test.each([
  ["only for its own namespace", ["."], "none"],
  ["for its own namespace by name", ["service"], "none"],
  ["for the client", ["client"], "service/s"],
  ["for others", ["other"], "none"],
  ["for all", ["*"], "service/s"],
  ["for all beside its own", [".", "*"], "service/s"],
])("a rule of the service's namespace %s", (_, exportTo, expected) => {
  expect(found([destinationRule("service", "s", { host, exportTo })])).toBe(expected);
});

test("a more specific rule that the client may not see still hides the others of its namespace, not those of the root", () => {
  const hidden = destinationRule("service", "hidden", { host, exportTo: ["other"] });
  const wide = destinationRule("service", "wide", { host: "*.com" });
  expect(found([hidden, wide])).toBe("none");
  expect(found([hidden, wide, inRoot])).toBe("istio-system/r");
});

test("the mesh's default counts for rules that do not say, as far as it has a dot", () => {
  const config = { defaultDestinationRuleExportTo: ["."] };
  expect(found([inService], { config })).toBe("none");
  expect(found([inService], { config, from: "service" })).toBe("service/s");
  expect(found([inService], { config: { defaultDestinationRuleExportTo: ["other"] } })).toBe("service/s");
});

test("in the root namespace the service's own rules go before the root's public ones, but not before its private ones", () => {
  const mine = destinationRule("istio-system", "private", { host: "*", exportTo: ["."] });
  expect(found([inRoot, inService], { from: "istio-system" })).toBe("service/s");
  expect(found([inRoot, inService, mine], { from: "istio-system" })).toBe("istio-system/private");
});

const subset = (name: string): Record<string, unknown> => ({ name, labels: { v: name } });

test("rules of one host and namespace are merged by age: subsets by name, a policy where there is none", () => {
  const objects = [
    destinationRule("client", "old", { host, subsets: [subset("a")] }, { createdSeconds: 1 }),
    destinationRule("client", "new", { host, subsets: [subset("a"), subset("b")] }, { createdSeconds: 2 }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(objects, { minLength: 2 }), (shuffled) => {
      expect(found(shuffled)).toBe("client/old client/new: a,b");
    }),
  );
});

test("rules with another exportTo are not merged, unless the control plane is told not to mind", () => {
  const objects = [
    destinationRule("client", "old", { host, exportTo: ["."], subsets: [subset("a")] }, { createdSeconds: 1 }),
    destinationRule("client", "new", { host, exportTo: ["*"], subsets: [subset("b")] }, { createdSeconds: 2 }),
  ];
  expect(found(objects)).toBe("client/new: b");
  expect(found(objects, { flags: { ENABLE_ENHANCED_DESTINATIONRULE_MERGE: "false" } })).toBe(
    "client/old client/new: a,b",
  );
  expect(found(objects, { flags: null })).toContain("ENABLE_ENHANCED_DESTINATIONRULE_MERGE");
});

test("a rule with a selector is for the workloads of its namespace that it selects, the others get the one without", () => {
  const objects = [
    destinationRule("client", "all", { host, subsets: [subset("a")] }, { createdSeconds: 1 }),
    destinationRule(
      "client",
      "some",
      { host, workloadSelector: { matchLabels: { app: "x" } }, subsets: [subset("b")] },
      { createdSeconds: 2 },
    ),
  ];
  expect(found(objects, { labels: { app: "x", other: "y" } })).toBe("client/some: b");
  expect(found(objects, { labels: { app: "y" } })).toBe("client/all: a");
});

test("a private rule without a selector vanishes in one with a selector", () => {
  const objects = [
    destinationRule("client", "all", { host, exportTo: ["."], subsets: [subset("a")] }),
    destinationRule("client", "some", {
      host,
      workloadSelector: { matchLabels: { app: "x" } },
      subsets: [subset("b")],
    }),
  ];
  expect(found(objects, { labels: { app: "x" } })).toBe("client/some client/all: b,a");
  expect(found(objects)).toBe("none");
});

test("a rule with a selector is not exported, whatever it says", () => {
  const rule = destinationRule("service", "s", { host, exportTo: ["*"], workloadSelector: { matchLabels: {} } });
  expect(found([rule])).toBe("none");
  expect(found([rule], { from: "service" })).toBe("service/s");
});

test("nothing can be told while rules are not read", () => {
  expect(found([], { gaps: [{ what: "DESTINATION_RULES", reason: "They are forbidden." }] })).toBe(
    "They are forbidden.",
  );
});

test("a rule's host counts letter for letter, also where an index knows no capitals", () => {
  const capitals = destinationRule("client", "c", { host: "EU.api.com" });
  const world = { ...routeWorldOf({ objects: [capitals] }), destinationRulesOf: () => [capitals] };
  expect(destinationRuleFor(world, sidecarOf("client"), service)).toEqual({ outcome: "KNOWN", rule: null });
});
