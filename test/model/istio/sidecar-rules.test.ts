import { expect, test } from "vitest";
import { booleanFlag, istioMinor, sidecarRules } from "../../../src/model/istio/sidecar-rules.ts";

test.each([
  ["1.30.3", 30],
  ["v1.31.0-rc.0", 31],
  ["1.27", 27],
  ["1.30-alpha.9f2", 30],
  ["2.0.0", null],
  ["latest", null],
  ["", null],
  [null, null],
])("%s is of minor version %s", (version, minor) => {
  expect(istioMinor(version)).toBe(minor);
});

test.each([
  ["1.26.8", 0],
  ["1.27.0", 1],
  ["1.31.1", 1],
  [null, 3],
])("with all flags known, version %s leaves %d possibilities", (version, count) => {
  expect(sidecarRules(version, {})).toHaveLength(count);
});

test("what is not known of the flags doubles the possibilities, the defaults first", () => {
  const rules = sidecarRules("1.31.0", null);
  expect(rules).toHaveLength(8);
  expect(rules[0]).toEqual(sidecarRules("1.31.0", {})[0]);
});

test.each([
  ["1.29.0", { bestNamespace: false, exclusions: false, exactLookup: false, visibility: false }],
  ["1.30.0", { bestNamespace: true, exclusions: false, exactLookup: false, visibility: false }],
  ["1.31.0", { bestNamespace: true, exclusions: true, exactLookup: true, visibility: true }],
])("the rules of %s", (version, expected) => {
  expect(sidecarRules(version, {})[0]).toMatchObject({ unifiedScope: true, canonicalLabels: false, ...expected });
});

test.each([
  ["TRUE", true],
  ["1", true],
  ["f", false],
  ["False", false],
  ["yes", true],
  ["", true],
])("a flag that is %j and by default true is %s", (value, is) => {
  expect(booleanFlag({ FLAG: value }, "FLAG", true)).toBe(is);
});

test("flags turn rules off", () => {
  const flags = { PILOT_UNIFIED_SIDECAR_SCOPE: "false", PILOT_SIDECAR_PICK_BEST_SERVICE_NAMESPACE: "0" };
  expect(sidecarRules("1.31.0", flags)).toMatchObject([{ unifiedScope: false, bestNamespace: false }]);
});
