import type { JsonObject } from "../../../schema/kubernetes-object.ts";
import { parseGoDuration } from "./cron-duration.ts";
import { windowAt } from "./cron-window.ts";
import { parseCron } from "./cron.ts";

/** What a budget can limit. Source: karpenter pkg/apis/v1/nodepool.go (DisruptionReason). */
export type BudgetReason = "Underutilized" | "Empty" | "Drifted";

export interface BudgetProblem {
  readonly code: "INVALID_BUDGET" | "INVALID_NODES" | "INVALID_REASONS" | "INVALID_SCHEDULE" | "INVALID_DURATION";
  readonly message: string;
}

/** One of a NodePool's budgets, as its spec has it. */
export interface BudgetSpec {
  /** Such as `10%` or `3`. */
  readonly nodes: string;
  /** Null stands for all; an empty list for none. */
  readonly reasons: readonly string[] | null;
  readonly schedule: string | null;
  readonly duration: string | null;
  /** What could not be read of it. */
  readonly problem: BudgetProblem | null;
}

/** What a budget says at one time. */
export interface DisruptionBudget extends Omit<BudgetSpec, "nodes"> {
  readonly nodes: string;
  /** Whether it limits anything now. One that is misconfigured is not active, and yet allows nothing. */
  readonly active: boolean;
  /** From when that has been so; null when it always was, or it is not known. */
  readonly since: Date | null;
  /** When that changes next; null when it never does, or not within five years. */
  readonly until: Date | null;
  /** How many nodes may be disrupted at once, those that are already disrupted included. Null: it sets no limit now. */
  readonly allowed: number | null;
}

/** What a NodePool has that names no budgets. Source: its CRD's default. */
const DEFAULT_BUDGET: BudgetSpec = { nodes: "10%", reasons: null, schedule: null, duration: null, problem: null };

/** The budgets of a NodePool's `spec.disruption`. An empty list of them limits nothing. */
export function budgetSpecs(disruption: JsonObject): readonly BudgetSpec[] {
  const budgets = disruption["budgets"] ?? [DEFAULT_BUDGET];
  if (!Array.isArray(budgets)) return [unreadable("INVALID_BUDGET", "budgets is not a list")];
  return budgets.map(specOf);
}

/**
 * A budget at a time, of a pool that has so many nodes. Source: karpenter pkg/apis/v1/nodepool.go (GetAllowedDisruptions, IsActive):
 * times are UTC, percentages round up, and what is misconfigured allows nothing.
 */
export function budgetAt(spec: BudgetSpec, totalNodes: number, now: Date): DisruptionBudget {
  const { nodes, reasons, schedule, duration } = spec;
  const failed = { nodes, reasons, schedule, duration, active: false, since: null, until: null, allowed: 0 };
  if (spec.problem !== null) return { ...failed, problem: spec.problem };
  const problem = scaledNodes(nodes, totalNodes) === null ? nodesProblem(nodes) : null;
  const allowedWhenActive = Math.max(0, scaledNodes(nodes, totalNodes) ?? 0);
  if (schedule === null && duration === null) return { ...failed, active: true, allowed: allowedWhenActive, problem };
  const durationMs = duration === null ? 0 : parseGoDuration(duration);
  if (durationMs === null)
    return { ...failed, problem: { code: "INVALID_DURATION", message: `"${duration}" is no duration such as 8h` } };
  const cron = schedule === null ? "a duration without a schedule" : parseCron(schedule);
  if (typeof cron === "string") return { ...failed, problem: { code: "INVALID_SCHEDULE", message: cron } };
  const { open, since, until } = windowAt(cron, durationMs, now);
  return { ...failed, active: open, since, until, allowed: open ? allowedWhenActive : null, problem };
}

/**
 * How many nodes of a pool may be disrupted at once for a reason, those that already are included: the least of the active budgets that
 * concern it. Null means no limit. One misconfigured budget stops every reason. Source: karpenter pkg/apis/v1/nodepool.go
 * (MustGetAllowedDisruptions).
 */
export function allowedDisruptions(
  specs: readonly BudgetSpec[],
  reason: BudgetReason,
  totalNodes: number,
  now: Date,
): number | null {
  let least: number | null = null;
  for (const spec of specs) {
    const { allowed, problem, reasons } = budgetAt(spec, totalNodes, now);
    if (allowed === null) continue;
    if (problem !== null) return 0;
    if (reasons !== null && !reasons.includes(reason)) continue;
    if (least === null || allowed < least) least = allowed;
  }
  return least;
}

/** When one of the budgets begins or ceases to limit; null when none does within five years. */
export function nextBudgetChange(specs: readonly BudgetSpec[], now: Date): Date | null {
  let next: Date | null = null;
  for (const spec of specs) {
    const { until } = budgetAt(spec, 0, now);
    if (until !== null && (next === null || until < next)) next = until;
  }
  return next;
}

function specOf(value: unknown): BudgetSpec {
  if (typeof value !== "object" || value === null) return unreadable("INVALID_BUDGET", "a budget is not an object");
  const { nodes = "10%", reasons = null, schedule = null, duration = null } = value as JsonObject;
  if (typeof nodes !== "string") return unreadable("INVALID_NODES", "nodes is not a text such as 10% or 3");
  if (reasons !== null && !isTexts(reasons)) return unreadable("INVALID_REASONS", "reasons is not a list of texts");
  if (schedule !== null && typeof schedule !== "string")
    return unreadable("INVALID_SCHEDULE", "schedule is not a text");
  if (duration !== null && typeof duration !== "string")
    return unreadable("INVALID_DURATION", "duration is not a text");
  return { nodes, reasons, schedule, duration, problem: null };
}

function unreadable(code: BudgetProblem["code"], message: string): BudgetSpec {
  return { nodes: "", reasons: null, schedule: null, duration: null, problem: { code, message } };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function nodesProblem(nodes: string): BudgetProblem {
  return { code: "INVALID_NODES", message: `"${nodes}" is neither a number of nodes nor a percentage` };
}

/**
 * A number or a percentage of the nodes, rounded up; null for what is neither. Source: k8s.io/apimachinery pkg/util/intstr
 * (GetScaledValueFromIntOrPercent), where a number is cut to 32 bits.
 */
function scaledNodes(nodes: string, totalNodes: number): number | null {
  const isPercentage = nodes.endsWith("%");
  const digits = isPercentage ? nodes.slice(0, -1) : nodes;
  if (!/^[+-]?\d{1,19}$/.test(digits)) return null;
  const value = BigInt(digits.replace("+", ""));
  if (BigInt.asIntN(64, value) !== value) return null;
  return isPercentage ? Math.ceil((Number(value) * totalNodes) / 100) : Number(BigInt.asIntN(32, value));
}
