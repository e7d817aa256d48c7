import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { destinationRuleProblems } from "../../../src/model/istio/destination-rule-problems.ts";
import type { HasWorkload } from "../../../src/model/istio/destination-rule-problems.ts";
import type { WorldFields } from "./support/mesh-world.ts";
import { serviceEntry } from "./support/mesh-world.ts";
import { destinationRule, routeWorldOf } from "./support/route-world.ts";

type Objects = NonNullable<WorldFields["objects"]>;

function problems(spec: JsonObject, others: Objects = [], hasWorkload: HasWorkload = () => true): readonly string[] {
  const object = destinationRule("shop", "r", { host: "api.com", ...spec });
  const world = routeWorldOf({ namespaces: { shop: {} }, objects: [serviceEntry("shop", "api"), object, ...others] });
  return destinationRuleProblems(world, object, hasWorkload).map(({ code }) => code);
}

const subset = (name: string) => ({ name, labels: { v: name } });
const old = (spec: JsonObject) => destinationRule("shop", "old", { host: "api.com", ...spec }, { createdSeconds: 1 });
const young = (spec: JsonObject) =>
  destinationRule("shop", "young", { host: "api.com", ...spec }, { createdSeconds: 9_000 });
const selector = { workloadSelector: { matchLabels: { app: "x" } } };

test.each<readonly [string, JsonObject, Objects, readonly string[]]>([
  ["nothing is wrong", { subsets: [subset("a")], trafficPolicy: { tls: { mode: "SIMPLE" } } }, [], []],
  ["no service has the host", { host: "evilapi.com" }, [], ["DESTINATION_RULE_HOST_NOT_FOUND"]],
  ["no service is under the wildcard", { host: "*.api.com" }, [], ["DESTINATION_RULE_HOST_NOT_FOUND"]],
  ["one is", { host: "*.com" }, [], []],
  ["a subset is there twice", { subsets: [subset("a"), subset("a")] }, [], ["DUPLICATE_SUBSET"]],
  ["a subset has no labels", { subsets: [{ name: "a" }] }, [], ["SUBSET_WITHOUT_LABELS"]],
  [
    "a subset without labels has a policy",
    { subsets: [{ name: "a", trafficPolicy: { tls: { mode: "SIMPLE" } } }] },
    [],
    [],
  ],
  ["a namespace of exportTo is not there", { exportTo: ["nowhere"] }, [], ["EXPORT_NAMESPACE_NOT_FOUND"]],
  ["a selector keeps it from being exported", { ...selector, exportTo: ["*"] }, [], ["SELECTOR_WITH_EXPORT"]],
  [
    "an older one has its subset",
    { subsets: [subset("a")] },
    [old({ subsets: [subset("a")] })],
    ["CONFLICTING_DESTINATION_RULE"],
  ],
  ["an older one has other subsets", { subsets: [subset("a")] }, [old({ subsets: [subset("b")] })], []],
  [
    "an older one has a policy too",
    { trafficPolicy: {} },
    [old({ trafficPolicy: {} })],
    ["CONFLICTING_DESTINATION_RULE"],
  ],
  ["a younger one has its subset", { subsets: [subset("a")] }, [young({ subsets: [subset("a")] })], []],
  ["an older one is for some workloads", { trafficPolicy: {} }, [old({ ...selector, trafficPolicy: {} })], []],
  [
    "it has settings for a port that is not there",
    { trafficPolicy: { portLevelSettings: [{ port: { number: 7 } }] } },
    [],
    ["PORT_SETTING_NOT_FOUND"],
  ],
  [
    "a credential has no selector",
    { trafficPolicy: { tls: { mode: "SIMPLE", credentialName: "c" } } },
    [],
    ["CREDENTIAL_IGNORED"],
  ],
  ["a credential has one", { ...selector, trafficPolicy: { tls: { mode: "SIMPLE", credentialName: "c" } } }, [], []],
  [
    "a certificate is missing",
    { subsets: [{ ...subset("a"), trafficPolicy: { tls: { mode: "MUTUAL" } } }] },
    [],
    ["CERTIFICATE_MISSING"],
  ],
  ["a mode is unknown", { trafficPolicy: { tls: { mode: "NONE" } } }, [], ["INVALID_SPEC"]],
])("it is told when %s", (_, spec, others, expected) => {
  expect(problems(spec, others)).toEqual(expected);
});

test("a subset that selects nothing is told, unless that is not known", () => {
  const ask = (answer: boolean | null) =>
    problems({ subsets: [subset("a")] }, [], (service, labels) =>
      service.host === "api.com" && labels["v"] === "a" ? answer : true,
    );
  expect([ask(true), ask(null), ask(false)]).toEqual([[], [], ["SUBSET_SELECTS_NOTHING"]]);
});

test("no JSON makes it throw", () => {
  const keys = fc.constantFrom("exportTo", "workloadSelector", "trafficPolicy", "subsets");
  fc.assert(
    fc.property(fc.dictionary(keys, fc.jsonValue()), (spec) => {
      expect(() => problems(spec as JsonObject)).not.toThrow();
    }),
  );
});
