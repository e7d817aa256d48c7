import * as fc from "fast-check";
import { expect, test } from "vitest";
import { poolUsage } from "../../../src/model/compute/pool-usage.ts";

test("usage is by resource, in the order of their names", () => {
  const limits = { memory: "1000Gi", cpu: "1000", nodes: 50 };
  const resources = { cpu: "96", memory: "384Gi", nodes: "12", pods: "696" };

  expect(poolUsage({ limits, resources })).toEqual([
    { resource: "cpu", used: "96", limit: "1k", ratio: 0.096, exceeded: false, problem: null },
    { resource: "memory", used: "384Gi", limit: "1000Gi", ratio: 0.384, exceeded: false, problem: null },
    { resource: "nodes", used: "12", limit: "50", ratio: 0.24, exceeded: false, problem: null },
    { resource: "pods", used: "696", limit: null, ratio: null, exceeded: false, problem: null },
  ]);
});

test.each([
  ["just the limit", "10", "10", 1, false],
  ["a thousandth more", "10", "10001m", 1.0001, true],
  ["in other units", "1Gi", "1G", 1e9 / 2 ** 30, false],
  ["a limit of zero, unused", "0", "0", null, false],
  ["a limit of zero, used", "0", "1m", null, true],
])("%s: a limit of %s with %s used", (_, limit, used, ratio, exceeded) => {
  expect(poolUsage({ limits: { cpu: limit }, resources: { cpu: used } })).toMatchObject([{ ratio, exceeded }]);
});

test("what is not among the resources is not used, and without resources it is not known", () => {
  expect(poolUsage({ limits: { cpu: "8" }, resources: {} })).toMatchObject([{ used: "0", ratio: 0, exceeded: false }]);
  expect(poolUsage({ limits: { cpu: "8" }, resources: null })).toMatchObject([
    { used: null, ratio: null, exceeded: null },
  ]);
  expect(poolUsage({ limits: null, resources: null })).toEqual([]);
});

test.each([
  ["a limit", { cpu: "lots" }, { cpu: "8" }, "INVALID_LIMIT", { used: "8", limit: null }],
  ["a limit that is null", { cpu: null }, { cpu: "8" }, "INVALID_LIMIT", { used: "8", limit: null }],
  ["a usage", { cpu: "8" }, { cpu: {} }, "INVALID_USAGE", { used: null, limit: "8" }],
])("%s that is no quantity is a problem, and the rest is still told", (_, limits, resources, code, rest) => {
  expect(poolUsage({ limits, resources })).toMatchObject([
    { ...rest, ratio: null, exceeded: null, problem: { code, message: expect.stringContaining("cpu") } },
  ]);
});

test("any limits and resources are answered, never thrown at", () => {
  const anyQuantities = fc.option(fc.dictionary(fc.constantFrom("cpu", "memory", "toString"), fc.anything()));
  fc.assert(
    fc.property(anyQuantities, anyQuantities, (limits, resources) => {
      const names = new Set([...Object.keys(limits ?? {}), ...Object.keys(resources ?? {})]);
      expect(poolUsage({ limits, resources }).map(({ resource }) => resource)).toEqual([...names].toSorted());
    }),
  );
});
