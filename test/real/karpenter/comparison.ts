import { labelsOfEveryMachine } from "../../../src/model/compute/well-known-labels.ts";
import type { GraphAnswer } from "../../support/graph-client.ts";
import type { Decision } from "./decisions.ts";
import { verdictOf } from "./decisions.ts";

/** What the graph simulated of one pod against what Karpenter then did. */
export interface Comparison {
  readonly pod: string;
  /** BY_INSTANCE_TYPE: nothing but its instance types speaks against what was simulated. */
  readonly verdict: "AGREED" | "DISAGREED" | "UNKNOWN" | "BY_INSTANCE_TYPE";
  readonly told: string;
  readonly done: string;
  /** How many single pools were compared, and those that were answered otherwise. */
  readonly pools: number;
  readonly wrongPools: readonly string[];
}

export function compare(pod: string, pending: GraphAnswer, { pool, refusals }: Decision): Comparison {
  const told = pending.nodePool?.name ?? null;
  const asked: readonly GraphAnswer[] = pending.pools.filter(
    (answer: GraphAnswer) => answer.verdict !== "POOL_NOT_READY",
  );
  const isEach = pending.reason === "NO_POOL_FITS" && pool === null && refusals?.length === asked.length;
  const wrongPools = isEach ? asked.flatMap((answer, at) => wrong(answer, verdictOf(refusals[at] ?? ""))) : [];
  const isOnlyTypes = told !== null && pool === null && refusals?.some((refusal) => verdictOf(refusal) === "REFUSED");
  return {
    pod,
    verdict: judged(pending.reason, told === pool, isOnlyTypes === true),
    told: `${pending.reason} ${told ?? "none"}: ${asked.map(({ name, verdict: said }) => `${name} ${said}`).join(", ")}`,
    done: `${pool ?? "none"}: ${refusals?.join("; ") ?? "nothing said"}`,
    pools: isEach ? asked.length : 0,
    wrongPools,
  };
}

function judged(reason: string, isSame: boolean, isOnlyTypes: boolean): Comparison["verdict"] {
  if (reason === "UNKNOWN") return "UNKNOWN";
  if (isOnlyTypes) return "BY_INSTANCE_TYPE";
  return isSame ? "AGREED" : "DISAGREED";
}

/**
 * Karpenter looks at limits before all else, the simulation after all else. Of a label that all machines have, Karpenter finds out by their
 * types that none lacks it.
 */
function wrong({ name, verdict: told, subject }: GraphAnswer, said: string): readonly string[] {
  const isOfEvery = told === "REQUIREMENT_CONFLICT" && said === "REFUSED" && labelsOfEveryMachine.has(subject);
  const isRight = told === said || told === "UNKNOWN" || said === "LIMIT_EXCEEDED" || isOfEvery;
  return isRight ? [] : [`${name}: ${told}, not ${said}`];
}

/** One line with the figures. */
export function summaryOf(comparisons: readonly Comparison[]): string {
  const count = (wanted: Comparison["verdict"]): number =>
    comparisons.filter(({ verdict: is }) => is === wanted).length;
  const served = comparisons.filter(({ done }) => !done.startsWith("none")).length;
  const pools = comparisons.reduce((sum, comparison) => sum + comparison.pools, 0);
  return [
    `karpenter judge: ${comparisons.length} random pods, of which it served ${served}: ${count("AGREED")} agreed`,
    `${count("DISAGREED")} disagreed`,
    `${count("UNKNOWN")} unknown`,
    `${count("BY_INSTANCE_TYPE")} by instance types`,
    `and of ${pools} refusals by single pools ${comparisons.flatMap(({ wrongPools }) => wrongPools).length} disagreed`,
  ].join(", ");
}
