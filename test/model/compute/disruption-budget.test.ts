import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { BudgetReason } from "../../../src/model/compute/disruption-budget.ts";
import {
  allowedDisruptions,
  budgetAt,
  budgetSpecs,
  nextBudgetChange,
} from "../../../src/model/compute/disruption-budget.ts";

const now = new Date("2026-11-23T12:00:00Z");
const office = { schedule: "0 9 * * mon-fri", duration: "8h" };
const night = { schedule: "0 22 * * *", duration: "6h" };

function only(budget: object): ReturnType<typeof budgetSpecs>[number] {
  const [spec] = budgetSpecs({ budgets: [budget] });
  if (spec === undefined) throw new Error("no budget was read");
  return spec;
}

type Row = readonly [string, string, string, number, string, boolean | null, number | null];

const evaluated = JSON.parse(readFileSync("test/fixtures/disruption-budgets.json", "utf8")) as readonly Row[];

test("budgets are what Karpenter 1.14.1 says of them: schedule, duration, nodes, of how many, when; active, allowed", () => {
  expect(evaluated.length).toBe(330);
  for (const [schedule, duration, nodes, total, at, active, allowed] of evaluated) {
    const budget = budgetAt(only({ schedule, duration, nodes }), total, new Date(at));
    const seen = budget.problem?.code === "INVALID_SCHEDULE" ? null : budget.active;
    expect({ schedule, duration, nodes, total, at, active: seen, allowed: budget.allowed }).toEqual({
      schedule,
      duration,
      nodes,
      total,
      at,
      active,
      allowed,
    });
  }
});

test.each([
  ["10%", 10, 1],
  ["10%", 1, 1],
  ["10%", 0, 0],
  ["5%", 21, 2],
  ["100%", 7, 7],
  ["0", 7, 0],
  ["12", 7, 12],
  ["-3", 7, 0],
])("%s of %d nodes allows %d", (nodes, total, allowed) => {
  expect(budgetAt(only({ nodes }), total, now)).toMatchObject({ active: true, allowed, problem: null, until: null });
});

test("a budget outside its window sets no limit, and says when it will", () => {
  expect(budgetAt(only({ nodes: "0", ...night }), 10, now)).toEqual({
    nodes: "0",
    reasons: null,
    ...night,
    active: false,
    since: new Date("2026-11-23T04:00:00Z"),
    until: new Date("2026-11-23T22:00:00Z"),
    allowed: null,
    problem: null,
  });
});

test.each([
  ["nodes that are no number", { nodes: "some" }, "INVALID_NODES"],
  ["a fraction of nodes", { nodes: "1.5" }, "INVALID_NODES"],
  ["nodes that are a JSON number", { nodes: 5 }, "INVALID_NODES"],
  ["nodes beyond all numbers", { nodes: "99999999999999999999" }, "INVALID_NODES"],
  ["cron nonsense", { nodes: "1", schedule: "whenever", duration: "1h" }, "INVALID_SCHEDULE"],
  ["a schedule with a time zone", { nodes: "1", schedule: "TZ=UTC 0 9 * * *", duration: "1h" }, "INVALID_SCHEDULE"],
  ["a schedule that is a number", { nodes: "1", schedule: 9, duration: "1h" }, "INVALID_SCHEDULE"],
  ["a duration without a schedule", { nodes: "1", duration: "1h" }, "INVALID_SCHEDULE"],
  ["a duration in days", { nodes: "1", schedule: "0 9 * * *", duration: "1d" }, "INVALID_DURATION"],
  ["reasons that are a text", { nodes: "1", reasons: "Empty" }, "INVALID_REASONS"],
  ["a budget that is a text", "10%", "INVALID_BUDGET"],
])("%s allow nothing, for any reason", (_, budget, code) => {
  const specs = budgetSpecs({ budgets: [{ nodes: "5", reasons: ["Empty"] }, budget] });

  expect(specs.map((spec) => budgetAt(spec, 10, now).problem?.code ?? null)).toEqual([null, code]);
  for (const reason of ["Empty", "Drifted", "Underutilized"] as const)
    expect(allowedDisruptions(specs, reason, 10, now)).toBe(0);
});

