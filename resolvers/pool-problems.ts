import type { NodePool } from "../schema/node-pool.ts";
import { budgetAt, budgetSpecs } from "../src/model/compute/disruption-budget.ts";
import { poolUsage } from "../src/model/compute/pool-usage.ts";
import type { View } from "../src/ports.ts";
import { isRead } from "./is-read.ts";
import { nodeClassOf, nodeClassType } from "./node-class.ts";
import type { FoundProblem } from "./problems.ts";

/** What is wrong with a budget is so at any time. */
const ANY_TIME = new Date(0);

/** What is wrong with a pool: its budgets, limits and node class. */
export function nodePoolProblems(view: View, pool: NodePool): readonly FoundProblem[] {
  const ofBudgets = budgetSpecs(pool.disruption).map((spec) => budgetAt(spec, 0, ANY_TIME).problem);
  const ofUsage = poolUsage(pool).map(({ problem }) => problem);
  const found = [...ofBudgets, ...ofUsage].filter((problem) => problem !== null);
  return [...found.map(({ code, message }) => ({ code, message, object: null })), ...nodeClassProblems(view, pool)];
}

function nodeClassProblems(view: View, { cluster, nodeClassRef }: NodePool): readonly FoundProblem[] {
  const type = nodeClassType(nodeClassRef);
  if (type === null || !isRead(view, type, cluster) || nodeClassOf(view, cluster, nodeClassRef) !== null) return [];
  const { kind, name } = nodeClassRef;
  const message = `its ${String(kind)} ${String(name)} is not there`;
  return [{ code: "NODE_CLASS_NOT_FOUND", message, object: null }];
}