test("wrong nodes stop nothing while their budget is outside its window, but are told", () => {
  const specs = budgetSpecs({ budgets: [{ nodes: "some", ...night }] });

  expect(allowedDisruptions(specs, "Empty", 10, now)).toBeNull();
  expect(specs.map((spec) => budgetAt(spec, 10, now).problem?.code)).toEqual(["INVALID_NODES"]);
});

test.each([
  ["no budgets named", {}, 2],
  ["budgets that are null", { budgets: null }, 2],
  ["an empty list of budgets", { budgets: [] }, null],
  ["budgets that are no list", { budgets: "10%" }, 0],
  ["a budget of nothing but its default", { budgets: [{}] }, 2],
  ["the least of several", { budgets: [{ nodes: "9" }, { nodes: "4" }, { nodes: "50%" }] }, 4],
  ["another reason's budget", { budgets: [{ nodes: "0", reasons: ["Empty"] }] }, null],
  ["a budget of no reason at all", { budgets: [{ nodes: "0", reasons: [] }] }, null],
  ["this reason's budget", { budgets: [{ nodes: "9" }, { nodes: "3", reasons: ["Empty", "Drifted"] }] }, 3],
  [
    "a closed and an open window",
    {
      budgets: [
        { nodes: "0", ...night },
        { nodes: "1", ...office },
      ],
    },
    1,
  ],
])("%s: what 20 nodes allow for Drifted", (_, disruption, allowed) => {
  expect(allowedDisruptions(budgetSpecs(disruption), "Drifted", 20, now)).toBe(allowed);
});

test.each([
  ["without schedules", [{ nodes: "1" }], null],
  ["an open window ends", [{ nodes: "1", ...office }], "2026-11-23T17:00:00.000Z"],
  [
    "a closed one begins first",
    [
      { nodes: "1", ...office },
      { nodes: "0", schedule: "30 12 * * *", duration: "1m" },
    ],
    "2026-11-23T12:30:00.000Z",
  ],
  ["a misconfigured one never changes", [{ nodes: "1", schedule: "x", duration: "1m" }], null],
])("the next change: %s", (_, budgets, change) => {
  expect(nextBudgetChange(budgetSpecs({ budgets }), now)?.toISOString() ?? null).toBe(change);
});

const reasons: readonly BudgetReason[] = ["Empty", "Drifted", "Underutilized"];
const anyBudget = fc.record(
  {
    nodes: fc.oneof(
      fc.nat(30).map(String),
      fc.nat(100).map((share) => `${share}%`),
    ),
    reasons: fc.option(fc.subarray([...reasons])),
    window: fc.option(
      fc.record({
        schedule: fc.tuple(fc.nat(59), fc.nat(23)).map(([minute, hour]) => `${minute} ${hour} * * *`),
        duration: fc.integer({ min: 1, max: 2000 }).map((minutes) => `${minutes}m`),
      }),
    ),
  },
  { requiredKeys: ["nodes"] },
);
const anyBudgets = fc.array(
  anyBudget.map(({ window, ...budget }) => ({ ...budget, ...window })),
  { maxLength: 4 },
);

test("a further budget never allows more, and nothing changes before the next change", () => {
  fc.assert(
    fc.property(anyBudgets, anyBudget, fc.constantFrom(...reasons), fc.nat(50), (budgets, more, reason, total) => {
      const specs = budgetSpecs({ budgets });
      const allowed = allowedDisruptions(specs, reason, total, now) ?? Infinity;

      expect(
        allowedDisruptions(budgetSpecs({ budgets: [...budgets, more] }), reason, total, now) ?? Infinity,
      ).toBeLessThanOrEqual(allowed);
      const change = nextBudgetChange(specs, now);
      const before = new Date((change?.getTime() ?? now.getTime() + 86_400_000) - 1);
      expect(allowedDisruptions(specs, reason, total, before) ?? Infinity).toBe(allowed);
    }),
  );
});

test("any budgets are answered, never thrown at", () => {
  fc.assert(
    fc.property(fc.anything(), (budgets) => {
      const allowed = allowedDisruptions(budgetSpecs({ budgets }), "Empty", 10, now);
      expect(allowed === null || allowed >= 0).toBe(true);
    }),
  );
});
